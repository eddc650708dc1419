import type { LatencySummary } from '../histogram.ts';
import type { Millis } from '../../servers/protocol/units.ts';

/**
 * A time that is made of a constant and of two independent waits: with probability `gapShare` one that is uniform in
 * (0, `gapMs`), and always one that is uniform in (0, `cycleMs`).
 */
export interface Waits {
  readonly constantMs: Millis;
  /** Default 0. */
  readonly gapShare?: number;
  /** Default 0. */
  readonly gapMs?: Millis;
  /** Default 0. */
  readonly cycleMs?: Millis;
}

/** Halvings of the range in which a percentile lies: down to the last digit of a double. */
const HALVINGS = 60;

/** Mean, percentiles and supremum, in ms. The mean is constant + share · gap / 2 + cycle / 2. */
export function summaryOfWaits(waits: Waits): LatencySummary {
  const { constantMs, gapShare = 0, gapMs = 0, cycleMs = 0 } = waits;
  const at = (share: number): Millis => constantMs + quantile(share, gapShare, gapMs, cycleMs);
  return {
    mean: constantMs + (gapShare * gapMs) / 2 + cycleMs / 2,
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    p999: at(0.999),
    max: constantMs + (gapShare > 0 ? gapMs : 0) + cycleMs,
  };
}

/** The wait within which `share` of all waits lie, in ms. */
function quantile(share: number, gapShare: number, gapMs: Millis, cycleMs: Millis): Millis {
  if (gapShare === 0 || gapMs === 0) return share * cycleMs;
  // Of 1 - share longer waits all are among the gapShare that wait at all: 1 - share = gapShare · (1 - wait / gap).
  if (cycleMs === 0) return 1 - share >= gapShare ? 0 : gapMs * (1 - (1 - share) / gapShare);
  let low = 0;
  let high: number = gapMs + cycleMs;
  for (let i = 0; i < HALVINGS; i += 1) {
    const middle = (low + high) / 2;
    const within = (1 - gapShare) * Math.min(1, middle / cycleMs) + gapShare * shareOfSumWithin(middle, gapMs, cycleMs);
    if (within < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * How much of U(0, a) + U(0, b) lies within `limit`, which is at most a + b: the area of the rectangle a × b below the line
 * x + y = limit, which is the triangle under the line less its corners that stick out.
 */
function shareOfSumWithin(limit: Millis, a: Millis, b: Millis): number {
  return (triangle(limit) - triangle(limit - a) - triangle(limit - b)) / (a * b);
}

/** Area of the right triangle with two sides of `side`; none where that is negative. */
function triangle(side: Millis): number {
  return Math.max(0, side) ** 2 / 2;
}
