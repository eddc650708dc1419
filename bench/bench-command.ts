import { Command, Option } from 'commander';
import { AdapterError, FLOOR, labArms, loadAdapter, requireDistinct } from './arms/arms.ts';
import type { Arm } from './arms/arm.ts';
import { readEnvironment } from './environment.ts';
import { EXIT } from './exit-code.ts';
import { idle, NOT_IDLE, parseReceivers } from './idle/idle.ts';
import { checkOutputs, OutputError, type OutputFlags } from './outputs.ts';
import { PRESETS } from './presets.ts';
import { addOutputOptions, report } from './report.ts';
import { createProgress, noProgress } from './reporters/progress.ts';
import { runBench } from './runner.ts';
import type { Scenario } from './scenario.ts';
import { addScenarioOptions, type ScenarioFlags, toScenario } from './scenario-options.ts';
import { addAxis } from './sweep/axis.ts';
import { sweep } from './sweep/sweep.ts';
import type { SweepAxis } from './sweep/sweep-result.ts';
import { untilInterrupted } from './until-interrupted.ts';

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
  .addOption(
    new Option(
      '--sweep <axis>',
      'measure every combination, such as poll-interval=100ms,1s; may be repeated; rounds are those of --quick',
    )
      .argParser(addAxis)
      .default([], 'none')
      .conflicts(['markdown', 'csv', 'hdr']),
  )
  .addOption(
    new Option(
      '--idle <receivers>',
      'instead of a load, hold so many receivers per transport to whom nothing is sent: what they cost the server',
    )
      .argParser(parseReceivers)
      .conflicts(NOT_IDLE),
  )
  .option('--no-save', 'write nothing unasked: no lab-results/, and nothing for an interrupted sweep to go on from')
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
    if (flags.idle !== undefined) await idle({ flags, command, receivers: flags.idle, scenario, signal });
    else if (flags.sweep.length > 0) await sweep({ flags, command, arms, signal });
    else await runOnce(scenario, arms, flags, signal);
  });
}

/** Everything that can be wrong with the call, found out before anything runs. */
async function prepare(flags: BenchFlags, command: Command): Promise<Arm[]> {
  try {
    checkOutputs(flags);
    const adapters = await Promise.all(flags.adapter.map((file) => loadAdapter(file)));
    const arms = [...labArms(flags.transports), ...(flags.withFloor === true ? FLOOR : []), ...adapters];
    requireDistinct(arms);
    return arms;
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
    await report(result, flags);
  } finally {
    progress.done();
  }
}

function namesOf(arms: readonly Arm[]): string[] {
  return arms.map(({ name }) => name);
}

function collect(file: string, before: string[]): string[] {
  return [...before, file];
}
