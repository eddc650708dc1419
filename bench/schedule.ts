import type { Millis, PerSecond } from '../servers/protocol/units.ts';
import type { Random } from './random.ts';

/** When a pair's messages are meant to be sent. It is fixed before the run and sees nothing of what becomes of them. */
export interface Schedule {
  /** Intended time of message `index` (0, 1, 2, …), in ms since the start; to be asked for in order. */
  intendedAtMs(index: number): Millis;
}

export const SCHEDULES = ['poisson', 'periodic', 'burst'] as const;
export type ScheduleName = (typeof SCHEDULES)[number];

/** Messages that a burst sends at once. */
export const BURST = 10;

/** Makes the schedule of one pair, of `rate` messages per second on average. */
export function createSchedule(name: ScheduleName, rate: PerSecond, random: Random): Schedule {
  return schedules[name](1000 / (rate as number), random);
}

const schedules: Readonly<Record<ScheduleName, (meanGapMs: Millis, random: Random) => Schedule>> = {
  /** Independent of each other: gaps are exponentially distributed. */
  poisson(meanGapMs, random) {
    let last: Millis = 0;
    return {
      intendedAtMs: () => (last += -Math.log(1 - random()) * meanGapMs),
    };
  },

  /** At even times, from a random beginning within the first gap. */
  periodic(meanGapMs, random) {
    const phase = random() * meanGapMs;
    return { intendedAtMs: (index) => phase + index * meanGapMs };
  },

  /** {@link BURST} at once, then nothing until the mean is kept; from a random beginning within the first pause. */
  burst(meanGapMs, random) {
    const pause = BURST * meanGapMs;
    const phase = random() * pause;
    return { intendedAtMs: (index) => phase + Math.floor(index / BURST) * pause };
  },
};
