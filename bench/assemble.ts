import type { TransportName } from '../servers/protocol/transport-name.ts';
import type { Environment } from './environment.ts';
import { figuresOf } from './figures.ts';
import { type Finding, rawOf, type RoundResult, type RunResult, type SummaryEntry, tallyOf } from './result.ts';
import type { Scenario } from './scenario.ts';
import { type JudgedRound, summarise } from './summary.ts';
import { differenceOf } from './theory/difference.ts';
import { predict } from './theory/predict.ts';

/** An arm as far as a result is concerned. */
export interface ComparedArm {
  readonly name: string;
  readonly theory: TransportName | null;
}

/** Rounds of which this share must count for a finding to be valid. */
const NEEDED_SHARE = 0.5;

/** How many rounds of an arm must count. */
export function neededRounds(rounds: number): number {
  return Math.ceil(rounds * NEEDED_SHARE);
}

/** Puts the rounds of a run together into its result. */
export function assemble(
  scenario: Scenario,
  arms: readonly ComparedArm[],
  environment: Environment,
  rounds: readonly JudgedRound[],
): RunResult {
  const needed = neededRounds(scenario.rounds);
  const roundsOf = (name: string): JudgedRound[] => rounds.filter(({ transport }) => transport === name);
  return {
    schema: 1,
    environment,
    scenario,
    rounds: rounds.map((round) => resultOf(round)),
    summary: arms.map(({ name, theory }) => entryOf(summarise(name, roundsOf(name), needed), theory, scenario)),
  };
}

/** Results that can't be put together; the message says why. */
export class MergeError extends Error {
  override readonly name = 'MergeError';
}

/**
 * Puts several runs of the same scenario together, as if they had been one: histograms and sums are added, percentiles
 * never averaged. Seeds and servers may differ.
 *
 * @throws {MergeError} where the scenarios differ in anything else.
 */
export function merge(results: readonly RunResult[]): RunResult {
  const [first, ...others] = results;
  if (first === undefined) throw new MergeError('there is no result to report');
  if (others.length === 0) return first;
  for (const { scenario } of others) {
    const differing = Object.keys(first.scenario).filter(
      (member) =>
        !MAY_DIFFER.has(member) &&
        JSON.stringify(scenario[member as keyof Scenario]) !== JSON.stringify(first.scenario[member as keyof Scenario]),
    );
    if (differing.length > 0)
      throw new MergeError(`the runs differ in ${differing.join(', ')}: they measured different things`);
  }
  const rounds = results.flatMap((result) => result.rounds);
  const scenario = { ...first.scenario, rounds: results.reduce((sum, result) => sum + result.scenario.rounds, 0) };
  const arms = first.summary.map(({ transport, theory }) => ({
    name: transport,
    theory: theory === null ? null : (transport as TransportName),
  }));
  const merged = assemble(
    scenario,
    arms,
    first.environment,
    rounds.map((round) => judgedOf(round)),
  );
  // As they were: of a histogram that was stored, the maximum is known to three digits.
  return {
    ...merged,
    rounds,
    mergedFrom: results.flatMap(({ environment, mergedFrom = [environment] }) => mergedFrom),
  };
}

const MAY_DIFFER: ReadonlySet<string> = new Set(['seed', 'rounds', 'url']);

function resultOf({ transport, round, tally, traces, reasons }: JudgedRound): RoundResult {
  return {
    transport,
    round,
    valid: reasons.length === 0,
    invalidBecause: reasons.map(({ text }) => text),
    invalidKinds: reasons.map(({ kind }) => kind),
    ...figuresOf(tally),
    raw: rawOf(tally, traces),
  };
}

function judgedOf(round: RoundResult): JudgedRound {
  const { transport, round: number, invalidBecause, invalidKinds, raw } = round;
  const { timeline, sawtooth } = raw;
  return {
    transport,
    round: number,
    tally: tallyOf(round),
    traces: { timeline, sawtooth },
    reasons: invalidBecause.map((text, index) => ({ kind: invalidKinds[index]!, text })),
  };
}

/** A finding with what theory says of it. */
function entryOf(finding: Finding, of: TransportName | null, scenario: Scenario): SummaryEntry {
  if (of === null) return { ...finding, theory: null, difference: null };
  const theory = predict(scenario, of);
  return { ...finding, theory, difference: finding.valid ? differenceOf(finding, theory) : null };
}
