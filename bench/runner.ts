import { setMaxListeners } from 'node:events';
import type { TransportName } from '../servers/protocol/transport-name.ts';
import type { Environment } from './environment.ts';
import { figuresOf } from './figures.ts';
import { seeded, shuffled } from './random.ts';
import { rawOf, type RunResult } from './result.ts';
import { measureRound, type RoundProgress } from './round.ts';
import type { Scenario } from './scenario.ts';
import { type JudgedRound, summarise } from './summary.ts';
import { type Reason, reasonsAgainst } from './validity.ts';

/** One measurement of the run: which transport, in which round. */
export interface Step {
  readonly transport: TransportName;
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
    const progressed = (progress: RoundProgress): void => observer.progressed(step, progress);
    const { tally, circumstances } = await measureRound(scenario, transport, round, progressed, signal);
    const result = { transport, round, tally, reasons: reasonsAgainst(figuresOf(tally), circumstances) };
    judged.push(result);
    observer.ended(step, result);
  };

  for (let round = 1; round <= scenario.rounds; round += 1) {
    for (const transport of shuffled(scenario.transports, seeded(scenario.seed, 'order', round))) {
      await measure({ transport, round, again: false });
    }
  }
  const needed = Math.ceil(scenario.rounds / 2);
  const roundsOf = (transport: TransportName): JudgedRound[] => judged.filter((each) => each.transport === transport);
  for (const { transport, round } of judged.filter((each) => isWorthRepeating(each))) {
    const counted = roundsOf(transport).filter(({ reasons }) => reasons.length === 0).length;
    if (counted < needed) await measure({ transport, round, again: true });
  }

  return {
    schema: 1,
    environment,
    scenario,
    rounds: judged.map(({ transport, round, tally, reasons }) => ({
      transport,
      round,
      valid: reasons.length === 0,
      invalidBecause: reasons.map((reason) => reason.text),
      ...figuresOf(tally),
      raw: rawOf(tally),
    })),
    summary: scenario.transports.map((transport) => summarise(transport, roundsOf(transport), needed)),
  };
}

/** A lost or refused message is a finding, and too few are too few again; what the machine did may pass. */
function isWorthRepeating({ reasons }: JudgedRound): boolean {
  const mayPass: ReadonlySet<Reason['kind']> = new Set(['overload', 'stall', 'foreign-cpu', 'restart']);
  return reasons.length > 0 && reasons.every(({ kind }) => mayPass.has(kind));
}
