import type { Millis } from '../../../servers/protocol/units.ts';
import type { Metric } from './boot-figures.ts';

/** How much slower a candidate may be, in a metric's own measure: logarithm of a ratio, or share of messages. */
export interface Budget {
  /** An estimate from here on is a regression, if it is certain that there is one at all. */
  readonly regression: number;
  /** If the truth lies certainly below this, nothing more needs to be measured. */
  readonly acceptable: number;
  /** Less is nobody's concern, whatever the ratio. */
  readonly leastMs: Millis;
}

export type Budgets = Readonly<Record<Metric, Budget>>;

export const DEFAULT_BUDGETS: Budgets = {
  p50: { regression: Math.log(1.05), acceptable: Math.log(1.08), leastMs: 0.02 },
  p95: { regression: Math.log(1.1), acceptable: Math.log(1.3), leastMs: 0.05 },
  p99: { regression: 0.006, acceptable: 0.012, leastMs: 0 },
};
