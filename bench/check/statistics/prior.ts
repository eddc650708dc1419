import { digamma, fUpperTail, trigamma, trigammaInverse } from './distributions.ts';

/** How much a figure varies from boot to boot: of one run, its sample variance. */
export interface Variance {
  readonly variance: number;
  /** Boots less one. */
  readonly degreesOfFreedom: number;
}

/**
 * What earlier runs say of that variance: that of a run is drawn so that `degreesOfFreedom` · `variance` / it is
 * chi-squared. Smyth's d₀ and s₀².
 */
export type Prior = Variance;

/** Fewer runs say nothing of how variances vary. */
const LEAST_RUNS = 10;
/** Runs that hardly differ would have no run's own variance count any more. */
const MOST_DEGREES = 50;
/** A variance this small is that of figures which are counted, and happened to be the same. */
const LEAST_SHARE_OF_MEDIAN = 1e-3;
/** A run that the prior would have as rarely as this is of another kind. */
const MISFIT = 0.05;

/**
 * Fits a prior to the variances of earlier runs by the first two moments of their logarithms: G. Smyth, "Linear models and
 * empirical Bayes methods for assessing differential expression in microarray experiments", Statistical Applications in
 * Genetics and Molecular Biology 3 (2004), section 6.2, as in limma's `fitFDist`. Null where there are too few.
 */
export function fitPrior(runs: readonly Variance[]): Prior | null {
  const known = runs.filter(({ degreesOfFreedom }) => degreesOfFreedom > 0);
  if (known.length < LEAST_RUNS) return null;
  const median = known.map(({ variance }) => variance).toSorted((a, b) => a - b)[known.length >> 1]!;
  if (median === 0) return null;
  const logs = known.map(({ variance, degreesOfFreedom }) => {
    const half = degreesOfFreedom / 2;
    return Math.log(Math.max(variance, median * LEAST_SHARE_OF_MEDIAN)) - digamma(half) + Math.log(half);
  });
  const mean = meanOf(logs);
  const spread = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1);
  const excess = spread - meanOf(known.map(({ degreesOfFreedom }) => trigamma(degreesOfFreedom / 2)));
  const drawn = excess <= 0 ? MOST_DEGREES : Math.min(MOST_DEGREES, 2 * trigammaInverse(excess));
  const variance = Math.exp(mean + digamma(drawn / 2) - Math.log(drawn / 2));
  // The variance itself is known no better than all those runs tell.
  const seen = known.reduce((sum, run) => sum + run.degreesOfFreedom, 0);
  return { degreesOfFreedom: 1 / (1 / drawn + 1 / seen), variance };
}

/** A figure of a run: what it is of, what earlier runs say of it, and how it varies in this one. */
export interface Noise {
  readonly kind: string;
  readonly prior: Prior;
  readonly own: Variance;
}

/**
 * The priors of all that a run measures, for a run that is noisier than those before. By how much is said by all its
 * figures together, or by those of the same kind if they say more, long before a single one's own variance says it. That
 * is itself known no better than those figures of a few boots tell, half of which depend on each other: the prior's
 * degrees of freedom fall to what is left. Without the first, on a machine eight times as noisy as usual, one in eleven
 * runs of a version against itself was a false alarm in simulation; without the second, one in a hundred and twenty. A
 * quieter run gains nothing.
 */
export function scaleToRun(figures: readonly Noise[]): Prior[] {
  const overall = noiseOf(figures);
  return figures.map(({ kind, prior }) => {
    const ofKind = noiseOf(figures.filter((other) => other.kind === kind));
    const { ratio, degreesOfFreedom } = ofKind.ratio > overall.ratio ? ofKind : overall;
    if (ratio <= 1) return prior;
    return {
      variance: ratio * prior.variance,
      degreesOfFreedom: 1 / (1 / prior.degreesOfFreedom + 1 / degreesOfFreedom),
    };
  });
}

/** How much noisier figures are than the prior has it, and how well that is known. */
function noiseOf(figures: readonly Noise[]): { readonly ratio: number; readonly degreesOfFreedom: number } {
  return {
    ratio: meanOf(figures.map(({ prior, own }) => own.variance / prior.variance)),
    degreesOfFreedom: figures.reduce((sum, { own }) => sum + own.degreesOfFreedom, 0) / 2,
  };
}

/** Whether a run is one that the prior could have had: its variance over the prior's is F distributed (Smyth, section 4). */
export function fits({ variance, degreesOfFreedom }: Variance, prior: Prior): boolean {
  return fUpperTail(variance / prior.variance, degreesOfFreedom, prior.degreesOfFreedom) >= MISFIT;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
