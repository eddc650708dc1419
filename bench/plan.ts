import type { Millis } from '../servers/protocol/units.ts';
import { seeded } from './random.ts';
import type { Scenario } from './scenario.ts';
import { createSchedule } from './schedule.ts';

/** Every message of one round, in the order of intended times. The same for every transport of the round. */
export interface Plan {
  readonly size: number;
  /** Intended time of message `i`, in ms since the start of the load. Ascending. */
  readonly intendedAtMs: Float64Array;
  /** Which pair sends message `i`. */
  readonly pair: Uint32Array;
}

/** Plans a round: each pair's schedule from its own random numbers, up to the end of the measuring. */
export function planRound(scenario: Scenario, round: number): Plan {
  const end: Millis = scenario.warmupMs + scenario.durationMs;
  const sends: { at: Millis; pair: number }[] = [];
  for (let pair = 0; pair < scenario.pairs; pair += 1) {
    const random = seeded(scenario.seed, 'schedule', round, pair);
    const schedule = createSchedule(scenario.schedule, scenario.rate, random);
    for (let index = 0; ; index += 1) {
      const at = schedule.intendedAtMs(index);
      if (at >= end) break;
      sends.push({ at, pair });
    }
  }
  sends.sort((a, b) => a.at - b.at);
  return {
    size: sends.length,
    intendedAtMs: Float64Array.from(sends, ({ at }) => at),
    pair: Uint32Array.from(sends, ({ pair }) => pair),
  };
}
