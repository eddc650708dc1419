import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Command, Option } from 'commander';
import {
  formatDuration,
  formatRate,
  parseCount,
  parseDuration,
  parseRate,
  parseWhole,
} from '../servers/protocol/quantity.ts';
import { TRANSPORT_NAMES, type TransportName } from '../servers/protocol/transport-name.ts';
import type { Millis, PerSecond } from '../servers/protocol/units.ts';
import { AdapterError, labArms } from './arms/arms.ts';
import { parseAlpha, parseBoots, parseBudgets, halved, looksOf } from './check/check-flags.ts';
import { CHECK_SCENARIO } from './check/check-scenario.ts';
import { CheckoutError, contenderOf } from './check/contenders/checkout.ts';
import { commandContender } from './check/contenders/command.ts';
import type { Contender } from './check/contenders/contender.ts';
import { reportCheck } from './check/report-check.ts';
import { runCheck } from './check/run-check.ts';
import { runSelfTest } from './check/self-test.ts';
import { type Budgets, DEFAULT_BUDGETS } from './check/statistics/budget.ts';
import { type Ledger, LedgerError, priorsOf, readLedger } from './check/ledger.ts';
import { readTrends, TrendError } from './check/trend.ts';
import { readEnvironment } from './environment.ts';
import { EXIT } from './exit-code.ts';
import { checkOutputs, OutputError, type OutputFlags, RESULTS_FOLDER } from './outputs.ts';
import { bootProgress, testedInWords } from './reporters/check-progress.ts';
import { trendText } from './reporters/trend-text.ts';
import type { Scenario } from './scenario.ts';
import { parseTransports } from './scenario-options.ts';
import { untilInterrupted } from './until-interrupted.ts';

interface CheckFlags extends OutputFlags {
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
  strict?: boolean;
  ledger?: string;
  trend?: string;
  selfTest?: boolean;
  runs: number;
  rate: PerSecond;
  pairs: number;
  seed: number;
  progress: boolean;
}

const LEDGER = path.join(RESULTS_FOLDER, 'check-ledger.json');

/** Flags that a check alone has. */
const OF_A_CHECK = ['candidate', 'baseCommand', 'candidateCommand', 'json', 'html', 'markdown', 'junit'];

/** `transport-lab check`: says whether a candidate delivers more slowly than its base. */
export const checkCommand = new Command('check')
  .description(
    'Find out whether a change made delivery slower: base and candidate side by side, on a noisy machine, too.',
  )
  .option('--base <what>', 'a commit, a folder with a checkout, or an adapter module', 'main')
  .option('--candidate <what>', 'the same', '.')
  .option('--base-command <command>', 'starts a server that speaks the protocol and prints a line with its URL')
  .option('--candidate-command <command>', 'the same')
  .addOption(
    new Option('--transports <names>', `some of ${TRANSPORT_NAMES.join(', ')}, with commas between`)
      .argParser(parseTransports)
      .default(TRANSPORT_NAMES, 'all'),
  )
  .addOption(
    new Option('--max-regression <budgets>', 'how much slower is a regression; p50 and p95 in % or ms, p99 in points')
      .argParser(parseBudgets)
      .default(DEFAULT_BUDGETS, 'p50=5%,p95=10%,p99=0.6pt'),
  )
  .option('--alpha <probability>', 'how probable a false alarm may be, at most', parseAlpha, 0.01)
  .option('--boots <number>', 'most boots of both; it looks after every third', parseBoots, 9)
  .addOption(
    new Option('--max-time <time>', 'begin no boot after so long')
      .argParser(parseDuration)
      .default(120_000, formatDuration(120_000)),
  )
  .addOption(
    new Option('--sensitivity <name>', 'high: half of each budget, and twice the boots')
      .choices(['normal', 'high'])
      .default('normal'),
  )
  .option('--tail', 'pass only after all boots, so that rare stalls have their chance to show')
  .option('--strict', 'exit with 10, not 0, where it could not be told')
  .option('--ledger <file>', `what --self-test wrote on this machine; default ${LEDGER}, where there is one`)
  .addOption(
    new Option(
      '--trend <folder>',
      'instead, find where levels changed in a folder of results that --json wrote, all against the same base',
    ).conflicts([...OF_A_CHECK, 'selfTest']),
  )
  .addOption(
    new Option(
      '--self-test',
      'instead, count false alarms and planted slow-downs found on this machine, and write the ledger',
    ).conflicts([...OF_A_CHECK, 'base', 'tail', 'strict']),
  )
  .option('--runs <number>', 'how often --self-test tries each', parseCount, 5)
  .addOption(
    new Option('--rate <rate>', 'messages of each pair, to each side over each transport')
      .argParser(parseRate)
      .default(CHECK_SCENARIO.rate, formatRate(CHECK_SCENARIO.rate)),
  )
  .option('--pairs <number>', 'pairs for each side and transport', parseCount, CHECK_SCENARIO.pairs)
  .option('--seed <number>', 'whole number that everything random comes from', parseWhole, CHECK_SCENARIO.seed)
  .option('--json <file>', 'write the whole result, for programs; - for standard output in place of the text')
  .option('--html <file>', 'write a report with a picture of the intervals: one file that needs nothing else')
  .option('--markdown <file>', 'write the verdict as Markdown; it goes to $GITHUB_STEP_SUMMARY too, where that is set')
  .option('--junit <file>', 'write a test case for each transport and metric, as JUnit does')
  .option('--no-save', 'write nothing unasked: no lab-results/')
  .option('--no-progress', 'do not show how it goes')
  .addHelpText(
    'after',
    `
Both run at the same time, and messages go to one and the other in turn: what else happens on the machine hits both.

Examples:
  $ transport-lab check                                        # this checkout against the last commit of main
  $ transport-lab check --base HEAD~1 --transports websocket --strict
  $ transport-lab check --max-regression p50=3%,p95=1ms --junit check.xml
  $ transport-lab check --base v1.0 --json nightly/$(date -I).json; transport-lab check --trend nightly
  $ transport-lab check --self-test --runs 10                  # some 50 checks: an hour
  $ transport-lab check --base-command 'old/server --port 0' --candidate-command 'new/server --port 0'

Exit codes:
  0   pass; or inconclusive, with a warning
  1   internal error
  2   bad usage
  10  inconclusive, with --strict
  98  invalid: the generator could not keep up, messages were lost, or a side did not start
  99  regression
  130 interrupted; nothing is left running`,
  )
  .action((flags: CheckFlags, command: Command) => check(flags, command));

async function check(flags: CheckFlags, command: Command): Promise<void> {
  const refuse = (message: string): never => command.error(`error: ${message}`, { exitCode: EXIT.badUsage });
  if (flags.trend !== undefined) return showTrend(flags.trend, refuse);
  const ledger = prepare(flags, refuse);
  const scenario = scenarioOf(flags);
  const arms = labArms(flags.transports);
  if (arms.length === 0) refuse('there is nothing to compare: name --transports');
  if (flags.selfTest === true) {
    await untilInterrupted((signal) => selfTest(flags, signal));
    return;
  }
  await untilInterrupted(async (signal) => {
    const made: Contender[] = [];
    const make = async (what: string, start: string | undefined): Promise<Contender> => {
      const contender = start === undefined ? await contenderOf(what, arms, signal) : commandContender(start, arms);
      made.push(contender);
      return contender;
    };
    try {
      const base = await make(flags.base, flags.baseCommand);
      const candidate = await make(flags.candidate, flags.candidateCommand);
      const [ours, theirs] = [namesOf(candidate), namesOf(base)];
      if (ours !== theirs) refuse(`base and candidate can't be compared: one speaks ${theirs}, the other ${ours}`);
      const isHigh = flags.sensitivity === 'high';
      const result = await runCheck(
        {
          contenders: { base, candidate },
          scenario: { ...scenario, transports: base.arms.map(({ name }) => name) },
          rules: {
            budgets: isHigh ? halved(flags.maxRegression) : flags.maxRegression,
            looks: looksOf(isHigh ? 2 * flags.boots : flags.boots),
            alpha: flags.alpha,
            priors: priorsOf(ledger, scenario),
            tail: flags.tail ?? false,
            ledgerRuns: ledger?.runs ?? 0,
          },
          maxTimeMs: isHigh ? 2 * (flags.maxTime as number) : flags.maxTime,
          environment: readEnvironment(process.argv.slice(2)),
        },
        flags.progress ? bootProgress(process.stderr) : () => {},
        signal,
      );
      await reportCheck(result, flags);
    } catch (failure) {
      if (failure instanceof AdapterError) refuse(failure.message);
      if (!(failure instanceof CheckoutError)) throw failure;
      process.stderr.write(`Nothing could be compared: ${failure.message}\n`);
      process.exitCode = EXIT.noValidResult;
    } finally {
      await Promise.all(made.map((contender) => contender.dispose()));
    }
  });
}

function showTrend(folder: string, refuse: (message: string) => never): void {
  try {
    const trends = readTrends(folder);
    process.stdout.write(`${trendText(trends)}\n`);
    if (trends.some(({ isRegression }) => isRegression)) process.exitCode = EXIT.regression;
  } catch (failure) {
    if (!(failure instanceof TrendError)) throw failure;
    refuse(failure.message);
  }
}

async function selfTest(flags: CheckFlags, signal: AbortSignal): Promise<void> {
  const file = flags.ledger ?? LEDGER;
  mkdirSync(path.dirname(file), { recursive: true });
  const { tested } = await runSelfTest(
    {
      runs: flags.runs,
      arms: labArms(flags.transports),
      scenario: scenarioOf(flags),
      rules: { alpha: flags.alpha, looks: looksOf(flags.boots), budgets: flags.maxRegression },
      maxTimeMs: flags.maxTime,
      environment: readEnvironment(process.argv.slice(2)),
      file,
      observe: flags.progress ? bootProgress(process.stderr) : () => {},
      onRun: (now) => void (flags.progress && process.stderr.write(`${testedInWords(now)}\n`)),
    },
    signal,
  );
  process.stdout.write(`${tested.map((each) => testedInWords(each)).join('\n')}\n`);
  process.stderr.write(`Written: ${file}\n`);
}

function scenarioOf({ transports, rate, pairs, seed }: CheckFlags): Scenario {
  return { ...CHECK_SCENARIO, transports, rate, pairs, seed };
}

function namesOf({ arms }: Contender): string {
  return arms.map(({ name }) => name).join(', ');
}

/** Everything that can be wrong with the call, found out before anything runs. */
function prepare(flags: CheckFlags, refuse: (message: string) => never): Ledger | null {
  try {
    checkOutputs(flags);
    const file = flags.ledger ?? (existsSync(LEDGER) ? LEDGER : undefined);
    // The self-test writes it.
    return file === undefined || flags.selfTest === true ? null : readLedger(file);
  } catch (failure) {
    if (!(failure instanceof OutputError || failure instanceof LedgerError)) throw failure;
    return refuse(failure.message);
  }
}
