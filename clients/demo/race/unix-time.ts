import type { Millis } from '../../../servers/protocol/units.ts';

/** Unix time on the page's clock, in ms with fractions: the clock of all that is in the journal. */
export function unixTime(): Millis {
  return performance.timeOrigin + performance.now();
}
