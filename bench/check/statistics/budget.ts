import type { Millis } from '../../../servers/protocol/units.ts';
import type { Metric } from './boot-figures.ts';

/** How much slower a candidate may be: by a ratio, by a time, or in a share of its messages. */
export type Budget =
  | {
      readonly unit: 'ratio';
      /** Candidate / base - 1. From here on a difference is a regression, if there is certainly one at all. */
      readonly regression: number;
      /** If the truth lies certainly below this, nothing more needs to be measured. */
      readonly acceptable: number;
      /** What takes less longer than this is nobody's concern, whatever the ratio. */
      readonly leastMs: Millis;
    }
  | { readonly unit: 'ms' | 'share'; readonly regression: number; readonly acceptable: number };

export type Budgets = Readonly<Record<Metric, Budget>>;

export const DEFAULT_BUDGETS: Budgets = {
  p50: { unit: 'ratio', regression: 0.05, acceptable: 0.08, leastMs: 0.02 },
  p95: { unit: 'ratio', regression: 0.1, acceptable: 0.3, leastMs: 0.05 },
  p99: { unit: 'share', regression: 0.006, acceptable: 0.012 },
};

/** How much more than its budget still passes: as much as the noise of each metric asks for. */
const ACCEPTABLE: Readonly<Record<Metric, number>> = { p50: 1.6, p95: 3, p99: 2 };

/** A budget of a metric's own, instead of the default one. */
export function budgetOf(metric: Metric, unit: Budget['unit'], regression: number): Budget {
  const acceptable = ACCEPTABLE[metric] * regression;
  const standard = DEFAULT_BUDGETS[metric];
  if (unit !== 'ratio' || standard.unit !== 'ratio') return { unit, regression, acceptable } as Budget;
  return { unit, regression, acceptable, leastMs: standard.leastMs };
}

/** Budget and acceptable in a metric's own measure – logarithm of a ratio, or share – where the base takes `baseMs`. */
export function limitsOf(budget: Budget, baseMs: Millis): { readonly regression: number; readonly acceptable: number } {
  const { regression, acceptable } = budget;
  if (budget.unit !== 'ratio') {
    const scaled = (value: number): number => (budget.unit === 'ms' ? Math.log1p(value / baseMs) : value);
    return { regression: scaled(regression), acceptable: scaled(acceptable) };
  }
  const least = budget.leastMs / baseMs;
  return {
    regression: Math.log1p(Math.max(regression, least)),
    acceptable: Math.log1p(Math.max(acceptable, least * (acceptable / regression))),
  };
}

const P99_OVER_P95 = Math.log(0.05 / 0.01);

/**
 * A budget of p99 that is given as a time, in shares of messages: how many more of the candidate's than of the base's lie
 * beyond the 99th percentile of both where each of its slow messages takes so much longer. The tail of the base is taken
 * to be exponential from its 95th percentile on, of scale σ = (p99 - p95) / ln 5, as tails beyond a high threshold are
 * (J. Pickands, "Statistical inference using extreme order statistics", 1975, with shape 0). Shifted by d, a limit L
 * beyond which lies 1 % of both together has S(L) of the base's beyond it and S(L) exp(d/σ) of the candidate's; they differ
 * by 0.02 tanh(d / 2σ).
 *
 * @param p95Ms Of the base.
 */
export function inShares(budget: Budget, p95Ms: Millis, p99Ms: Millis): Budget {
  if (budget.unit !== 'ms') return budget;
  const scaleMs = Math.max(p99Ms - p95Ms, 0) / P99_OVER_P95;
  const share = (longerMs: Millis): number => 0.02 * Math.tanh(longerMs / (2 * scaleMs));
  return { unit: 'share', regression: share(budget.regression), acceptable: share(budget.acceptable) };
}
