import { randomInt } from 'node:crypto';
import { type Command, Option } from 'commander';
import {
  formatDuration,
  formatRate,
  parseCount,
  parseDuration,
  parsePeriod,
  parseRate,
  parseWhole,
} from '../../servers/protocol/quantity.ts';
import { TRANSPORT_NAMES, type TransportName } from '../../servers/protocol/transport-name.ts';
import type { Millis, PerSecond } from '../../servers/protocol/units.ts';
import { tooManyConnections } from '../open-files.ts';
import type { OutputFlags } from '../outputs.ts';
import { parseNames } from '../parse-names.ts';
import { MAX_MESSAGES, plannedMessages, type Scenario } from '../scenario.ts';
import { parseTransports } from '../scenario-options.ts';
import { parseAlpha, parseBoots, parseBudgets } from './check-flags.ts';
import { CHECK_SCENARIO } from './check-scenario.ts';
import { LEDGER_FILE } from './ledger.ts';
import { PLANTING_NAMES, type PlantingName } from './self-test.ts';
import { type Budgets, DEFAULT_BUDGETS } from './statistics/budget.ts';

export interface CheckFlags extends OutputFlags {
  base: string;
  candidate: string;
  baseCommand?: string;
  candidateCommand?: string;
  transports: readonly TransportName[];
  maxRegression: Budgets;
  alpha: number;
  boots: number;
  maxTime: Millis;
  sensitivity: 'normal' | 'high';
  tail?: boolean;
  startTimeout: Millis;
  strict?: boolean;
  ledger?: string;
  trend?: string;
  selfTest?: boolean;
  runs: number;
  plant: readonly PlantingName[];
  rate: PerSecond;
  pairs: number;
  pollInterval: Millis;
  duration: Millis;
  warmup: Millis;
  seed?: number;
  progress: boolean;
}

/** Flags that a check alone has. */
const OF_A_CHECK = ['candidate', 'baseCommand', 'candidateCommand', 'json', 'html', 'markdown', 'junit'];
/** Flags of all that measures. */
const OF_MEASURING = ['transports', 'maxRegression', 'alpha', 'boots', 'maxTime', 'ledger'];

/** Gives a command the flags of a check. */
export function addCheckOptions(command: Command): Command {
  return command
    .option('--base <what>', 'a commit, a folder with a checkout, or an adapter module', 'main')
    .option('--candidate <what>', 'the same', '.')
    .addOption(
      new Option(
        '--base-command <command>',
        'instead of --base, starts a server that speaks the protocol and prints a line with its URL',
      ).conflicts('base'),
    )
    .addOption(new Option('--candidate-command <command>', 'the same, instead of --candidate').conflicts('candidate'))
    .addOption(
      new Option('--transports <names>', `some of ${TRANSPORT_NAMES.join(', ')}, with commas between`)
        .argParser(parseTransports)
        .default(TRANSPORT_NAMES, 'all'),
    )
    .addOption(
      new Option(
        '--max-regression <budgets>',
        'how much slower is a regression; p50 and p95 in % or ms, p99 in points of the messages, pt, or ms',
      )
        .argParser(parseBudgets)
        .default(DEFAULT_BUDGETS, 'p50=5%,p95=10%,p99=0.6pt'),
    )
    .option('--alpha <probability>', 'how probable a false alarm may be, at most', parseAlpha, 0.01)
    .option('--boots <number>', 'most boots of both; it looks after each from the third on', parseBoots, 9)
    .addOption(
      new Option('--max-time <time>', 'begin no boot after so long; twice as long with --tail or --sensitivity high')
        .argParser(parseDuration)
        .default(120_000, formatDuration(120_000)),
    )
    .addOption(
      new Option('--sensitivity <name>', 'high: half of each budget, and twice the boots')
        .choices(['normal', 'high'])
        .default('normal'),
    )
    .option(
      '--tail',
      'pass only after all boots, and twice as many in twice the time, so that rare stalls have their chance to show',
    )
    .addOption(
      new Option('--start-timeout <time>', 'how long a command may take to print its URL')
        .argParser(parsePeriod)
        .default(30_000, formatDuration(30_000)),
    )
    .option('--strict', 'exit with 10, not 0, where it could not be told')
    .option('--ledger <file>', `what --self-test wrote on this machine; default ${LEDGER_FILE}, where there is one`)
    .addOption(
      new Option(
        '--trend <folder>',
        'instead, find where levels changed in a folder of results that --json wrote, all against the same base',
      ).conflicts([...OF_A_CHECK, ...OF_MEASURING, 'selfTest']),
    )
    .addOption(
      new Option(
        '--self-test',
        'instead, count false alarms and planted slow-downs found on this machine, and add them to the ledger',
      ).conflicts([...OF_A_CHECK, 'base', 'tail', 'strict']),
    )
    .option('--runs <number>', 'how often --self-test tries each', parseCount, 10)
    .addOption(
      new Option('--plant <names>', `what --self-test tries: some of ${PLANTING_NAMES.join(', ')}, with commas between`)
        .argParser((names: string) => parseNames(names, PLANTING_NAMES, 'planted slow-down'))
        .default(PLANTING_NAMES, 'all'),
    )
    .addOption(
      new Option('--rate <rate>', 'messages of each pair, to each side over each transport')
        .argParser(parseRate)
        .default(CHECK_SCENARIO.rate, formatRate(CHECK_SCENARIO.rate)),
    )
    .addOption(
      new Option('--poll-interval <time>', 'time between short polls; the wait for one is never counted')
        .argParser(parseDuration)
        .default(CHECK_SCENARIO.pollIntervalMs, formatDuration(CHECK_SCENARIO.pollIntervalMs)),
    )
    .addOption(
      new Option('--duration <time>', 'how long a boot measures')
        .argParser(parsePeriod)
        .default(CHECK_SCENARIO.durationMs, formatDuration(CHECK_SCENARIO.durationMs)),
    )
    .addOption(
      new Option('--warmup <time>', 'how long it runs before that')
        .argParser(parseDuration)
        .default(CHECK_SCENARIO.warmupMs, formatDuration(CHECK_SCENARIO.warmupMs)),
    )
    .option('--pairs <number>', 'pairs for each side and transport', parseCount, CHECK_SCENARIO.pairs)
    .option('--seed <number>', 'whole number that everything random comes from; default: another each time', parseWhole)
    .option('--json <file>', 'write the whole result, for programs; - for standard output in place of the text')
    .option('--html <file>', 'write a report with a picture of the intervals: one file that needs nothing else')
    .option(
      '--markdown <file>',
      'write the verdict as Markdown; it goes to $GITHUB_STEP_SUMMARY too, where that is set',
    )
    .option('--junit <file>', 'write a test case for each transport and metric, as JUnit does')
    .option('--no-save', 'write nothing unasked: no lab-results/')
    .option('--no-progress', 'do not show how it goes');
}

/** Seeds of which one is drawn: with the same in all checks, the same side would always be the luckier one. */
const SEEDS = 2 ** 31;

/** What the flags say that each boot runs. */
export function scenarioOf({ transports, rate, pairs, pollInterval, duration, warmup, seed }: CheckFlags): Scenario {
  const lasting = { pollIntervalMs: pollInterval, durationMs: duration, warmupMs: warmup };
  return { ...CHECK_SCENARIO, ...lasting, transports, rate, pairs, seed: seed ?? randomInt(SEEDS) };
}

/** Why that can't be run, where it is too much for one machine; else null. */
export function tooMuch(scenario: Scenario): string | null {
  const lanes = 2 * scenario.transports.length;
  const messages = lanes * plannedMessages(scenario);
  if (messages > MAX_MESSAGES)
    return `that is ${messages} messages a boot, at most ${MAX_MESSAGES} fit; lower --rate, --pairs or --duration`;
  return tooManyConnections(lanes * 2 * scenario.pairs, '--pairs');
}
