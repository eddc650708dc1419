import type { CountFinding, CountName } from '../check/counts.ts';
import type { CheckResult } from '../check/check-result.ts';
import type { Metric } from '../check/statistics/boot-figures.ts';
import type { Finding, StallFinding } from '../check/statistics/judge.ts';
import { mostStalls } from '../check/statistics/stalls.ts';
import { capitalise, list, threeDigits, time } from './format.ts';
import { labelOf } from './label.ts';

export const METRIC_LABELS: Readonly<Record<Metric, string>> = {
  p50: 'p50',
  p95: 'p95',
  p99: 'beyond p99',
};

const COUNT_LABELS: Readonly<Record<CountName, string>> = {
  duplicatedShown: 'shown twice',
  outOfOrder: 'out of order',
  requestsPerMessage: 'requests per message',
  bytesPerMessage: 'bytes per message',
  waitersLeft: 'waits left behind',
};

/** One line of the verdict. */
export interface VerdictLine {
  readonly outcome: Finding['outcome'];
  readonly transport: string;
  readonly what: string;
  /** Candidate against base. */
  readonly estimate: string;
  /** Between what bounds the truth lies; empty for what is counted. */
  readonly interval: string;
  /** From here on it is a regression, if there is one at all. */
  readonly budget: string;
  /** It passes if the truth lies below this; empty for what is counted. */
  readonly acceptable: string;
  /** What it was measured on. */
  readonly basis: string;
}

/** What was found, metric by metric: first what is measured, then what is counted. */
export function verdictLines(result: CheckResult): VerdictLine[] {
  const { findings, stalls, counts, boots } = result;
  const counted = boots.filter(({ valid }) => valid).length;
  return [
    ...findings.map((finding) => lineOfFinding(finding)),
    ...(stalls === null ? [] : [lineOfStalls(stalls, counted)]),
    ...counts.map((count) => lineOfCount(count, counted)),
  ];
}

/** The same in short: what is counted and right is told in a sentence. */
export function shortLines(result: CheckResult): VerdictLine[] {
  const wrong = result.counts.filter(({ outcome }) => outcome === 'regression');
  const wrongNames = new Set(wrong.map(({ what }) => what));
  const right = new Set(result.counts.map(({ what }) => what).filter((what) => !wrongNames.has(what)));
  const names = Array.from(right, (what) => COUNT_LABELS[what]);
  return [
    ...verdictLines({ ...result, counts: wrong }),
    ...(names.length === 0
      ? []
      : [
          {
            ...NO_FIGURES,
            outcome: 'pass' as const,
            transport: 'all',
            what: 'counts',
            basis: `${list(names)}: as they were`,
          },
        ]),
  ];
}

const NO_FIGURES = { estimate: '', interval: '', budget: '', acceptable: '' };

function lineOfFinding(finding: Finding): VerdictLine {
  const { outcome, transport, metric, estimate, lower, upper, budget, acceptable, baseMs, boots } = finding;
  return {
    outcome,
    transport: labelOf(transport),
    what: METRIC_LABELS[metric],
    estimate: difference(metric, estimate),
    interval: `${difference(metric, lower).replace(/ .*/, '')} to ${difference(metric, upper)}`,
    budget: difference(metric, budget),
    acceptable: difference(metric, acceptable),
    basis: `base ${time(baseMs)}, ${boots} boots`,
  };
}

function lineOfStalls({ outcome, base, candidate, probability }: StallFinding, boots: number): VerdictLine {
  return {
    ...NO_FIGURES,
    outcome,
    transport: 'all',
    what: 'stalls',
    estimate: `${candidate} against ${base}`,
    budget: String(mostStalls(base)),
    basis: `by chance in ${probability < 0.001 ? 'under 0.1' : threeDigits(100 * probability)} %, ${boots} boots`,
  };
}

function lineOfCount({ outcome, transport, what, base, candidate, most }: CountFinding, boots: number): VerdictLine {
  return {
    ...NO_FIGURES,
    outcome,
    transport: transport === null ? 'all' : labelOf(transport),
    what: COUNT_LABELS[what],
    estimate: `${threeDigits(candidate)} against ${threeDigits(base)}`,
    budget: threeDigits(most),
    basis: `${boots} boots`,
  };
}

/** A figure in its metric's own measure as it is said: +4.2 %, -0.13 pt, points of the percentage. */
export function difference(metric: Metric, value: number): string {
  const percent = 100 * (metric === 'p99' ? value : Math.expm1(value));
  const digits =
    metric === 'p99' ? percent.toFixed(2) : Math.abs(percent) < 100 ? percent.toFixed(1) : percent.toFixed(0);
  return `${percent < 0 ? '' : '+'}${digits}${metric === 'p99' ? ' pt' : ' %'}`.replace(/^\+-|^-(?=0\.?0* )/, '');
}

/** Longer names, such as commands, are left out of sentences. */
const LONGEST_NAME = 40;

/** What both sides are called in a sentence; their full names are among {@link checkFacts}. */
export function calledSides({ sides }: CheckResult): CheckResult['sides'] {
  const called = (side: keyof CheckResult['sides']): string =>
    sides[side].length > LONGEST_NAME ? `the ${side}` : sides[side];
  return { base: called('base'), candidate: called('candidate') };
}

/** The overall verdict: what differed, how sure that is, and what to do where it is not. */
export function verdictSentences(result: CheckResult): string[] {
  const { outcome, rules, boots, invalidBecause, durationMs } = result;
  const { base, candidate } = calledSides(result);
  const counted = boots.filter(({ valid }) => valid).length;
  const effort = `${counted} ${counted === 1 ? 'boot' : 'boots'}, ${Math.round(durationMs / 1000)} s`;
  const lines = verdictLines(result);
  if (outcome === 'invalid') {
    const why = capitalise(invalidBecause.join('; '));
    return [`Invalid: nothing can be said of ${candidate} against ${base}. ${why}.`];
  }
  if (outcome === 'pass')
    return [`Pass: ${candidate} is not slower than ${base} by more than what is acceptable (${effort}).`];
  if (outcome === 'regression') {
    return [
      `Regression: ${candidate} is worse than ${base} by more than the budget (${effort}).`,
      ...lines.filter((line) => line.outcome === 'regression').map((line) => regressionOf(line)),
      `A version that is no slower than its base is called so in at most ${threeDigits(100 * rules.alpha)} % of the checks.`,
    ];
  }
  return [
    `Inconclusive: it can't be told whether ${candidate} is slower than ${base} (${effort}).`,
    `Still open: ${list([...lines.filter((line) => line.outcome === 'inconclusive').map((line) => openOf(line)), ...result.openBecause])}.`,
    advice(result),
  ];
}

function regressionOf({ transport, what, estimate, interval, budget, basis }: VerdictLine): string {
  const sure = `${interval === '' ? '' : `within ${interval}; `}the budget is ${budget}`;
  return `${capitalise(transport)}, ${what}: ${estimate}, ${sure} (${basis}).`;
}

function openOf({ transport, what, estimate, interval }: VerdictLine): string {
  return `${transport} ${what} ${interval === '' ? estimate : `(${interval})`}`;
}

function advice({ endedByTime, boots }: CheckResult): string {
  if (endedByTime) return 'The time was up: raise --max-time, or run it again on a quieter machine.';
  const most = boots.filter(({ valid }) => valid).length;
  return `On this machine ${most} boots differ too much to tell: run it again on a quieter one, or raise --boots.`;
}
