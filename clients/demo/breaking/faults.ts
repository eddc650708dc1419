import { TRANSPORT_NAMES, type TransportName } from '../../../servers/protocol/transport-name.ts';
import type { BytesPerSecond, Millis } from '../../../servers/protocol/units.ts';
import type { LabCommand, Shape } from '../lab/lab-frames.ts';
import { seatAt, type Side, SIDES } from '../race/seat.ts';

/** Whose lines something is done to. */
export interface Target {
  readonly lane: TransportName | 'all';
  readonly side: Side | 'both';
}

/** The phones that a target means. */
export function phonesOf({ lane, side }: Target): readonly string[] {
  const lanes = lane === 'all' ? TRANSPORT_NAMES : [lane];
  const sides = side === 'both' ? SIDES : [side];
  return lanes.flatMap((name) => sides.map((each) => seatAt(name, each).phone));
}

const STALL_MS: Millis = 5000;

/** So narrow that the headers of an answer take half a second. */
const NARROW: BytesPerSecond = 600;

/** What the panel can do to lines and undo, in the order in which it is shown. `hide` is the phones' own affair. */
export const FAULTS = ['plug', 'reset', 'lose', 'stall', 'slow', 'hide'] as const;
export type Fault = (typeof FAULTS)[number];

/** What has the lab do a fault to the lines of these phones, or undo it. @param shape What the lines are now. */
export function commandsFor(
  fault: Exclude<Fault, 'hide'>,
  phones: readonly string[],
  isUndone: boolean,
  shape: Shape,
): readonly LabCommand[] {
  switch (fault) {
    case 'plug':
      return [{ do: isUndone ? 'plug' : 'unplug', phones }];
    case 'reset':
      return [{ do: 'reset', phones }];
    case 'lose':
      return [{ do: 'lose-answer', phones }];
    case 'stall':
      return [{ do: 'stall', phones, forMs: STALL_MS }];
    case 'slow':
      return [{ do: 'shape', phones, shape: { ...shape, bandwidth: isUndone ? null : NARROW } }];
  }
}
