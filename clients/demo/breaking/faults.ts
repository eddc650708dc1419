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

interface Inflicted {
  readonly phones: readonly string[];
  /** Whether it is to be undone. */
  readonly isUndone: boolean;
  /** What the links of the race do otherwise. */
  readonly shape: Shape;
}

/** What has the lab do each fault to the lines of some phones, or undo it. */
export const commandFor: Readonly<Record<Exclude<Fault, 'hide'>, (inflicted: Inflicted) => LabCommand>> = {
  plug: ({ phones, isUndone }) => ({ do: isUndone ? 'plug' : 'unplug', phones }),
  reset: ({ phones }) => ({ do: 'reset', phones }),
  lose: ({ phones }) => ({ do: 'lose-answer', phones }),
  stall: ({ phones }) => ({ do: 'stall', phones, forMs: STALL_MS }),
  slow: ({ phones, isUndone, shape }) => ({
    do: 'shape',
    phones,
    shape: { ...shape, bandwidth: isUndone ? null : NARROW },
  }),
};
