import type { Command } from 'commander';
import type { Arm } from '../arms/arm.ts';
import { readEnvironment } from '../environment.ts';
import { EXIT } from '../exit-code.ts';
import { type OutputFlags, writeOutputs } from '../outputs.ts';
import { createProgress, noProgress } from '../reporters/progress.ts';
import { sweepHtml } from '../reporters/sweep-html.ts';
import { sweepText } from '../reporters/sweep-text.ts';
import { runBench } from '../runner.ts';
import type { Scenario } from '../scenario.ts';
import { type ScenarioFlags, toScenario } from '../scenario-options.ts';
import { applySettings } from './axis.ts';
import { DoneCells } from './done-cells.ts';
import { combinations, type Settings, settingsInWords, type SweepAxis, type SweepResult } from './sweep-result.ts';

export interface SweepCall {
  readonly flags: ScenarioFlags & OutputFlags & { readonly sweep: readonly SweepAxis[]; readonly progress: boolean };
  readonly command: Command;
  readonly arms: readonly Arm[];
  readonly signal: AbortSignal;
}

/** Measures every combination of the axes' values, reports them together, and says where one arm overtakes another. */
export async function sweep(call: SweepCall): Promise<void> {
  const { flags, command, arms } = call;
  // A round as long as usual in each of a dozen cells is more than anybody waits for.
  command.setOptionValueWithSource('quick', true, 'cli');
  const cells = combinations(flags.sweep).map((settings) => ({ settings, scenario: scenarioOf(settings) }));
  const environment = readEnvironment(process.argv.slice(2));
  const doneCells = new DoneCells();
  const timer = new TimeLeft(cells.length - cells.filter(({ scenario }) => doneCells.of(scenario)).length);
  const results: SweepResult['cells'][number][] = [];
  try {
    for (const [index, { settings, scenario }] of cells.entries()) {
      const known = doneCells.of(scenario);
      say(
        flags,
        `cell ${index + 1}/${cells.length}  ${settingsInWords(settings)}  ${known ? 'known already' : timer.left()}`,
      );
      const result = known ?? (await measure(scenario, call));
      if (known === undefined) {
        doneCells.add(result);
        timer.done();
      }
      results.push({ settings, result });
    }
  } catch (failure) {
    if (call.signal.aborted) say(flags, 'What was measured is kept: the same command goes on from here.');
    throw failure;
  }
  const whole: SweepResult = { schema: 1, kind: 'sweep', environment, axes: flags.sweep, cells: results };
  report(whole, flags);
  doneCells.remove();

  function scenarioOf(settings: Settings): Scenario {
    applySettings(command, settings);
    return toScenario(
      command.opts<ScenarioFlags>(),
      command,
      arms.map(({ name }) => name),
    );
  }
}

async function measure(
  scenario: Scenario,
  { flags, arms, signal }: SweepCall,
): Promise<SweepResult['cells'][number]['result']> {
  const progress = flags.progress ? createProgress(scenario, process.stderr) : noProgress;
  try {
    return await runBench(scenario, arms, readEnvironment(process.argv.slice(2)), progress, signal);
  } finally {
    progress.done();
  }
}

function report(result: SweepResult, flags: SweepCall['flags']): void {
  const json = (): string => `${JSON.stringify(result, null, 2)}\n`;
  process.stdout.write(flags.json === '-' ? json() : `${sweepText(result)}\n`);
  const written = writeOutputs(flags, 'sweep', { json, html: () => sweepHtml(result) });
  if (written.length > 0) process.stderr.write(`Written: ${written.join(', ')}\n`);
  const isValid = result.cells.every((cell) => cell.result.summary.every(({ valid }) => valid));
  if (!isValid) process.exitCode = EXIT.noValidResult;
}

function say({ progress }: SweepCall['flags'], line: string): void {
  if (progress) process.stderr.write(`${line}\n`);
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
