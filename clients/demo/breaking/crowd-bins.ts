import type { Millis } from '../../../servers/protocol/units.ts';

/** What falls into one of these is as good as together. */
export const BIN_MS: Millis = 100;

/** How many arrivals fall into each stretch of {@link BIN_MS} from `from` on. What is earlier, or after the last of them, is left out. */
export function binsOf(arrivals: readonly Millis[], from: Millis, count: number): readonly number[] {
  const bins = Array.from({ length: count }, () => 0);
  for (const at of arrivals) {
    const bin = Math.floor((at - from) / BIN_MS);
    if (bin >= 0 && bin < count) bins[bin]! += 1;
  }
  return bins;
}

/** The most arrivals within any stretch of {@link BIN_MS}, wherever that begins. */
export function peakOf(arrivals: readonly Millis[]): number {
  let peak = 0;
  let first = 0;
  arrivals.forEach((at, last) => {
    while (arrivals[first]! <= at - BIN_MS) first += 1;
    peak = Math.max(peak, last - first + 1);
  });
  return peak;
}
