import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import type { Arm } from '../arms/arm.ts';
import { type Environment, readEnvironment } from '../environment.ts';
import { EXIT } from '../exit-code.ts';
import { deliver, type OutputFlags, RESULTS_FOLDER } from '../outputs.ts';
import { createProgress, noProgress } from '../reporters/progress.ts';
import { sweepText } from '../reporters/sweep-text.ts';
import type { RunResult } from '../result.ts';
import { runBench } from '../runner.ts';
import type { Scenario } from '../scenario.ts';
import { type ScenarioFlags, toScenario } from '../scenario-options.ts';
import { InterruptedError } from '../until-interrupted.ts';
import { applySettings } from './axis.ts';
import { DoneCells } from './done-cells.ts';
import { combinations, type Settings, settingsInWords, type SweepAxis, type SweepResult } from './sweep-result.ts';

export interface SweepCall {
  readonly flags: ScenarioFlags &
    OutputFlags & {
      readonly adapter: readonly string[];
      readonly sweep: readonly SweepAxis[];
      readonly progress: boolean;
    };
  readonly command: Command;
  readonly arms: readonly Arm[];
  readonly signal: AbortSignal;
}

/**
 * Measures every combination of the axes' values, reports them together, and says where one arm overtakes another.
 *
 * @throws {InterruptedError} where cells are kept from which the same command goes on.
 */
export async function sweep(call: SweepCall): Promise<void> {
  const { flags, command, arms } = call;
  // A round as long as usual in each of a dozen cells is more than anybody waits for.
  command.setOptionValueWithSource('quick', true, 'cli');
  const cells = combinations(flags.sweep).map((settings) => ({ settings, scenario: scenarioOf(settings) }));
  const scenarios = cells.map(({ scenario }) => scenario);
  const environment = readEnvironment(process.argv.slice(2));
  const file = flags.save ? path.join(RESULTS_FOLDER, 'sweep-partial.json') : null;
  const doneCells = new DoneCells(file, meansOf(environment, flags.adapter));
  const timer = new TimeLeft(scenarios.filter((scenario) => !doneCells.of(scenario)).length);
  const results: SweepResult['cells'][number][] = [];
  try {
    for (const [index, { settings, scenario }] of cells.entries()) {
      const known = doneCells.of(scenario);
      const about = known === undefined ? timer.left() : 'known already';
      const line = [`cell ${index + 1}/${cells.length}`, settingsInWords(settings), about];
      if (flags.progress) process.stderr.write(`${line.filter((part) => part !== '').join('  ')}\n`);
      const result = known ?? (await measure(scenario, call));
      if (known === undefined) {
        doneCells.add(scenario, result);
        timer.done();
      }
      results.push({ settings, result });
    }
  } catch (failure) {
    const done = scenarios.filter((scenario) => doneCells.of(scenario)).length;
    if (!call.signal.aborted || file === null || done === 0) throw failure;
    const kept = `${done} of ${cells.length} cells are kept in ${file}, the same command goes on from there`;
    throw new InterruptedError(kept, { cause: failure });
  }
  await report({ schema: 1, kind: 'sweep', environment, axes: flags.sweep, cells: results }, flags);
  doneCells.remove(scenarios);

  function scenarioOf(settings: Settings): Scenario {
    applySettings(command, settings);
    return toScenario(
      command.opts<ScenarioFlags>(),
      command,
      arms.map(({ name }) => name),
    );
  }
}

/** What must be the same for figures to stand in one sweep: the machine, the versions, and what the adapters say. */
function meansOf(environment: Environment, adapters: readonly string[]): object {
  const machine = { ...environment, startedAt: undefined, command: undefined };
  return { machine, adapters: adapters.map((file) => createHash('sha256').update(readFileSync(file)).digest('hex')) };
}

async function measure(scenario: Scenario, { flags, arms, signal }: SweepCall): Promise<RunResult> {
  const progress = flags.progress ? createProgress(scenario, process.stderr) : noProgress;
  try {
    return await runBench(scenario, arms, readEnvironment(process.argv.slice(2)), progress, signal);
  } finally {
    progress.done();
  }
}

async function report(result: SweepResult, flags: SweepCall['flags']): Promise<void> {
  const renderings = {
    text: () => sweepText(result),
    html: async () => (await import('../reporters/sweep-html.ts')).sweepHtml(result),
  };
  await deliver(result, 'sweep', renderings, flags);
  const isValid = result.cells.every((cell) => cell.result.summary.every(({ valid }) => valid));
  if (!isValid) process.exitCode = EXIT.noValidResult;
}

/** Says how long the rest will take, once a cell has shown it. */
class TimeLeft {
  readonly #startedAtMs = performance.now();
  #toDo: number;
  #done = 0;

  constructor(toDo: number) {
    this.#toDo = toDo;
  }

  done(): void {
    this.#done += 1;
    this.#toDo -= 1;
  }

  left(): string {
    if (this.#done === 0) return '';
    const seconds = ((performance.now() - this.#startedAtMs) / this.#done / 1000) * this.#toDo;
    return seconds < 90 ? `${Math.ceil(seconds)} s left` : `${Math.ceil(seconds / 60)} min left`;
  }
}
