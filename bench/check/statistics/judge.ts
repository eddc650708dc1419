import type { Millis } from '../../../servers/protocol/units.ts';
import { type BootFigures, type Metric, METRICS } from './boot-figures.ts';
import { type Budgets, inShares, limitsOf } from './budget.ts';
import { estimate, halfWidth, varianceOf } from './estimate.ts';
import { type Prior, scaleToRun } from './prior.ts';
import { type StallCounts, stallProbability, stallsMore } from './stalls.ts';

/** What one boot found. */
export interface BootFindings {
  /** By transport. */
  readonly figures: ReadonlyMap<string, BootFigures>;
  readonly stalls: StallCounts;
}

/** What earlier runs say of how a metric varies from boot to boot; null where nothing is known. */
export type Priors = (transport: string, metric: Metric) => Prior | null;

export interface Rules {
  readonly transports: readonly string[];
  readonly budgets: Budgets;
  /** Numbers of boots after which there is a verdict; after the last one it stands. */
  readonly looks: readonly number[];
  /** How probable it may be that a run of a candidate that is like its base is called a regression, at most. */
  readonly alpha: number;
  readonly priors: Priors;
}

export type Outcome = 'pass' | 'regression' | 'inconclusive';

export interface Finding {
  readonly transport: string;
  readonly metric: Metric;
  readonly outcome: Outcome;
  /** Candidate against base, in the metric's own measure; between the bounds lies the truth, for all that is known. */
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  /** From where on it is a regression, and below which it passes, in the same measure. */
  readonly budget: number;
  readonly acceptable: number;
  readonly boots: number;
  /** Geometric mean over the boots. */
  readonly baseMs: Millis;
  /** Whether what earlier runs say went into the bounds. */
  readonly isModerated: boolean;
}

export interface StallFinding extends StallCounts {
  readonly outcome: Outcome;
  /** Of so many stalls of the candidate, were both alike. */
  readonly probability: number;
}

export interface Judgement {
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
  readonly stalls: StallFinding;
}

/** Of the probability of a false alarm, the stalls may use this share. */
const STALLS_SHARE = 0.3;
/** How probable it may be, at each look, that a metric passes which is as bad as can be accepted, or worse. */
const WRONG_PASS = 0.05;
/** The sign test is coarse: at every look there would be too little for it to say anything with. */
const BOOTS_PER_LOOK_AT_STALLS = 3;
/** Stalls that are as improbable as this are watched for longer. */
const SUSPICIOUS_STALLS = 0.05;

/**
 * Judges what the boots so far have found, two at least; the same at each look.
 *
 * The probability of a false alarm is spent over looks, transports and metrics, which by Bonferroni's inequality holds
 * however they depend on each other; the lower bounds at each look are then those of repeated confidence intervals (C.
 * Jennison and B. Turnbull, "Interim analyses: the repeated confidence interval approach", 1989): one may stop at any look,
 * for whatever reason. All metrics must pass for the run to pass, so that the probability of a wrong pass is that of the worst of them
 * and need not be split among them (R. Berger's intersection-union test, 1982). Nor is it split over the looks: one over
 * which 8 % is lost on one transport alone passes in one run of twelve, but 10 % in one of a hundred.
 */
export function judge(boots: readonly BootFindings[], rules: Rules): Judgement {
  const { transports, looks, alpha } = rules;
  const spent = alphaAt(boots.length, looks, 2) * alpha;
  const lowerError = (spent * (1 - STALLS_SHARE)) / (transports.length * METRICS.length);
  const priors = scaledPriors(boots, rules);
  const findings = transports.flatMap((transport) =>
    METRICS.map((metric) => {
      const figures = boots.map((boot) => boot.figures.get(transport)!);
      const counted = metric === 'p99' ? meanOf(figures.map(({ p99Variance }) => p99Variance)) : 0;
      const values = figures.map((each) => each[metric]);
      const estimated = estimate(values, priors(transport, metric), counted);
      const { mean, isModerated } = estimated;
      const lower = mean - halfWidth(estimated, lowerError);
      const upper = mean + halfWidth(estimated, WRONG_PASS);
      const baseMsOf = (one: Metric): Millis => Math.exp(meanOf(figures.map((each) => Math.log(each.baseMs[one]))));
      const baseMs = baseMsOf(metric);
      const given = rules.budgets[metric];
      const inItsMeasure = metric === 'p99' ? inShares(given, baseMsOf('p95'), baseMs) : given;
      const { regression: budget, acceptable } = limitsOf(inItsMeasure, baseMs);
      const isRegression = lower > 0 && mean >= budget;
      const outcome: Outcome = isRegression ? 'regression' : upper < acceptable ? 'pass' : 'inconclusive';
      const known = { estimate: mean, lower, upper, budget, acceptable };
      return { transport, metric, outcome, ...known, boots: boots.length, baseMs, isModerated };
    }),
  );
  const looksAtStalls = looks.filter((look) => look % BOOTS_PER_LOOK_AT_STALLS === 0 || look === looks.at(-1));
  const stalls = judgeStalls(boots, alphaAt(boots.length, looksAtStalls, 1) * alpha * STALLS_SHARE);
  return { outcome: worst([...findings, stalls]), findings, stalls };
}

/**
 * Share of the probability of a false alarm that a look may use, 0 for none: in all (boots / most boots)^power up to it, as
 * K. Kim and D. DeMets have it ("Design and analysis of group sequential tests based on the type I error spending rate
 * function", 1987). With a power of 2 most is kept for the looks that have most boots; spent evenly, half as many again of
 * the small changes on a noisy machine go unfound. Of stalls a few boots say much: there an even share of each look finds
 * them sooner.
 */
function alphaAt(boots: number, looks: readonly number[], power: number): number {
  const place = looks.indexOf(boots);
  if (place === -1) return 0;
  const last = looks.at(-1)!;
  const before = looks[place - 1] ?? 0;
  return (boots / last) ** power - (before / last) ** power;
}

/** What earlier runs say, on a machine as noisy as it is now. */
function scaledPriors(boots: readonly BootFindings[], { transports, priors }: Rules): Priors {
  const known = transports.flatMap((transport) =>
    METRICS.flatMap((metric) => {
      const prior = priors(transport, metric);
      if (prior === null) return [];
      const own = varianceOf(boots.map(({ figures }) => figures.get(transport)![metric]));
      return [{ key: `${transport} ${metric}`, kind: metric, prior, own }];
    }),
  );
  const scaled = scaleToRun(known);
  const byKey = new Map(known.map(({ key }, i) => [key, scaled[i]!]));
  return (transport, metric) => byKey.get(`${transport} ${metric}`) ?? null;
}

function judgeStalls(boots: readonly BootFindings[], error: number): StallFinding {
  const counts = {
    base: boots.reduce((sum, { stalls }) => sum + stalls.base, 0),
    candidate: boots.reduce((sum, { stalls }) => sum + stalls.candidate, 0),
  };
  const probability = stallProbability(counts);
  const isSuspicious = probability < SUSPICIOUS_STALLS;
  const outcome = stallsMore(counts, error) ? 'regression' : isSuspicious ? 'inconclusive' : 'pass';
  return { ...counts, outcome, probability };
}

function worst(findings: readonly { readonly outcome: Outcome }[]): Outcome {
  const outcomes = new Set(findings.map(({ outcome }) => outcome));
  return outcomes.has('regression') ? 'regression' : outcomes.has('inconclusive') ? 'inconclusive' : 'pass';
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
