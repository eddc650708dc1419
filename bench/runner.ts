import { setMaxListeners } from 'node:events';
import type { Arm } from './arms/arm.ts';
import { assemble, neededRounds } from './assemble.ts';
import type { Environment } from './environment.ts';
import { figuresOf } from './figures.ts';
import { seeded, shuffled } from './random.ts';
import { measureRound, type RoundProgress } from './round.ts';
import type { Scenario } from './scenario.ts';
import type { RunResult } from './result.ts';
import type { JudgedRound } from './summary.ts';
import { type Reason, reasonsAgainst } from './validity.ts';

/** One measurement of the run: which transport, in which round. */
export interface Step {
  /** Name of the arm. */
  readonly transport: string;
  /** From 1. */
  readonly round: number;
  /** Whether it is done again because the first time did not count. */
  readonly again: boolean;
}

/** Who wants to see how the run goes. */
export interface RunObserver {
  started(step: Step): void;
  progressed(step: Step, progress: RoundProgress): void;
  ended(step: Step, round: JudgedRound): void;
}

/**
 * Makes a run: every round measures each transport once, in an order drawn anew, so that what the machine does meanwhile
 * hits all alike. Where too few rounds of a transport count, those that don't are measured once more at the end.
 *
 * @throws the signal's reason when it is aborted; every process that was started has then ended.
 */
export async function runBench(
  scenario: Scenario,
  arms: readonly Arm[],
  environment: Environment,
  observer: RunObserver,
  signal: AbortSignal,
): Promise<RunResult> {
  // Each client of a round listens for the end of it.
  setMaxListeners(0, signal);
  const judged: JudgedRound[] = [];
  const measure = async (step: Step): Promise<void> => {
    signal.throwIfAborted();
    observer.started(step);
    const { transport, round } = step;
    const arm = arms.find(({ name }) => name === transport)!;
    const progressed = (progress: RoundProgress): void => observer.progressed(step, progress);
    const { tally, traces, circumstances } = await measureRound(scenario, arm, round, progressed, signal);
    const result = { transport, round, tally, traces, reasons: reasonsAgainst(figuresOf(tally), circumstances) };
    judged.push(result);
    observer.ended(step, result);
  };

  for (let round = 1; round <= scenario.rounds; round += 1) {
    for (const { name: transport } of shuffled(arms, seeded(scenario.seed, 'order', round))) {
      await measure({ transport, round, again: false });
    }
  }
  const needed = neededRounds(scenario.rounds);
  const roundsOf = (transport: string): JudgedRound[] => judged.filter((each) => each.transport === transport);
  for (const { transport, round } of judged.filter((each) => isWorthRepeating(each))) {
    const counted = roundsOf(transport).filter(({ reasons }) => reasons.length === 0).length;
    if (counted < needed) await measure({ transport, round, again: true });
  }

  return assemble(scenario, arms, environment, judged);
}

const MAY_PASS: ReadonlySet<Reason['kind']> = new Set([
  'overload',
  'stall',
  'backlog',
  'link',
  'foreign-cpu',
  'restart',
]);

/** A message that did not arrive, or was refused, is a finding, and too few are too few again; what the machine did may pass. */
function isWorthRepeating({ reasons, tally }: JudgedRound): boolean {
  const { sent, delivered } = tally.completeness;
  return delivered === sent && reasons.length > 0 && reasons.every(({ kind }) => MAY_PASS.has(kind));
}
