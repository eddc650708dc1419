import type { Millis } from '../../servers/protocol/units.ts';
import type { Environment } from '../environment.ts';
import type { Scenario } from '../scenario.ts';
import type { CountFinding } from './counts.ts';
import type { BootFigures } from './statistics/boot-figures.ts';
import type { Budgets } from './statistics/budget.ts';
import type { Finding, Outcome, StallFinding } from './statistics/judge.ts';
import type { StallCounts } from './statistics/stalls.ts';
import type { Sides } from './statistics/series.ts';

/*
 * What a check leaves behind, as JSON. check.schema.json says the same for other programs; a test holds the two together.
 */

/** One boot of both sides. */
export interface BootResult {
  /** From 1; one that does not count is done again under the next number. */
  readonly boot: number;
  readonly valid: boolean;
  readonly invalidBecause: readonly string[];
  readonly durationMs: Millis;
  /** By transport; null of a boot with too few messages. */
  readonly figures: Readonly<Record<string, BootFigures | null>>;
  readonly stalls: StallCounts;
}

export interface CheckResult {
  readonly schema: 1;
  readonly kind: 'check';
  readonly environment: Environment;
  readonly scenario: Scenario;
  /** What was compared. */
  readonly sides: Sides<string>;
  readonly rules: {
    readonly alpha: number;
    readonly looks: readonly number[];
    readonly budgets: Budgets;
    /** Runs of the ledger that was there; 0 where there was none, and what is usual was taken. */
    readonly ledgerRuns: number;
  };
  /** `invalid` says nothing of the candidate: why, is in `invalidBecause`. */
  readonly outcome: Outcome | 'invalid';
  readonly invalidBecause: readonly string[];
  /** What keeps it from a pass, beside the findings. */
  readonly openBecause: readonly string[];
  /** Whether the time was up before the last look. */
  readonly endedByTime: boolean;
  readonly durationMs: Millis;
  readonly findings: readonly Finding[];
  /** Null where there was no look. */
  readonly stalls: StallFinding | null;
  readonly counts: readonly CountFinding[];
  readonly boots: readonly BootResult[];
}

/** What is left behind where there was nothing to compare: reports that say why, in place of those of an earlier check. */
export function nothingCompared(
  about: Pick<CheckResult, 'environment' | 'scenario' | 'sides' | 'rules'>,
  why: string,
): CheckResult {
  return {
    schema: 1,
    kind: 'check',
    ...about,
    outcome: 'invalid',
    invalidBecause: [why],
    openBecause: [],
    endedByTime: false,
    durationMs: 0,
    findings: [],
    stalls: null,
    counts: [],
    boots: [],
  };
}
