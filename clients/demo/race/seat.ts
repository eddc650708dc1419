import { TRANSPORT_NAMES, type TransportName } from '../../../servers/protocol/transport-name.ts';
import { lanePhones } from '../lab/lab-frames.ts';

/** `a` sends, `b` is sent to; both receive. */
export const SIDES = ['a', 'b'] as const;
export type Side = (typeof SIDES)[number];

/** A place in the race. There is a lane for each transport. */
export interface Seat {
  readonly lane: TransportName;
  readonly side: Side;
  /** The phone that has it, as the lab calls it. */
  readonly phone: string;
}

export const SEATS: readonly Seat[] = TRANSPORT_NAMES.flatMap((lane) => {
  const [a, b] = lanePhones(lane);
  return [
    { lane, side: 'a', phone: a },
    { lane, side: 'b', phone: b },
  ] as const;
});

const byPhone: ReadonlyMap<string, Seat> = new Map(SEATS.map((seat) => [seat.phone, seat]));

/** The place of a phone; undefined for one that is in no race. */
export function seatOf(phone: string): Seat | undefined {
  return byPhone.get(phone);
}

export function seatAt(lane: TransportName, side: Side): Seat {
  return byPhone.get(lanePhones(lane)[side === 'a' ? 0 : 1])!;
}
