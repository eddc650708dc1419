import { readFileSync } from 'node:fs';
import type { Millis } from '../../servers/protocol/units.ts';
import type { Environment } from '../environment.ts';
import type { Scenario } from '../scenario.ts';
import type { CheckResult } from './check-result.ts';
import { METRICS, type Metric } from './statistics/boot-figures.ts';
import type { Priors } from './statistics/judge.ts';
import { fitPrior, type Variance } from './statistics/prior.ts';

/** How a metric varied from boot to boot, in one run of a version against itself. */
export interface LedgerEntry extends Variance {
  readonly transport: string;
  readonly metric: Metric;
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
}

/** What the check's own runs of a version against itself, and against planted slow-downs, have taught on a machine. */
export interface Ledger {
  readonly schema: 1;
  readonly kind: 'check-ledger';
  readonly environment: Environment;
  readonly scenario: Scenario;
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

/** What a ledger says of how figures vary; nothing where there is none, or of another schedule. */
export function priorsOf(ledger: Ledger | null, scenario: Scenario): Priors {
  if (ledger === null || !isSameSchedule(ledger.scenario, scenario)) return () => null;
  const transports = [...new Set(ledger.entries.map(({ transport }) => transport))];
  const fitted = new Map(
    transports.flatMap((transport) =>
      METRICS.map((metric) => {
        const entries = ledger.entries.filter((each) => each.transport === transport && each.metric === metric);
        return [`${transport} ${metric}`, fitPrior(entries)];
      }),
    ),
  );
  return (transport, metric) => fitted.get(`${transport} ${metric}`) ?? null;
}

function isSameSchedule(one: Scenario, other: Scenario): boolean {
  const names = Object.keys(other) as (keyof Scenario)[];
  return names.every((name) => MAY_DIFFER.has(name) || JSON.stringify(one[name]) === JSON.stringify(other[name]));
}
