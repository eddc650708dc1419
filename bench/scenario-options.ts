import { type Command, InvalidArgumentError, Option } from 'commander';
import { POLL_DISCIPLINES, type PollDiscipline } from '../clients/core/transport.ts';
import {
  formatBandwidth,
  formatDuration,
  formatRate,
  formatSize,
  parseBandwidth,
  parseCount,
  parseDuration,
  parseRate,
  parseSize,
  parseWhole,
} from '../servers/protocol/quantity.ts';
import { TRANSPORT_NAMES, type TransportName } from '../servers/protocol/transport-name.ts';
import type { Bytes, BytesPerSecond, Millis, PerSecond } from '../servers/protocol/units.ts';
import { EXIT } from './exit-code.ts';
import { isPlain } from './link/shape.ts';
import { tooManyConnections } from './open-files.ts';
import { parseNames } from './parse-names.ts';
import { PRESET_NAMES, type PresetName, PRESETS } from './presets.ts';
import {
  DEFAULT_SCENARIO as defaults,
  linkShape,
  MAX_MESSAGES,
  plannedMessages,
  QUICK,
  type Scenario,
} from './scenario.ts';
import { type ScheduleName, SCHEDULES } from './schedule.ts';

/** The flags that decide what a run does, as commander gives them. */
export interface ScenarioFlags {
  scenario?: PresetName;
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
  rtt: Millis;
  jitter: Millis;
  bandwidth: BytesPerSecond;
  url?: string;
  seed: number;
  quick?: boolean;
}

/** Which member of a scenario each flag sets. */
const MEMBERS = {
  schedule: 'schedule',
  rate: 'rate',
  pairs: 'pairs',
  payload: 'payloadBytes',
  duration: 'durationMs',
  warmup: 'warmupMs',
  rounds: 'rounds',
  pollInterval: 'pollIntervalMs',
  pollDiscipline: 'pollDiscipline',
  hold: 'holdMs',
  keepAlive: 'keepAlive',
  rtt: 'rttMs',
  jitter: 'jitterMs',
  bandwidth: 'bandwidth',
  url: 'url',
  seed: 'seed',
} as const satisfies Partial<Record<keyof ScenarioFlags, keyof Scenario>>;

/** Gives a command the flags of a scenario. */
export function addScenarioOptions(command: Command): Command {
  const presets = PRESET_NAMES.map((name) => `${name} (${PRESETS[name].shows})`);
  return command
    .addOption(
      new Option(
        '--scenario <name>',
        `begin with the settings of a known scenario: ${presets.join('; ')}; other flags change them`,
      ).choices(PRESET_NAMES),
    )
    .addOption(
      new Option('--transports <names>', `some of ${TRANSPORT_NAMES.join(', ')}, with commas between; or none`)
        .argParser(parseTransports)
        .default(TRANSPORT_NAMES, 'all'),
    )
    .addOption(new Option('--schedule <name>', 'when messages are sent').choices(SCHEDULES).default(defaults.schedule))
    .addOption(quantity('--rate <rate>', 'messages of each pair', parseRate, defaults.rate, formatRate))
    .option('--pairs <number>', 'pairs of a sender and a receiver', parseCount, defaults.pairs)
    .addOption(quantity('--payload <size>', 'size of a message', parseSize, defaults.payloadBytes, formatSize))
    .addOption(duration('--duration <time>', 'how long a round measures', defaults.durationMs))
    .addOption(duration('--warmup <time>', 'how long it runs before that', defaults.warmupMs))
    .option('--rounds <number>', 'how often each transport is measured', parseCount, defaults.rounds)
    .addOption(duration('--poll-interval <time>', 'time between short polls; 0 for none', defaults.pollIntervalMs))
    .addOption(
      new Option('--poll-discipline <name>', 'the interval begins with the answer, or polls come at even times')
        .choices(POLL_DISCIPLINES)
        .default(defaults.pollDiscipline),
    )
    .addOption(duration('--hold <time>', 'longest hold of a long poll', defaults.holdMs))
    .addOption(new Option('--keep-alive', 'connections serve many requests').default(true, 'yes'))
    .option('--no-keep-alive', 'a connection for each request: what a "short connection" costs')
    .addOption(duration('--rtt <time>', 'round trip of a link put between clients and server', defaults.rttMs))
    .addOption(duration('--jitter <time>', 'up to so much more or less, each way', defaults.jitterMs))
    .addOption(
      quantity('--bandwidth <rate>', 'of each connection, each way', parseBandwidth, Infinity, formatBandwidth),
    )
    .addOption(new Option('--url <url>', 'a server that runs already, instead of one of our own').argParser(parseUrl))
    .option('--seed <number>', 'whole number that everything random comes from', parseWhole, defaults.seed)
    .option(
      '--quick',
      `shorter: ${formatDuration(QUICK.durationMs)} after ${formatDuration(QUICK.warmupMs)}, ${QUICK.rounds} rounds`,
    );
}

/** What a server keeps of a round; at the longest a single message. */
const MAX_ROUND_BYTES: Bytes = 256 * 1024 * 1024;

/**
 * The scenario that the flags describe: what was given by name, else what `--quick` or the named scenario says, else the
 * default. Ends the program where they don't go together.
 *
 * @param armNames Of all arms, those of `--transports` included.
 */
export function toScenario(flags: ScenarioFlags, command: Command, armNames: readonly string[]): Scenario {
  const given = Object.entries(MEMBERS)
    .filter(([flag]) => !['default', undefined].includes(command.getOptionValueSource(flag)))
    .map(([flag, member]) => [member, flags[flag as keyof typeof MEMBERS]])
    // Infinity is no JSON; of the bandwidth, no bound is null.
    .map(([member, value]) => [member, value === Infinity ? null : value]);
  const scenario: Scenario = {
    ...defaults,
    ...(flags.scenario === undefined ? {} : PRESETS[flags.scenario].changes),
    ...(flags.quick === true ? QUICK : {}),
    ...(Object.fromEntries(given) as Partial<Scenario>),
    transports: armNames,
  };
  const refuse = (message: string): never => command.error(`error: ${message}`, { exitCode: EXIT.badUsage });
  if (armNames.length === 0) refuse('there is nothing to measure: name --transports, --with-floor or an --adapter');
  if (scenario.durationMs <= 0) refuse('--duration must be above 0');
  const messages = plannedMessages(scenario);
  if (messages > MAX_MESSAGES) {
    refuse(`that is ${messages} messages a round, at most ${MAX_MESSAGES} fit; lower --rate, --pairs or --duration`);
  }
  if (Math.max(1, messages) * scenario.payloadBytes > MAX_ROUND_BYTES) {
    refuse(`a round may send ${formatSize(MAX_ROUND_BYTES)} in all; lower --payload, --rate, --pairs or --duration`);
  }
  // Each sender and each receiver has one; a link has both its ends.
  const connections = (isPlain(linkShape(scenario)) ? 2 : 4) * scenario.pairs;
  const tooMany = tooManyConnections(connections, '--pairs');
  if (tooMany !== null) refuse(tooMany);
  return scenario;
}

export function parseTransports(given: string): TransportName[] {
  return given === 'none' ? [] : parseNames(given, TRANSPORT_NAMES, 'transport');
}

function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new InvalidArgumentError('Give a URL, such as http://127.0.0.1:9527.');
  }
  return url.href.replace(/\/$/, '');
}

function duration(flags: string, description: string, standard: Millis): Option {
  return quantity(flags, description, parseDuration, standard, formatDuration);
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
