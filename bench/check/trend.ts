import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { seeded } from '../random.ts';
import type { CheckResult } from './check-result.ts';
import { isSameSchedule } from './ledger.ts';
import { type Metric, METRICS } from './statistics/boot-figures.ts';
import { changePoints, SHORTEST_SERIES } from './statistics/change-points.ts';

/** A stretch of results between two changes. */
export interface Level {
  /** When the first of them was made, ISO 8601. */
  readonly since: string;
  readonly results: number;
  /** Mean of candidate against base, in the metric's own measure. */
  readonly mean: number;
}

/** How a metric of a transport went from result to result, all against the same base. */
export interface Trend {
  readonly base: string;
  readonly transport: string;
  readonly metric: Metric;
  /** In the order of time; one where nothing changed. */
  readonly levels: readonly Level[];
  /** Whether there are too few results for any change to show. */
  readonly isTooShort: boolean;
  /** Whether the last level is above the first by the last check's budget or more. */
  readonly isRegression: boolean;
}

/** A folder that holds nothing to look at; the message says why. */
export class TrendError extends Error {
  override readonly name = 'TrendError';
}

/**
 * What became of candidates that were each compared with the same base, such as the last release: what creeps in, a little
 * with each change, no single check may call a regression. The ratios to the base that ran beside them are compared, as
 * milliseconds of different days would tell of the machine.
 *
 * @throws {TrendError}
 */
export function readTrends(folder: string): Trend[] {
  const groups: CheckResult[][] = [];
  for (const result of readResults(folder)) {
    const group = groups.find(([first]) => isLike(first!, result));
    if (group === undefined) groups.push([result]);
    else group.push(result);
  }
  return groups.flatMap((group) => trendsOf(group));
}

/** Against another base, or of another load, a figure says another thing. */
function isLike(one: CheckResult, other: CheckResult): boolean {
  return one.sides.base === other.sides.base && isSameSchedule(one.scenario, other.scenario);
}

function trendsOf(results: readonly CheckResult[]): Trend[] {
  const transports = [...new Set(results.flatMap(({ findings }) => findings.map(({ transport }) => transport)))];
  return transports.flatMap((transport) =>
    METRICS.filter((metric) => results.some(({ findings }) => findings.some(isOf(transport, metric)))).map((metric) =>
      trendOf(results, transport, metric),
    ),
  );
}

function trendOf(results: readonly CheckResult[], transport: string, metric: Metric): Trend {
  const points = results.flatMap(({ environment, findings }) =>
    findings
      .filter(isOf(transport, metric))
      .map(({ estimate, budget }) => ({ at: environment.startedAt, estimate, budget })),
  );
  const estimates = points.map(({ estimate }) => estimate);
  const starts = [0, ...changePoints(estimates, seeded(1, 'trend', transport, metric))];
  const levels = starts.map((start, i): Level => {
    const within = estimates.slice(start, starts[i + 1]);
    return { since: points[start]!.at, results: within.length, mean: meanOf(within) };
  });
  const isRegression = levels.at(-1)!.mean - levels[0]!.mean >= points.at(-1)!.budget;
  const isTooShort = points.length < SHORTEST_SERIES;
  return { base: results[0]!.sides.base, transport, metric, levels, isTooShort, isRegression };
}

function isOf(transport: string, metric: Metric): (finding: CheckResult['findings'][number]) => boolean {
  return (finding) => finding.transport === transport && finding.metric === metric;
}

/** Those that say something, the oldest first. @throws {TrendError} */
function readResults(folder: string): CheckResult[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch (cause) {
    throw new TrendError(`${folder} can't be read: ${(cause as Error).message}`, { cause });
  }
  const results = names
    .map((name) => readResult(path.join(folder, name)))
    .filter((result) => result?.kind === 'check' && result.outcome !== 'invalid')
    .map((result) => result!);
  if (results.length === 0) throw new TrendError(`${folder} holds no result that "transport-lab check --json" wrote`);
  return results.toSorted((a, b) => Date.parse(a.environment.startedAt) - Date.parse(b.environment.startedAt));
}

function readResult(file: string): CheckResult | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as CheckResult | null;
  } catch (cause) {
    throw new TrendError(`${file} can't be read: ${(cause as Error).message}`, { cause });
  }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
