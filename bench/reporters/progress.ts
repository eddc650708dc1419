import { createLogUpdate } from 'log-update';
import wrapAnsi from 'wrap-ansi';
import type { RoundProgress } from '../round.ts';
import type { RunObserver, Step } from '../runner.ts';
import type { Scenario } from '../scenario.ts';
import type { JudgedRound } from '../summary.ts';
import { time } from './format.ts';
import { labelOf } from './label.ts';

/** Shows how the run goes, on standard error: a line that changes on a terminal, plain lines elsewhere. */
export function createProgress(scenario: Scenario, stream: NodeJS.WriteStream): RunObserver & { done(): void } {
  // A terminal that does not know its size is given no room to draw in.
  const hasRoom = stream.isTTY && stream.columns > 0 && stream.rows > 0;
  return hasRoom ? liveProgress(scenario, stream) : plainProgress(scenario, stream);
}

/** Nothing is shown. */
export const noProgress: RunObserver & { done(): void } = { started() {}, progressed() {}, ended() {}, done() {} };

function plainProgress(scenario: Scenario, stream: NodeJS.WritableStream): RunObserver & { done(): void } {
  return {
    started() {},
    progressed() {},
    ended: (step, round) => void stream.write(`${describe(step, scenario)}  ${outcome(round)}\n`),
    done() {},
  };
}

function liveProgress(scenario: Scenario, stream: NodeJS.WriteStream): RunObserver & { done(): void } {
  const update = createLogUpdate(stream);
  const steps = scenario.rounds * scenario.transports.length;
  let stepsDone = 0;
  const show = (step: Step, share: number, what: string): void => {
    // What is done again comes on top of what was planned.
    const done = (stepsDone + share) / Math.max(steps, stepsDone + 1);
    update(`${bar(done)}  ${describe(step, scenario)}  ${what}`);
  };
  return {
    started: (step) => show(step, 0, 'starting'),
    progressed: (step, progress) => show(step, progress.delivered / progress.planned, underWay(progress)),
    ended(step, round) {
      stepsDone += 1;
      if (round.reasons.length === 0) return;
      update.persist(wrapAnsi(`${describe(step, scenario)}  ${outcome(round)}`, stream.columns, { trim: false }));
    },
    done: () => update.clear(),
  };
}

function describe({ transport, round, again }: Step, { rounds }: Scenario): string {
  const number = `round ${String(round).padStart(String(rounds).length)}/${rounds}`;
  return `${number}${again ? ', again' : ''}  ${labelOf(transport).padEnd('short polling'.length)}`;
}

function underWay({ delivered, planned, p50Ms }: RoundProgress): string {
  return `delivered ${String(delivered).padStart(String(planned).length)}/${planned}  p50 ${time(delivered === 0 ? null : p50Ms)}`;
}

function outcome({ tally, reasons }: JudgedRound): string {
  const { delivered, sent } = tally.completeness;
  const figures = `delivered ${delivered}/${sent}  p50 ${time(tally.latency.summary()?.p50 ?? null)}`;
  if (reasons.length === 0) return figures;
  return `${figures}  does not count: ${reasons.map(({ text }) => text).join('; ')}`;
}

const BAR_WIDTH = 20;

function bar(share: number): string {
  const full = Math.round(share * BAR_WIDTH);
  return '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
}
