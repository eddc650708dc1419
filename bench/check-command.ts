import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { AdapterError, labArms } from './arms/arms.ts';
import { doubled, halved, looksOf } from './check/check-flags.ts';
import { addCheckOptions, type CheckFlags, scenarioOf, tooMuch } from './check/check-options.ts';
import { nothingCompared } from './check/check-result.ts';
import { CheckoutError, contenderOf } from './check/contenders/checkout.ts';
import { commandContender } from './check/contenders/command.ts';
import type { Contender } from './check/contenders/contender.ts';
import { isContinuedBy, type Ledger, LEDGER_FILE, LedgerError, priorsOf, readLedger } from './check/ledger.ts';
import { reportCheck } from './check/report-check.ts';
import { runCheck } from './check/run-check.ts';
import { runSelfTest, type SelfTest } from './check/self-test.ts';
import { readTrends, TrendError } from './check/trend.ts';
import { readEnvironment } from './environment.ts';
import { EXIT } from './exit-code.ts';
import { checkOutputs, OutputError } from './outputs.ts';
import { bootProgress, testedInWords } from './reporters/check-progress.ts';
import { trendText } from './reporters/trend-text.ts';
import { untilInterrupted } from './until-interrupted.ts';

/** `transport-lab check`: says whether a candidate delivers more slowly than its base. */
export const checkCommand = addCheckOptions(
  new Command('check').description(
    'Find out whether a change made delivery slower: base and candidate side by side, on a noisy machine, too.',
  ),
)
  .addHelpText(
    'after',
    `
Both run at the same time, and messages go to one and the other in turn: what else happens on the machine hits both.

Examples:
  $ transport-lab check                                        # this checkout against the last commit of main
  $ transport-lab check --base HEAD~1 --transports websocket --strict
  $ transport-lab check --max-regression p50=3%,p95=10%,p99=+1ms --junit check.xml
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
  if (flags.trend !== undefined) return showTrend(flags, refuse);
  for (const [given, other] of [
    ['base', 'candidate'],
    ['candidate', 'base'],
  ] as const) {
    const isAlone = flags[`${other}Command`] === undefined && command.getOptionValueSource(other) === 'default';
    if (flags[`${given}Command`] !== undefined && isAlone)
      refuse(`--${given}-command is one side; give the other, too: --${other}-command, or --${other}`);
  }
  const ledger = prepare(flags, refuse);
  const scenario = scenarioOf(flags);
  const arms = labArms(flags.transports);
  if (arms.length === 0) refuse('there is nothing to compare: name --transports');
  const wrong = tooMuch(scenario);
  if (wrong !== null) refuse(wrong);
  const isHigh = flags.sensitivity === 'high';
  const plain = { looks: looksOf(flags.boots), maxTimeMs: flags.maxTime };
  const effort = isHigh || flags.tail === true ? doubled(plain) : plain;
  const environment = readEnvironment(process.argv.slice(2));
  const rules = {
    alpha: flags.alpha,
    looks: effort.looks,
    budgets: isHigh ? halved(flags.maxRegression) : flags.maxRegression,
    ledgerRuns: ledger?.runs ?? 0,
  };
  const { maxTimeMs } = effort;
  if (flags.selfTest === true) {
    const { alpha, looks, budgets } = rules;
    const plan = { scenario, environment, maxTimeMs, rules: { alpha, looks, budgets } };
    if (ledger !== null && !isContinuedBy(ledger, scenario, plan.rules))
      refuse(`${flags.ledger ?? LEDGER_FILE} tells of other settings: name another --ledger, or remove it`);
    await untilInterrupted((signal) => selfTest(flags, plan, ledger, signal));
    return;
  }
  await untilInterrupted(async (signal) => {
    const made: Contender[] = [];
    const make = async (what: string, start: string | undefined): Promise<Contender> => {
      const contender =
        start === undefined ? await contenderOf(what, arms, signal) : commandContender(start, arms, flags.startTimeout);
      made.push(contender);
      return contender;
    };
    try {
      const base = await make(flags.base, flags.baseCommand);
      const candidate = await make(flags.candidate, flags.candidateCommand);
      const [ours, theirs] = [namesOf(candidate), namesOf(base)];
      if (ours !== theirs) refuse(`base and candidate can't be compared: one speaks ${theirs}, the other ${ours}`);
      const result = await runCheck(
        {
          contenders: { base, candidate },
          scenario: { ...scenario, transports: base.arms.map(({ name }) => name) },
          rules: { ...rules, priors: priorsOf(ledger, scenario), tail: flags.tail ?? false },
          maxTimeMs,
          environment,
        },
        flags.progress ? bootProgress(process.stderr) : () => {},
        signal,
      );
      await reportCheck(result, flags);
    } catch (failure) {
      if (failure instanceof AdapterError) refuse(failure.message);
      if (!(failure instanceof CheckoutError)) throw failure;
      const sides = { base: flags.baseCommand ?? flags.base, candidate: flags.candidateCommand ?? flags.candidate };
      await reportCheck(nothingCompared({ environment, scenario, sides, rules }, failure.message), flags);
    } finally {
      await Promise.all(made.map((contender) => contender.dispose()));
    }
  });
}

function showTrend(flags: CheckFlags, refuse: (message: string) => never): void {
  try {
    const trends = readTrends(flags.trend!);
    process.stdout.write(`${trendText(trends)}\n`);
    if (trends.some(({ isRegression }) => isRegression)) process.exitCode = EXIT.regression;
  } catch (failure) {
    if (!(failure instanceof TrendError)) throw failure;
    refuse(failure.message);
  }
}

type SelfTestPlan = Pick<SelfTest, 'scenario' | 'environment' | 'maxTimeMs' | 'rules'>;

/** @param ledger What it adds to; null to begin anew. */
async function selfTest(
  flags: CheckFlags,
  plan: SelfTestPlan,
  ledger: Ledger | null,
  signal: AbortSignal,
): Promise<void> {
  const file = flags.ledger ?? LEDGER_FILE;
  mkdirSync(path.dirname(file), { recursive: true });
  const { tested } = await runSelfTest(
    {
      ...plan,
      runs: flags.runs,
      plantings: flags.plant,
      arms: labArms(flags.transports),
      ledger,
      file,
      observe: flags.progress ? bootProgress(process.stderr) : () => {},
      onRun: (now) => void (flags.progress && process.stderr.write(`${testedInWords(now)}\n`)),
    },
    signal,
  );
  process.stdout.write(`${tested.map((each) => testedInWords(each)).join('\n')}\n`);
  if (tested.every(({ runs, outcomes }) => outcomes.invalid === runs)) process.exitCode = EXIT.noValidResult;
  process.stderr.write(`Written: ${file}\n`);
}

function namesOf({ arms }: Contender): string {
  return arms.map(({ name }) => name).join(', ');
}

/** Everything that can be wrong with the call, found out before anything runs. */
function prepare(flags: CheckFlags, refuse: (message: string) => never): Ledger | null {
  try {
    checkOutputs(flags);
    const file = flags.ledger ?? LEDGER_FILE;
    const isNeeded = flags.ledger !== undefined && flags.selfTest !== true;
    return isNeeded || existsSync(file) ? readLedger(file) : null;
  } catch (failure) {
    if (!(failure instanceof OutputError || failure instanceof LedgerError)) throw failure;
    return refuse(failure.message);
  }
}
