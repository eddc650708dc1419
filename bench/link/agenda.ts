import TinyQueue from 'tinyqueue';
import type { Millis } from '../../servers/protocol/units.ts';
import { now } from '../clock.ts';
import type { Histogram } from '../histogram.ts';
import { Alarm } from './alarm.ts';

interface Entry {
  readonly dueMs: Millis;
  /** Of two that are due at the same time the one that was put in first goes first. */
  readonly ordinal: number;
  readonly act: () => void;
}

/** What is due so soon is done right away: waking up again would take as long. */
const EARLY_MS: Millis = 0.1;

/** Does things at their times, in their order, and notes by how much it missed them. */
export class Agenda {
  readonly #entries = new TinyQueue<Entry>([], (a, b) => a.dueMs - b.dueMs || a.ordinal - b.ordinal);
  readonly #alarm = new Alarm(() => this.#doWhatIsDue());
  /** By how much the doing missed its time, in ms; what came a little too early counts as much as what came too late. */
  readonly #error: () => Histogram;
  #ordinal = 0;

  /** @param error Where misses are recorded. */
  constructor(error: () => Histogram) {
    this.#error = error;
  }

  at(dueMs: Millis, act: () => void): void {
    this.#ordinal += 1;
    this.#entries.push({ dueMs, ordinal: this.#ordinal, act });
    this.#alarm.setFor(this.#entries.peek()!.dueMs - EARLY_MS);
  }

  async stop(): Promise<void> {
    await this.#alarm.stop();
  }

  #doWhatIsDue(): void {
    for (;;) {
      const next = this.#entries.peek();
      if (next === undefined) return;
      if (next.dueMs - EARLY_MS > now()) {
        this.#alarm.setFor(next.dueMs - EARLY_MS);
        return;
      }
      this.#entries.pop();
      next.act();
      this.#error().record(Math.abs(now() - next.dueMs));
    }
  }
}
