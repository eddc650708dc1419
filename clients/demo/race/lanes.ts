import { TRANSPORT_NAMES, type TransportName } from '../../../servers/protocol/transport-name.ts';
import type { Millis } from '../../../servers/protocol/units.ts';
import type { Entry, Journal } from '../journal/journal.ts';
import { Lane, type Way } from './lane.ts';
import { seatOf, SIDES } from './seat.ts';
import type { Piece } from './track.ts';

/** The lanes of a race, kept up to date with a journal. */
export class Lanes {
  readonly all: readonly Lane[] = TRANSPORT_NAMES.map((transport) => new Lane(transport));
  readonly #byTransport: ReadonlyMap<TransportName, Lane> = new Map(this.all.map((lane) => [lane.transport, lane]));

  /** Goes up with everything that is taken up. */
  changes = 0;

  of(transport: TransportName): Lane {
    return this.#byTransport.get(transport)!;
  }

  /** Takes all that a journal has, and what it will get, until the returned function is called. */
  follow(journal: Journal): () => void {
    for (const entry of journal.entries) this.add(entry);
    return journal.listen((entry) => this.add(entry));
  }

  add(entry: Entry): void {
    const seat = seatOf(entry.of === 'wire' ? entry.event.phone : entry.phone);
    if (seat === undefined) return;
    this.changes += 1;
    const lane = this.of(seat.lane);
    if (entry.of === 'wire') lane.addWire(seat.side, entry.event);
    else lane.addPhone(seat.side, entry.event);
  }

  /** Counts from 0 again, from now on. */
  resetCounters(now: Millis): void {
    for (const lane of this.all) lane.resetCounters(now);
  }

  /** The ways of one message, of those lanes that know it. */
  waysOf(id: string): readonly Way[] {
    return this.all.flatMap((lane) => lane.ways.get(id) ?? []);
  }

  /** What belongs to a piece: its answer or request, and all that carried the same messages, in any lane. */
  partnersOf(piece: Piece): readonly Piece[] {
    const partners = new Set<Piece>();
    for (const one of [piece, piece.partner]) {
      if (one === null) continue;
      partners.add(one);
      for (const way of one.ids.flatMap((id) => this.waysOf(id))) {
        for (const carrier of [way.publish, way.receipt, way.page]) {
          if (carrier === null) continue;
          partners.add(carrier);
          if (carrier.partner !== null) partners.add(carrier.partner);
        }
      }
    }
    partners.delete(piece);
    return [...partners];
  }

  /** When the oldest piece that is kept was sent; null where there is none. */
  get oldestAt(): Millis | null {
    const oldest = this.all.flatMap(({ tracks }) =>
      SIDES.flatMap((side) => {
        const { pieces } = tracks[side];
        return pieces.at(pieces.added - pieces.size)?.sentAt ?? [];
      }),
    );
    return oldest.length === 0 ? null : Math.min(...oldest);
  }
}
