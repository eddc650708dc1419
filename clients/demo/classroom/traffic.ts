import type { Bytes, Millis } from '../../../servers/protocol/units.ts';
import type { ClassTraffic } from '../lab/lab-frames.ts';

/** What went over a line in the last seconds, for each second. */
export interface Rates {
  readonly requests: number;
  readonly frames: number;
  readonly bytes: Bytes;
}

/** Rates are those of so long. */
export const WINDOW_MS: Millis = 5000;
const SLOTS = 10;
const SLOT_MS: Millis = WINDOW_MS / SLOTS;

interface Slot {
  number: number;
  requests: number;
  frames: number;
  bytes: Bytes;
}

/** Counts what goes over a line, in time and memory that do not depend on how much that is. */
export class Traffic {
  readonly #slots: Slot[] = Array.from({ length: SLOTS }, () => ({ number: -1, requests: 0, frames: 0, bytes: 0 }));
  #connections = 0;

  take({ at, requests, frames, bytes, connections }: ClassTraffic): void {
    const slot = this.#slotAt(at);
    slot.requests += requests;
    slot.frames += frames;
    slot.bytes += bytes;
    this.#connections = connections;
  }

  /** Connections that are open. */
  get connections(): number {
    return this.#connections;
  }

  /** @param now Unix time in ms, on the lab's clock. */
  ratesAt(now: Millis): Rates {
    const newest = Math.floor(now / SLOT_MS);
    const sum = { requests: 0, frames: 0, bytes: 0 };
    for (const slot of this.#slots) {
      if (slot.number <= newest - SLOTS || slot.number > newest) continue;
      sum.requests += slot.requests;
      sum.frames += slot.frames;
      sum.bytes += slot.bytes;
    }
    const seconds = WINDOW_MS / 1000;
    return { requests: sum.requests / seconds, frames: sum.frames / seconds, bytes: sum.bytes / seconds };
  }

  #slotAt(at: Millis): Slot {
    const number = Math.floor(at / SLOT_MS);
    const slot = this.#slots[number % SLOTS]!;
    if (slot.number !== number) Object.assign(slot, { number, requests: 0, frames: 0, bytes: 0 });
    return slot;
  }
}
