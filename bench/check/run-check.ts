import { setMaxListeners } from 'node:events';
import type { Millis } from '../../servers/protocol/units.ts';
import { now } from '../clock.ts';
import type { Environment } from '../environment.ts';
import { NothingToMeasureError } from '../nothing-to-measure-error.ts';
import type { Scenario } from '../scenario.ts';
import type { BootReason } from './against-counting.ts';
import type { BootResult, CheckResult } from './check-result.ts';
import type { Contender } from './contenders/contender.ts';
import { judgeCounts } from './counts.ts';
import { type BootMeasurement, measureBoot } from './duet.ts';
import { bootFigures } from './statistics/boot-figures.ts';
import { type BootFindings, judge, type Judgement, type Rules } from './statistics/judge.ts';
import type { Sides } from './statistics/series.ts';
import { countStalls } from './statistics/stalls.ts';

export interface CheckPlan {
  readonly contenders: Sides<Contender>;
  readonly scenario: Scenario;
  readonly rules: Omit<Rules, 'transports'> & {
    /** Whether a pass needs all the boots there may be, so that what is rare has its chance to show. */
    readonly tail: boolean;
    readonly ledgerRuns: number;
  };
  /** After this long no further boot is begun. */
  readonly maxTimeMs: Millis;
  readonly environment: Environment;
}

/** Is told of each boot, as it ends. */
export type BootObserver = (boot: BootResult) => void;

/** Stretches into which the window of a boot is cut. */
const ROUND_MS: Millis = 1000;
/** Boots that do not count and are made good. */
const MOST_INVALID = 3;
/** What a machine that is busy does to both sides alike is what the duet is for: the intervals tell how much it was. */
const BEARABLE: ReadonlySet<BootReason['kind']> = new Set(['stall', 'foreign-cpu']);

/**
 * Makes a check: boots both sides together until a look at the figures decides, or boots or time are used up.
 *
 * @throws the signal's reason when it is aborted; every process that was started has then ended.
 */
export async function runCheck(plan: CheckPlan, observe: BootObserver, signal: AbortSignal): Promise<CheckResult> {
  setMaxListeners(0, signal);
  const { contenders, scenario, rules } = plan;
  const transports = contenders.base.arms.map(({ name }) => name);
  const startedAtMs = now();
  const boots: BootResult[] = [];
  const counted: { measured: BootMeasurement; findings: BootFindings }[] = [];
  let judgement: Judgement | undefined;
  let counts = judgeCounts([]);
  /** Why nothing can be said, whatever was measured before. */
  let broken: string[] = [];
  const against: BootReason[] = [];
  /** What the candidate alone did to boots that do not count. */
  const spoilt = new Set<string>();
  const lastLook = rules.looks.at(-1)!;
  const hasTime = (): boolean => now() - startedAtMs < plan.maxTimeMs;
  const tooMany = (): boolean => boots.length - counted.length > MOST_INVALID;

  while (counted.length < lastLook && broken.length === 0 && !tooMany() && (hasTime() || judgement === undefined)) {
    const bootAtMs = now();
    const measured = await measureBoot(contenders, scenario, boots.length + 1, signal).catch((failure: Error) => {
      if (failure instanceof NothingToMeasureError) return failure.message;
      throw failure;
    });
    if (typeof measured === 'string') {
      broken = [measured];
      break;
    }
    const boot = resultOf(measured, scenario, boots.length + 1, now() - bootAtMs);
    boots.push(boot);
    observe(boot);
    broken = measured.reasons.filter(({ kind }) => kind === 'loss' || kind === 'refusal').map(({ text }) => text);
    against.push(...measured.reasons);
    if (!boot.valid) {
      const guilty = measured.reasons.filter(({ kind, side }) => side !== null && !BEARABLE.has(kind));
      if (guilty.every(({ side }) => side === 'candidate')) for (const { text } of guilty) spoilt.add(text);
      continue;
    }
    counted.push({ measured, findings: findingsOf(boot) });
    if (!rules.looks.includes(counted.length)) continue;
    const found = judge(
      counted.map(({ findings }) => findings),
      { ...rules, transports },
    );
    judgement = found;
    counts = judgeCounts(
      counted.map(({ measured: each }) => each),
      fasterOf(found),
    );
    const isSlower = found.outcome === 'regression' || counts.some(({ outcome }) => outcome === 'regression');
    if (isSlower || (found.outcome === 'pass' && !rules.tail)) break;
  }

  const isTooLittle = judgement === undefined || tooMany();
  const invalidBecause = broken.length > 0 ? broken : isTooLittle ? tooFew(boots, rules.looks[0]!, against) : [];
  const worse = counts.some(({ outcome }) => outcome === 'regression') ? 'regression' : judgement?.outcome;
  const openBecause = Array.from(spoilt, (text) => `boots that do not count (${text})`);
  if (rules.tail && counted.length < lastLook) openBecause.push(`rare stalls, in ${lastLook} boots`);
  const { alpha, looks, budgets, ledgerRuns } = rules;
  return {
    schema: 1,
    kind: 'check',
    environment: plan.environment,
    scenario,
    sides: { base: contenders.base.name, candidate: contenders.candidate.name },
    rules: { alpha, looks, budgets, ledgerRuns },
    outcome:
      invalidBecause.length > 0 ? 'invalid' : worse === 'pass' && openBecause.length > 0 ? 'inconclusive' : worse!,
    invalidBecause,
    openBecause,
    endedByTime: counted.length < lastLook && !hasTime(),
    durationMs: Math.round(now() - startedAtMs),
    findings: judgement?.findings ?? [],
    stalls: judgement?.stalls ?? null,
    counts,
    boots,
  };
}

function resultOf(measured: BootMeasurement, scenario: Scenario, boot: number, durationMs: Millis): BootResult {
  const { durationMs: windowMs } = scenario;
  const rounds = { rounds: Math.max(1, Math.floor((windowMs as number) / ROUND_MS)), roundMs: ROUND_MS };
  const sides = [...measured.transports].map(([transport, { base, candidate }]) => {
    const both = { base: base.series, candidate: candidate.series };
    return { transport, both, figures: bootFigures(both, rounds) };
  });
  const invalidBecause = measured.reasons.filter(({ kind }) => !BEARABLE.has(kind)).map(({ text }) => text);
  if (sides.some(({ figures }) => figures === null)) invalidBecause.push('too few messages arrived to compare');
  return {
    boot,
    valid: invalidBecause.length === 0,
    invalidBecause,
    durationMs: Math.round(durationMs),
    figures: Object.fromEntries(sides.map(({ transport, figures }) => [transport, figures])),
    stalls: countStalls(sides.map(({ both }) => both)),
  };
}

function findingsOf({ figures, stalls }: BootResult): BootFindings {
  return { figures: new Map(Object.entries(figures).map(([transport, of]) => [transport, of!])), stalls };
}

/** Transports over which the candidate takes less time than the base, by as much as would else be a regression. */
function fasterOf({ findings }: Judgement): Set<string> {
  const faster = findings.filter(({ metric, estimate, budget }) => metric === 'p50' && estimate <= -budget);
  return new Set(faster.map(({ transport }) => transport));
}

/** Each kind of reason once, in the words of the first boot that had it. */
function tooFew(boots: readonly BootResult[], needed: number, against: readonly BootReason[]): string[] {
  const counted = boots.filter(({ valid }) => valid).length;
  const first = new Map(against.toReversed().map(({ kind, text }) => [kind, text]));
  return [
    `${counted} of ${boots.length} boots count, at least ${needed} must`,
    ...Array.from(first)
      .filter(([kind]) => !BEARABLE.has(kind))
      .map(([, text]) => text),
  ];
}
