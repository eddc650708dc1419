import { tQuantile } from './distributions.ts';
import { fits, type Prior, type Variance } from './prior.ts';

/** What some boots say of a figure that each of them gave once. */
export interface Estimate extends Variance {
  readonly mean: number;
  /** Standard error of the mean and its degrees of freedom, with what earlier runs say of the variance where that fits. */
  readonly standardError: number;
  readonly errorDegrees: number;
  readonly isModerated: boolean;
}

/**
 * Mean and standard error of at least two figures. With a prior that fits, the moderated t of G. Smyth (2004): the variance
 * is that of the prior and of the figures, weighted by their degrees of freedom; else plain Student.
 *
 * @param leastVariance Variance that the figures are known to have, should they happen to agree better.
 */
export function estimate(figures: readonly number[], prior: Prior | null, leastVariance = 0): Estimate {
  const count = figures.length;
  const mean = meanOf(figures);
  const { variance: seen, degreesOfFreedom } = varianceOf(figures);
  const own = { variance: Math.max(seen, leastVariance), degreesOfFreedom };
  const isModerated = prior !== null && fits(own, prior);
  const used = isModerated ? moderated(own, prior) : own;
  const variance = Math.max(used.variance, leastVariance);
  return {
    mean,
    ...own,
    standardError: Math.sqrt(variance / count),
    errorDegrees: used.degreesOfFreedom,
    isModerated,
  };
}

/** Bound above the mean that the truth exceeds with probability `error`; below the mean by as much lies the lower one. */
export function halfWidth({ standardError, errorDegrees }: Estimate, error: number): number {
  return tQuantile(error, errorDegrees) * standardError;
}

/** Sample variance of at least two figures. */
export function varianceOf(figures: readonly number[]): Variance {
  const mean = meanOf(figures);
  const degreesOfFreedom = figures.length - 1;
  return {
    variance: figures.reduce((sum, figure) => sum + (figure - mean) ** 2, 0) / degreesOfFreedom,
    degreesOfFreedom,
  };
}

function meanOf(figures: readonly number[]): number {
  return figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
}

function moderated(own: Variance, prior: Prior): Variance {
  const degreesOfFreedom = own.degreesOfFreedom + prior.degreesOfFreedom;
  const sum = own.degreesOfFreedom * own.variance + prior.degreesOfFreedom * prior.variance;
  return { variance: sum / degreesOfFreedom, degreesOfFreedom };
}
