import { performance } from 'node:perf_hooks';
import type { Millis } from '../../servers/protocol/units.ts';

/** Unix time in ms, with fractions, that never goes back: as a page has it that adds `performance.timeOrigin`. */
export function unixTime(): Millis {
  return performance.timeOrigin + performance.now();
}
