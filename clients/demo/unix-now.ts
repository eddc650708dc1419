import type { Millis } from '../../servers/protocol/units.ts';

/** Unix time in ms, with fractions, by a clock that never jumps: that of this page or process, set when it began. */
export function unixNow(): Millis {
  return performance.timeOrigin + performance.now();
}
