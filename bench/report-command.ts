import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { merge, MergeError } from './assemble.ts';
import { EXIT } from './exit-code.ts';
import { checkOutputs, OutputError, type OutputFlags } from './outputs.ts';
import { addOutputOptions, report } from './report.ts';
import type { RunResult } from './result.ts';

/** `transport-lab report`: renders stored results again; those of several runs or machines as one. */
export const reportCommand = addOutputOptions(
  new Command('report')
    .description('Render results again; those of several runs of the same scenario are added up.')
    .argument('<results...>', 'JSON files that bench wrote'),
)
  .addHelpText(
    'after',
    `
Histograms and sums are added; percentiles are never averaged. The scenarios must be the same but for seed and rounds.

Examples:
  $ transport-lab report lab-results/latest.json --html report.html
  $ transport-lab report laptop.json server.json --json both.json --markdown both.md`,
  )
  .action(async (files: string[], flags: OutputFlags, command: Command) => {
    await report(prepare(files, flags, command), { ...flags, save: false });
  });

function prepare(files: readonly string[], flags: OutputFlags, command: Command): RunResult {
  try {
    checkOutputs({ ...flags, save: false });
    return merge(files.map((file) => read(file)));
  } catch (failure) {
    if (!(failure instanceof MergeError || failure instanceof OutputError)) throw failure;
    return command.error(`error: ${failure.message}`, { exitCode: EXIT.badUsage });
  }
}

/** @throws {MergeError} */
function read(file: string): RunResult {
  let result: Partial<RunResult & { kind: string }> | null;
  try {
    result = JSON.parse(readFileSync(file, 'utf8')) as typeof result;
  } catch (cause) {
    throw new MergeError(`${file} can't be read: ${(cause as Error).message}`, { cause });
  }
  const { schema, kind, environment, scenario, rounds, summary } = result ?? {};
  if (kind === 'sweep' || kind === 'idle') {
    throw new MergeError(
      `${file} holds the result of "bench --${kind}": only those of single runs can be rendered again`,
    );
  }
  const isRun = schema === 1 && [environment, scenario].every((part) => typeof part === 'object');
  if (!isRun || !Array.isArray(rounds) || !Array.isArray(summary))
    throw new MergeError(`${file} is no result that "transport-lab bench --json" wrote`);
  return result as RunResult;
}
