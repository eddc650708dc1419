import { writeFileSync } from 'node:fs';
import type { Arm } from '../arms/arm.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import type { Environment } from '../environment.ts';
import { LAB_PROGRAM } from '../listening-process.ts';
import type { Scenario } from '../scenario.ts';
import { doubled } from './check-flags.ts';
import type { CheckResult } from './check-result.ts';
import { labContender } from './contenders/lab.ts';
import { type Ledger, type LedgerEntry, priorsOf, type Tested } from './ledger.ts';
import { type BootObserver, runCheck } from './run-check.ts';
import { varianceOf } from './statistics/estimate.ts';

/** What is planted into the candidate, and whether rare stalls are what is looked for, as with `--tail`. */
interface Planting {
  /** As `--plant` has it. */
  readonly name: PlantingName;
  readonly words: string;
  /** Parameters of planted.ts, null for none; `baseMs` is the p50 of the fastest transport. */
  readonly parameters: ((baseMs: Millis) => string) | null;
  readonly tail?: boolean;
}

export const PLANTING_NAMES = ['nothing', 'slower', 'pause', 'delay', 'allocation'] as const;
export type PlantingName = (typeof PLANTING_NAMES)[number];

const PLANTINGS: readonly Planting[] = [
  { name: 'nothing', words: 'nothing', parameters: null },
  {
    name: 'slower',
    // A message waits for two writes of its own, and behind those of others.
    words: 'a twentieth of the p50 for each write, some 10 % in all',
    parameters: (baseMs) => `spinMicros=${(50 * (baseMs as number)).toFixed(0)}`,
  },
  {
    name: 'pause',
    words: 'a pause of 20 ms every 2 s',
    parameters: () => 'pauseMs=20&pauseEveryMs=2000',
    tail: true,
  },
  { name: 'delay', words: '1 ms for each write', parameters: () => 'delayMs=1' },
  { name: 'allocation', words: '64 KiB allocated for each write', parameters: () => 'allocateBytes=65536' },
];

export interface SelfTest {
  /** Runs of each kind. */
  readonly runs: number;
  readonly plantings: readonly PlantingName[];
  readonly arms: readonly Arm[];
  readonly scenario: Scenario;
  readonly rules: Ledger['rules'];
  readonly maxTimeMs: Millis;
  readonly environment: Environment;
  /** What is known already, which is added to. Null to begin anew. */
  readonly ledger: Ledger | null;
  /** Where the ledger goes, after each run. */
  readonly file: string;
  readonly observe: BootObserver;
  /** Is told what has come of the runs so far into which the same was planted. */
  readonly onRun: (tested: Tested) => void;
}

/**
 * Has the check count its own mistakes on this machine: how often it calls the lab a regression of itself, and how often
 * it finds what was planted into it. What the runs of the lab against itself teach of the noise is used from the tenth on.
 */
export async function runSelfTest(test: SelfTest, signal: AbortSignal): Promise<Ledger> {
  const { arms, scenario, environment, rules } = test;
  let ledger: Ledger = {
    ...(test.ledger ?? { schema: 1, kind: 'check-ledger', runs: 0, entries: [], tested: [] }),
    environment,
    scenario,
    rules,
  };
  for (const { name, words, parameters, tail = false } of PLANTINGS) {
    if (!test.plantings.includes(name)) continue;
    const planted = new URL(`planted.js?${parameters?.(fastestMs(ledger.entries)) ?? ''}`, import.meta.url).href;
    const plain = { looks: rules.looks, maxTimeMs: test.maxTimeMs };
    const { looks, maxTimeMs } = tail ? doubled(plain) : plain;
    const nodeFlags = parameters === null ? [] : [`--import=${planted}`];
    for (let run = 1; run <= test.runs; run += 1) {
      const before = ledger.tested.find((each) => each.planted === words) ?? { planted: words, ...NONE };
      const result = await runCheck(
        {
          contenders: {
            base: labContender('the lab', LAB_PROGRAM, arms),
            candidate: labContender(`the lab with ${words}`, LAB_PROGRAM, arms, { nodeFlags }),
          },
          scenario: { ...scenario, seed: scenario.seed + before.runs + 1 },
          rules: { ...rules, looks, priors: priorsOf(ledger, scenario), tail, ledgerRuns: ledger.runs },
          maxTimeMs,
          environment,
        },
        test.observe,
        signal,
      );
      const now = count(before, result);
      const others = ledger.tested.filter((each) => each.planted !== words);
      ledger = { ...ledger, tested: [...others, now] };
      if (parameters === null && result.outcome !== 'invalid')
        ledger = { ...ledger, runs: ledger.runs + 1, entries: [...ledger.entries, ...entriesOf(result)] };
      writeFileSync(test.file, `${JSON.stringify(ledger, null, 2)}\n`);
      test.onRun(now);
    }
  }
  return ledger;
}

/** Median over the runs of what the fastest transport took; a millisecond where nothing is known. */
function fastestMs(entries: readonly LedgerEntry[]): Millis {
  const taken = new Map<string, Millis[]>();
  for (const { transport, metric, baseMs } of entries)
    if (metric === 'p50') taken.set(transport, [...(taken.get(transport) ?? []), baseMs]);
  const medians = Array.from(taken.values(), (all) => all.toSorted((a, b) => a - b)[all.length >> 1]!);
  return medians.length === 0 ? 1 : Math.min(...medians);
}

/** Of the boots that each run has: which runs go on depends on how much those varied. */
function entriesOf({ boots, findings, rules }: CheckResult): LedgerEntry[] {
  const counted = boots.filter(({ valid }) => valid).slice(0, rules.looks[0]);
  return findings.map(({ transport, metric, baseMs }) => ({
    transport,
    metric,
    baseMs,
    ...varianceOf(counted.map(({ figures }) => figures[transport]![metric])),
  }));
}

function count(before: Tested, { outcome, boots, durationMs, findings, stalls }: CheckResult): Tested {
  const found = findings.filter(({ metric }) => metric === 'p50');
  return {
    ...before,
    runs: before.runs + 1,
    outcomes: { ...before.outcomes, [outcome]: before.outcomes[outcome] + 1 },
    boots: before.boots + boots.length,
    durationMs: before.durationMs + durationMs,
    p50: {
      ...before.p50,
      ...Object.fromEntries(
        found.map(({ transport, estimate }) => [transport, [...(before.p50[transport] ?? []), estimate]]),
      ),
    },
    stalls: [...before.stalls, ...(stalls === null ? [] : [{ base: stalls.base, candidate: stalls.candidate }])],
  };
}

const NONE: Omit<Tested, 'planted'> = {
  runs: 0,
  outcomes: { pass: 0, regression: 0, inconclusive: 0, invalid: 0 },
  boots: 0,
  durationMs: 0,
  p50: {},
  stalls: [],
};
