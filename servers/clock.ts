import type { ClockName } from './options.ts';
import type { Millis } from './protocol/units.ts';

/**
 * The clocks a server may stamp its messages with, in ms. The monotonic one is to the microsecond and the same in every
 * process of a Linux machine, so that a bench on that machine can tell the legs of a delivery apart; Unix time is for people.
 */
export const clocks: Readonly<Record<ClockName, () => Millis>> = {
  wall: Date.now,
  monotonic: () => Math.round(Number(process.hrtime.bigint()) / 1e3) / 1e3,
};
