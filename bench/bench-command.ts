import { Command } from 'commander';
import { AdapterError, FLOOR, labArms, loadAdapter } from './arms/arms.ts';
import type { Arm } from './arms/arm.ts';
import { parseCount } from '../servers/protocol/quantity.ts';
import type { Millis } from '../servers/protocol/units.ts';
import { NothingArrivedError } from './crew.ts';
import { readEnvironment } from './environment.ts';
import { EXIT } from './exit-code.ts';
import { type IdleFinding, measureIdle } from './idle/idle.ts';
import { checkOutputs, OutputError, type OutputFlags, writeOutputs } from './outputs.ts';
import { PRESETS } from './presets.ts';
import { addOutputOptions, report } from './report.ts';
import { idleText } from './reporters/idle-text.ts';
import { labelOf } from './reporters/label.ts';
import { createProgress, noProgress } from './reporters/progress.ts';
import { runBench } from './runner.ts';
import type { Scenario } from './scenario.ts';
import { addScenarioOptions, type ScenarioFlags, toScenario } from './scenario-options.ts';
import { parseAxis } from './sweep/axis.ts';
import { sweep } from './sweep/sweep.ts';
import type { SweepAxis } from './sweep/sweep-result.ts';

interface BenchFlags extends ScenarioFlags, OutputFlags {
  adapter: string[];
  withFloor?: boolean;
  idle?: number;
  sweep: SweepAxis[];
  listScenarios?: boolean;
  progress: boolean;
}

/** `transport-lab bench`: runs the comparison and prints what it found. */
export const benchCommand = addOutputOptions(
  addScenarioOptions(
    new Command('bench').description('Compare the transports: what each costs, and how fresh it keeps the receiver.'),
  ),
)
  .option('--list-scenarios', 'say which scenarios there are, and what each shows')
  .option('--adapter <file>', 'compare your own stack, too: a module that exports an arm; may be repeated', collect, [])
  .option('--with-floor', 'compare ws alone and node:http alone, too: what the lab itself costs')
  .option(
    '--sweep <axis>',
    'measure every combination, such as poll-interval=100ms,1s; may be repeated; rounds are those of --quick',
    (given: string, before: SweepAxis[]) => [...before, parseAxis(given)],
    [],
  )
  .option(
    '--idle <receivers>',
    'instead of a load, hold so many receivers per transport to whom nothing is sent: what they cost the server',
    parseCount,
  )
  .option('--no-save', 'do not write lab-results/latest.json and latest.html')
  .option('--no-progress', 'do not show how it goes')
  .addHelpText(
    'after',
    `
Times are written 0.5ms, 500ms, 15s, 2m; rates 2/s, 30/min; sizes 64B, 8KiB; bandwidth 64KiB/s.
The result goes to standard output, the progress to standard error.

Examples, each after "npm run bench --" or "npx transport-lab bench":
  --quick --json result.json
  --rtt 100ms
  --scenario ticker
  --idle 5000
  --poll-interval 250ms --rate 10/s --pairs 5
  --transports long-polling,websocket --no-keep-alive --schedule periodic
  --sweep poll-interval=100ms,250ms,1s --sweep rtt=0,40ms,150ms

Exit codes:
  0   done
  1   internal error
  2   bad usage
  98  no valid result: too few rounds count, or messages were lost
  130 interrupted; nothing is left running`,
  )
  .action((flags: BenchFlags, command: Command) => bench(flags, command));

async function bench(flags: BenchFlags, command: Command): Promise<void> {
  if (flags.listScenarios === true) {
    for (const [name, { shows }] of Object.entries(PRESETS)) process.stdout.write(`${name.padEnd(8)}${shows}\n`);
    return;
  }
  const arms = await prepare(flags, command);
  const scenario = toScenario(flags, command, namesOf(arms));
  await untilInterrupted(async (signal) => {
    if (flags.idle !== undefined) await runIdle(flags.idle, scenario, flags, signal);
    else if (flags.sweep.length > 0) await sweep({ flags, command, arms, signal });
    else await runOnce(scenario, arms, flags, signal);
  });
}

/** Everything that can be wrong with the call, found out before anything runs. */
async function prepare(flags: BenchFlags, command: Command): Promise<Arm[]> {
  try {
    checkOutputs(flags);
    const adapters = await Promise.all(flags.adapter.map((file) => loadAdapter(file)));
    return [...labArms(flags.transports), ...(flags.withFloor === true ? FLOOR : []), ...adapters];
  } catch (failure) {
    if (!(failure instanceof OutputError || failure instanceof AdapterError)) throw failure;
    return command.error(`error: ${failure.message}`, { exitCode: EXIT.badUsage });
  }
}

async function runOnce(
  scenario: Scenario,
  arms: readonly Arm[],
  flags: BenchFlags,
  signal: AbortSignal,
): Promise<void> {
  const progress = flags.progress ? createProgress(scenario, process.stderr) : noProgress;
  try {
    const environment = readEnvironment(process.argv.slice(2));
    const result = await runBench(scenario, arms, environment, progress, signal);
    progress.done();
    report(result, flags);
  } finally {
    progress.done();
  }
}

/** Long enough for every held poll to be answered and asked again, and for two heartbeats of every socket. */
const IDLE_HOLDS = 1.2;
const MIN_IDLE_MS: Millis = 21_000;

async function runIdle(count: number, scenario: Scenario, flags: BenchFlags, signal: AbortSignal): Promise<void> {
  const durationMs = Math.max(scenario.durationMs, IDLE_HOLDS * scenario.holdMs, MIN_IDLE_MS);
  const findings: IdleFinding[] = [];
  for (const transport of flags.transports) {
    if (flags.progress) process.stderr.write(`${labelOf(transport)}: ${count} idle receivers\n`);
    findings.push(await measureIdle(transport, count, { ...scenario, durationMs }, signal));
  }
  const environment = readEnvironment(process.argv.slice(2));
  const json = (): string => `${JSON.stringify({ schema: 1, kind: 'idle', environment, findings }, null, 2)}\n`;
  process.stdout.write(flags.json === '-' ? json() : `${idleText(findings)}\n`);
  const written = writeOutputs(flags, 'idle', { json });
  if (written.length > 0) process.stderr.write(`Written: ${written.join(', ')}\n`);
}

/** Runs `what` until it is done or somebody interrupts it; whatever it started has then ended. */
async function untilInterrupted(what: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const interrupted = new AbortController();
  const interrupt = (): void => {
    // A second time: at once. The server ends by itself when this process is gone.
    if (interrupted.signal.aborted) process.exit(EXIT.interrupted);
    interrupted.abort(new Error('interrupted'));
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    await what(interrupted.signal);
  } catch (failure) {
    if (failure instanceof NothingArrivedError) {
      process.stderr.write(`Nothing could be measured: ${failure.message}.\n`);
      process.exitCode = EXIT.noValidResult;
      return;
    }
    if (!interrupted.signal.aborted) throw failure;
    process.stderr.write('Interrupted: no result.\n');
    process.exitCode = EXIT.interrupted;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

function namesOf(arms: readonly Arm[]): string[] {
  return arms.map(({ name }) => name);
}

function collect(file: string, before: string[]): string[] {
  return [...before, file];
}
