import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Millis } from '../../servers/protocol/units.ts';
import type { Environment } from '../environment.ts';
import { RESULTS_FOLDER } from '../outputs.ts';
import type { Scenario } from '../scenario.ts';
import type { CheckResult } from './check-result.ts';
import { CHECK_SCENARIO } from './check-scenario.ts';
import { METRICS, type Metric } from './statistics/boot-figures.ts';
import type { Priors, Rules } from './statistics/judge.ts';
import { fitPrior, type Variance } from './statistics/prior.ts';
import type { StallCounts } from './statistics/stalls.ts';
import { USUAL_NOISE } from './usual-noise.ts';

/** Where it lies unless another place is named. */
export const LEDGER_FILE = path.join(RESULTS_FOLDER, 'check-ledger.json');

/** How a metric varied from boot to boot, in one run of a version against itself. */
export interface LedgerEntry extends Variance {
  readonly transport: string;
  readonly metric: Metric;
  /** What the base took. */
  readonly baseMs: Millis;
}

/** What came of runs into which the same was planted. */
export interface Tested {
  /** In words; `nothing` for runs of a version against itself. */
  readonly planted: string;
  readonly runs: number;
  readonly outcomes: Readonly<Record<CheckResult['outcome'], number>>;
  /** Of all runs together. */
  readonly boots: number;
  readonly durationMs: Millis;
  /** By transport, of each run: by how much the candidate's p50 was found to be longer, ln(candidate / base). */
  readonly p50: Readonly<Record<string, readonly number[]>>;
  /** Of each run that could be measured. */
  readonly stalls: readonly StallCounts[];
}

/** What the check's own runs of a version against itself, and against planted slow-downs, have taught on a machine. */
export interface Ledger {
  readonly schema: 1;
  readonly kind: 'check-ledger';
  readonly environment: Environment;
  readonly scenario: Scenario;
  /** By which all of it was judged. */
  readonly rules: Pick<Rules, 'alpha' | 'looks' | 'budgets'>;
  /** Runs of a version against itself. */
  readonly runs: number;
  readonly entries: readonly LedgerEntry[];
  readonly tested: readonly Tested[];
}

/** A ledger that can't be read; the message says why. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
}

/** @throws {LedgerError} */
export function readLedger(file: string): Ledger {
  let ledger: Partial<Ledger> | null;
  try {
    ledger = JSON.parse(readFileSync(file, 'utf8')) as typeof ledger;
  } catch (cause) {
    throw new LedgerError(`${file} can't be read: ${(cause as Error).message}`, { cause });
  }
  if (ledger?.kind !== 'check-ledger' || ledger.schema !== 1 || !Array.isArray(ledger.entries))
    throw new LedgerError(`${file} is no ledger that "transport-lab check --self-test" wrote`);
  return ledger as Ledger;
}

/** Seed and transports may differ; what else a boot does must be the same for its figures to vary alike. */
const MAY_DIFFER: ReadonlySet<string> = new Set(['seed', 'transports', 'url']);

/**
 * How figures vary from boot to boot: what a ledger says, where it is of the same schedule and knows enough runs; else, of
 * the default schedule, what is usual.
 */
export function priorsOf(ledger: Ledger | null, scenario: Scenario): Priors {
  const entries = ledger !== null && isSameSchedule(ledger.scenario, scenario) ? ledger.entries : [];
  const usual = isSameSchedule(CHECK_SCENARIO, scenario) ? USUAL_NOISE : {};
  const transports = [...new Set([...Object.keys(usual), ...entries.map(({ transport }) => transport)])];
  const known = new Map(
    transports.flatMap((transport) =>
      METRICS.map((metric) => {
        const runs = entries.filter((each) => each.transport === transport && each.metric === metric);
        return [`${transport} ${metric}`, fitPrior(runs) ?? usual[transport]?.[metric] ?? null];
      }),
    ),
  );
  return (transport, metric) => known.get(`${transport} ${metric}`) ?? null;
}

/** Whether figures of one vary as those of the other do. */
export function isSameSchedule(one: Scenario, other: Scenario): boolean {
  const names = Object.keys(other) as (keyof Scenario)[];
  return names.every((name) => MAY_DIFFER.has(name) || isSame(one[name], other[name]));
}

/** Whether what is found with that scenario and those rules can be added to a ledger: else it would count unlike things. */
export function isContinuedBy(ledger: Ledger, scenario: Scenario, rules: Ledger['rules']): boolean {
  const { alpha, looks, budgets } = rules;
  return (
    isSameSchedule(ledger.scenario, scenario) &&
    isSame(ledger.scenario.transports, scenario.transports) &&
    isSame(ledger.rules, { alpha, looks, budgets })
  );
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
