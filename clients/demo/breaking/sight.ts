import { TRANSPORT_NAMES, type TransportName } from '../../../servers/protocol/transport-name.ts';
import type { Millis } from '../../../servers/protocol/units.ts';
import type { ClientStatus } from '../../core/client.ts';
import { Ledger, type LedgerCount } from './ledger.ts';
import type { Entry } from '../journal/journal.ts';
import { seatOf, type Side } from '../race/seat.ts';

/** What was seen of a lane since the phase began. */
export interface LaneSight {
  /** Since the ledger was begun, which may be longer ago. */
  readonly count: LedgerCount;
  readonly b: ClientStatus | null;
  /** Of each message shown, in order: from sending to showing. */
  readonly latenciesMs: readonly Millis[];
  /** What B was answered, or sent, and how much of that was empty. */
  readonly pages: number;
  readonly emptyPages: number;
}

/** More is not needed to know a lane, nor the arrivals of a crowd. */
const SAMPLES_KEPT = 1000;

/** What can be seen of a run: what the lanes do in the phase that is on, and when the crowd came. */
export class Sight {
  #phase: string | null = null;
  #arrivals: Millis[] = [];
  readonly #lanes: ReadonlyMap<TransportName, LaneWatch> = new Map(
    TRANSPORT_NAMES.map((name) => [name, new LaneWatch()]),
  );

  /** Null before the first. */
  get phase(): string | null {
    return this.#phase;
  }

  /** When clients of the crowd reached the server in this phase. */
  get arrivals(): readonly Millis[] {
    return this.#arrivals;
  }

  lane(name: TransportName): LaneSight {
    return this.#lanes.get(name)!;
  }

  begin(phase: string, countsAnew: boolean): void {
    this.#phase = phase;
    this.#arrivals = [];
    for (const lane of this.#lanes.values()) lane.begin(countsAnew);
  }

  add(entry: Entry): void {
    if (entry.of !== 'phone') return;
    const seat = seatOf(entry.phone);
    if (seat !== undefined) this.#lanes.get(seat.lane)!.add(seat.side, entry.event);
  }

  addArrivals(at: readonly Millis[]): void {
    this.#arrivals = [...this.#arrivals, ...at].slice(-SAMPLES_KEPT);
  }
}

class LaneWatch implements LaneSight {
  b: ClientStatus | null = null;
  latenciesMs: Millis[] = [];
  pages = 0;
  emptyPages = 0;
  #ledger = new Ledger();
  readonly #sentAt = new Map<string, Millis>();

  get count(): LedgerCount {
    return this.#ledger.count;
  }

  begin(countsAnew: boolean): void {
    this.latenciesMs = [];
    this.pages = 0;
    this.emptyPages = 0;
    if (countsAnew) this.#ledger = new Ledger();
  }

  add(side: Side, event: Extract<Entry, { of: 'phone' }>['event']): void {
    this.#ledger.add(side, event);
    if (side === 'a') {
      if (event.kind === 'sending') this.#sent(event.id, event.at);
    } else if (event.kind === 'status') {
      this.#status(event.status);
    } else if (event.kind === 'signed-in') {
      this.b = null;
    } else if (event.kind === 'received' && event.item.kind === 'message') {
      this.#received(event.item.message.id, event.at);
    }
  }

  #sent(id: string, at: Millis): void {
    this.#sentAt.set(id, at);
    if (this.#sentAt.size > SAMPLES_KEPT) this.#sentAt.delete(this.#sentAt.keys().next().value!);
  }

  #received(id: string, at: Millis): void {
    const sentAt = this.#sentAt.get(id);
    if (sentAt === undefined) return;
    // What is shown again is not measured again.
    this.#sentAt.delete(id);
    if (this.latenciesMs.length < SAMPLES_KEPT) this.latenciesMs.push(at - sentAt);
  }

  #status(status: ClientStatus): void {
    const before = this.b;
    this.b = status;
    if (before === null || status.pages < before.pages) return;
    this.pages += status.pages - before.pages;
    this.emptyPages += status.emptyPages - before.emptyPages;
  }
}

/** @returns NaN of none. */
export function meanOf(samples: readonly number[]): number {
  return samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
}
