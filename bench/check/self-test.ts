import { writeFileSync } from 'node:fs';
import type { Arm } from '../arms/arm.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import type { Environment } from '../environment.ts';
import { LAB_PROGRAM } from '../listening-process.ts';
import type { Scenario } from '../scenario.ts';
import type { CheckResult } from './check-result.ts';
import { labContender } from './contenders/lab.ts';
import { type Ledger, type LedgerEntry, priorsOf, type Tested } from './ledger.ts';
import { type BootObserver, runCheck } from './run-check.ts';
import { METRICS } from './statistics/boot-figures.ts';
import type { Budgets } from './statistics/budget.ts';
import { varianceOf } from './statistics/estimate.ts';

/** What is planted into the candidate, and whether rare stalls are what is looked for. */
interface Planting {
  readonly name: string;
  /** Parameters of planted.ts; those of a slow-down that is a share of the base's p50, given that. Null for nothing. */
  readonly parameters: ((baseMs: Millis) => string) | null;
  readonly tail?: boolean;
}

const PLANTINGS: readonly Planting[] = [
  { name: 'nothing', parameters: null },
  { name: '10 % of p50 for each write', parameters: (baseMs) => `spinMicros=${(100 * (baseMs as number)).toFixed(0)}` },
  { name: 'a pause of 20 ms every 2 s', parameters: () => 'pauseMs=20&pauseEveryMs=2000', tail: true },
  { name: '1 ms for each write', parameters: () => 'delayMs=1' },
  { name: '64 KiB allocated for each write', parameters: () => 'allocateBytes=65536' },
];

export interface SelfTest {
  /** Runs of each kind. */
  readonly runs: number;
  readonly arms: readonly Arm[];
  readonly scenario: Scenario;
  readonly rules: { readonly alpha: number; readonly looks: readonly number[]; readonly budgets: Budgets };
  readonly maxTimeMs: Millis;
  readonly environment: Environment;
  /** Where the ledger goes, after each run. */
  readonly file: string;
  readonly observe: BootObserver;
  /** Is told how many of which runs are done, and what came of the last. */
  readonly onRun: (tested: Tested, result: CheckResult) => void;
}

/**
 * Has the check count its own mistakes on this machine: how often it calls the lab a regression of itself, and how often
 * it finds what was planted into it. What the runs of the lab against itself teach of the noise is used from the fifth on.
 */
export async function runSelfTest(test: SelfTest, signal: AbortSignal): Promise<Ledger> {
  const { arms, scenario } = test;
  const entries: LedgerEntry[] = [];
  const tested: Tested[] = [];
  const medians: Millis[] = [];
  let runs = 0;
  const ledger = (): Ledger => ({
    schema: 1,
    kind: 'check-ledger',
    environment: test.environment,
    scenario,
    runs,
    entries,
    tested,
  });
  for (const { name, parameters, tail = false } of PLANTINGS) {
    const baseMs = medians.toSorted((a, b) => a - b)[medians.length >> 1] ?? 1;
    const planted = new URL(`planted.js?${parameters?.(baseMs) ?? ''}`, import.meta.url).href;
    const nodeFlags = parameters === null ? [] : [`--import=${planted}`];
    for (let run = 1; run <= test.runs; run += 1) {
      const result = await runCheck(
        {
          contenders: {
            base: labContender('the lab', LAB_PROGRAM, arms),
            candidate: labContender(`the lab with ${name}`, LAB_PROGRAM, arms, { nodeFlags }),
          },
          scenario: { ...scenario, seed: scenario.seed + run },
          rules: { ...test.rules, priors: priorsOf(ledger(), scenario), tail, ledgerRuns: runs },
          maxTimeMs: test.maxTimeMs,
          environment: test.environment,
        },
        test.observe,
        signal,
      );
      if (parameters === null && result.outcome !== 'invalid') {
        runs += 1;
        entries.push(...entriesOf(result));
        medians.push(...result.findings.filter(({ metric }) => metric === 'p50').map((finding) => finding.baseMs));
      }
      const before = run === 1 ? undefined : tested.pop();
      const now = count(name, before, result);
      tested.push(now);
      writeFileSync(test.file, `${JSON.stringify(ledger(), null, 2)}\n`);
      test.onRun(now, result);
    }
  }
  return ledger();
}

function entriesOf({ boots, findings }: CheckResult): LedgerEntry[] {
  const counted = boots.filter(({ valid }) => valid);
  const transports = [...new Set(findings.map(({ transport }) => transport))];
  return transports.flatMap((transport) =>
    METRICS.map((metric) => ({
      transport,
      metric,
      ...varianceOf(counted.map(({ figures }) => figures[transport]![metric])),
    })),
  );
}

function count(planted: string, before: Tested | undefined, { outcome, boots, durationMs }: CheckResult): Tested {
  const { runs, outcomes, boots: bootsBefore, durationMs: durationBefore } = before ?? NONE;
  return {
    planted,
    runs: runs + 1,
    outcomes: { ...outcomes, [outcome]: outcomes[outcome] + 1 },
    boots: bootsBefore + boots.length,
    durationMs: durationBefore + durationMs,
  };
}

const NONE: Omit<Tested, 'planted'> = {
  runs: 0,
  outcomes: { pass: 0, regression: 0, inconclusive: 0, invalid: 0 },
  boots: 0,
  durationMs: 0,
};
