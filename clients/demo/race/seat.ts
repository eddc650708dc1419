import { TRANSPORT_NAMES, type TransportName } from '../../../servers/protocol/transport-name.ts';

/** `a` sends, `b` is sent to; both receive. */
export const SIDES = ['a', 'b'] as const;
export type Side = (typeof SIDES)[number];

/** Where a phone of the race has its place. There is a lane for each transport. */
export interface Seat {
  readonly lane: TransportName;
  readonly side: Side;
}

export const SEATS: readonly Seat[] = TRANSPORT_NAMES.flatMap((lane) => SIDES.map((side) => ({ lane, side })));

/** How the lab calls the phone there. */
export function phoneAt({ lane, side }: Seat): string {
  return `${lane}-${side}`;
}

const seats: ReadonlyMap<string, Seat> = new Map(SEATS.map((seat) => [phoneAt(seat), seat]));

/** The place of a phone; undefined for one that is in no race. */
export function seatOf(phone: string): Seat | undefined {
  return seats.get(phone);
}
