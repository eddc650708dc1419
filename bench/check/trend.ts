import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { seeded } from '../random.ts';
import type { CheckResult } from './check-result.ts';
import { type Metric, METRICS } from './statistics/boot-figures.ts';
import { DEFAULT_BUDGETS, limitsOf } from './statistics/budget.ts';
import { changePoints } from './statistics/change-points.ts';

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
  /** Whether the last level is above the first by the budget or more. */
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
  const results = readResults(folder);
  const bases = [...new Set(results.map(({ sides }) => sides.base))];
  return bases.flatMap((base) => trendsOf(results.filter(({ sides }) => sides.base === base)));
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
      .map(({ estimate, baseMs }) => ({ at: environment.startedAt, estimate, baseMs })),
  );
  const estimates = points.map(({ estimate }) => estimate);
  const starts = [0, ...changePoints(estimates, seeded(1, 'trend', transport, metric))];
  const levels = starts.map((start, i): Level => {
    const within = estimates.slice(start, starts[i + 1]);
    return { since: points[start]!.at, results: within.length, mean: meanOf(within) };
  });
  const { regression } = limitsOf(DEFAULT_BUDGETS[metric], meanOf(points.map(({ baseMs }) => baseMs)));
  const isRegression = levels.at(-1)!.mean - levels[0]!.mean >= regression;
  return { base: results[0]!.sides.base, transport, metric, levels, isRegression };
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
