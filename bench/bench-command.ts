import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { POLL_DISCIPLINES, type PollDiscipline } from '../clients/core/transport.ts';
import {
  formatDuration,
  formatRate,
  formatSize,
  parseCount,
  parseDuration,
  parseRate,
  parseSize,
  parseWhole,
} from '../servers/protocol/quantity.ts';
import { TRANSPORT_NAMES, type TransportName } from '../servers/protocol/transport-name.ts';
import type { Bytes, Millis, PerSecond } from '../servers/protocol/units.ts';
import { readEnvironment } from './environment.ts';
import { EXIT } from './exit-code.ts';
import { createProgress, noProgress } from './reporters/progress.ts';
import { text } from './reporters/text.ts';
import type { RunResult } from './result.ts';
import { runBench } from './runner.ts';
import { DEFAULT_SCENARIO as defaults, plannedMessages, QUICK, type Scenario } from './scenario.ts';
import { type ScheduleName, SCHEDULES } from './schedule.ts';

interface BenchFlags {
  transports: readonly TransportName[];
  schedule: ScheduleName;
  rate: PerSecond;
  pairs: number;
  payload: Bytes;
  duration: Millis;
  warmup: Millis;
  rounds: number;
  pollInterval: Millis;
  pollDiscipline: PollDiscipline;
  hold: Millis;
  keepAlive: boolean;
  seed: number;
  quick?: boolean;
  json?: string;
  progress: boolean;
}

/** `transport-lab bench`: runs the comparison and prints what it found. */
export const benchCommand = new Command('bench')
  .description('Compare the transports: what each costs, and how fresh it keeps the receiver.')
  .addOption(
    new Option('--transports <names>', `some of ${TRANSPORT_NAMES.join(', ')}, with commas between`)
      .argParser(parseTransports)
      .default(defaults.transports, 'all'),
  )
  .addOption(new Option('--schedule <name>', 'when messages are sent').choices(SCHEDULES).default(defaults.schedule))
  .addOption(quantity('--rate <rate>', 'messages of each pair', parseRate, defaults.rate, formatRate))
  .option('--pairs <number>', 'pairs of a sender and a receiver', parseCount, defaults.pairs)
  .addOption(quantity('--payload <size>', 'size of a message', parseSize, defaults.payloadBytes, formatSize))
  .addOption(
    quantity('--duration <time>', 'how long a round measures', parseDuration, defaults.durationMs, formatDuration),
  )
  .addOption(
    quantity('--warmup <time>', 'how long it runs before that', parseDuration, defaults.warmupMs, formatDuration),
  )
  .option('--rounds <number>', 'how often each transport is measured', parseCount, defaults.rounds)
  .addOption(
    quantity(
      '--poll-interval <time>',
      'time between short polls; 0 for none',
      parseDuration,
      defaults.pollIntervalMs,
      formatDuration,
    ),
  )
  .addOption(
    new Option('--poll-discipline <name>', 'the interval begins with the answer, or polls come at even times')
      .choices(POLL_DISCIPLINES)
      .default(defaults.pollDiscipline),
  )
  .addOption(quantity('--hold <time>', 'longest hold of a long poll', parseDuration, defaults.holdMs, formatDuration))
  .option('--keep-alive', 'connections serve many requests (default)', defaults.keepAlive)
  .option('--no-keep-alive', 'a connection for each request: what a "short connection" costs')
  .option('--seed <number>', 'whole number that everything random comes from', parseWhole, defaults.seed)
  .option(
    '--quick',
    `shorter: ${formatDuration(QUICK.durationMs)} after ${formatDuration(QUICK.warmupMs)}, ${QUICK.rounds} rounds`,
  )
  .option('--json <file>', 'write the whole result to a file, for programs; - for standard output in place of the text')
  .option('--no-progress', 'do not show how it goes')
  .addHelpText(
    'after',
    `
Times are written 500ms, 15s, 2m; rates 2/s, 30/min; sizes 64B, 8KiB.
The result goes to standard output, the progress to standard error.

Examples:
  $ transport-lab bench
  $ transport-lab bench --quick --json result.json
  $ transport-lab bench --poll-interval 250ms --rate 10/s --pairs 5
  $ transport-lab bench --transports long-polling,websocket --no-keep-alive --schedule periodic

Exit codes:
  0   done
  1   internal error
  2   bad usage
  98  no valid result: too few rounds count, or messages were lost
  130 interrupted; nothing is left running`,
  )
  .action((flags: BenchFlags, command: Command) => bench(flags, command));

async function bench(flags: BenchFlags, command: Command): Promise<void> {
  const scenario = toScenario(flags, command);
  const interrupted = new AbortController();
  const interrupt = (): void => {
    // A second time: at once. The server ends by itself when this process is gone.
    if (interrupted.signal.aborted) process.exit(EXIT.interrupted);
    interrupted.abort(new Error('interrupted'));
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const progress = flags.progress ? createProgress(scenario, process.stderr) : noProgress;
  try {
    const environment = readEnvironment(process.argv.slice(2));
    const result = await runBench(scenario, environment, progress, interrupted.signal);
    progress.done();
    await report(result, flags.json);
    if (result.summary.some(({ valid }) => !valid)) process.exitCode = EXIT.noValidResult;
  } catch (failure) {
    progress.done();
    if (!interrupted.signal.aborted) throw failure;
    process.stderr.write('Interrupted: no result.\n');
    process.exitCode = EXIT.interrupted;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

async function report(result: RunResult, jsonFile: string | undefined): Promise<void> {
  const json = `${JSON.stringify(result, null, 2)}\n`;
  process.stdout.write(jsonFile === '-' ? json : `${text(result)}\n`);
  if (jsonFile === undefined || jsonFile === '-') return;
  await writeFile(jsonFile, json);
  process.stderr.write(`The whole result is in ${jsonFile}.\n`);
}

/** More would not fit into memory, or take longer than anybody waits. */
const MAX_MESSAGES = 5_000_000;
/** What a server keeps of a round; at the longest a single message. */
const MAX_ROUND_BYTES: Bytes = 256 * 1024 * 1024;

function toScenario(flags: BenchFlags, command: Command): Scenario {
  const scenario: Scenario = {
    transports: flags.transports,
    schedule: flags.schedule,
    rate: flags.rate,
    pairs: flags.pairs,
    payloadBytes: flags.payload,
    durationMs: flags.duration,
    warmupMs: flags.warmup,
    rounds: flags.rounds,
    pollIntervalMs: flags.pollInterval,
    pollDiscipline: flags.pollDiscipline,
    holdMs: flags.hold,
    keepAlive: flags.keepAlive,
    seed: flags.seed,
  };
  if (flags.duration <= 0) command.error('error: --duration must be above 0', { exitCode: EXIT.badUsage });
  const messages = plannedMessages(scenario);
  if (messages > MAX_MESSAGES) {
    command.error(
      `error: that is ${messages} messages a round, at most ${MAX_MESSAGES} fit; lower --rate, --pairs or --duration`,
      {
        exitCode: EXIT.badUsage,
      },
    );
  }
  if (Math.max(1, messages) * flags.payload > MAX_ROUND_BYTES) {
    command.error(
      `error: a round may send ${formatSize(MAX_ROUND_BYTES)} in all; lower --payload, --rate, --pairs or --duration`,
      { exitCode: EXIT.badUsage },
    );
  }
  if (flags.quick !== true) return scenario;
  // What was asked for by name stays.
  const isDefault = (option: string): boolean => command.getOptionValueSource(option) === 'default';
  return {
    ...scenario,
    ...(isDefault('duration') ? { durationMs: QUICK.durationMs } : {}),
    ...(isDefault('warmup') ? { warmupMs: QUICK.warmupMs } : {}),
    ...(isDefault('rounds') ? { rounds: QUICK.rounds } : {}),
  };
}

function parseTransports(given: string): TransportName[] {
  const names = given.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !(TRANSPORT_NAMES as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`There is no transport "${unknown}"; there are ${TRANSPORT_NAMES.join(', ')}.`);
  }
  return TRANSPORT_NAMES.filter((name) => names.includes(name));
}

function quantity<Value>(
  flags: string,
  description: string,
  parse: (text: string) => Value,
  standard: Value,
  format: (value: Value) => string,
): Option {
  return new Option(flags, description).argParser(parse).default(standard, format(standard));
}
