import type { Command } from 'commander';
import { EXIT } from './exit-code.ts';
import { deliver, type OutputFlags } from './outputs.ts';
import { csv } from './reporters/csv.ts';
import { hdr } from './reporters/hdr.ts';
import { markdown } from './reporters/markdown.ts';
import { text } from './reporters/text.ts';
import type { RunResult } from './result.ts';

/** Gives a command the flags that say which reports to write. */
export function addOutputOptions(command: Command): Command {
  return command
    .option('--json <file>', 'write the whole result, for programs; - for standard output in place of the text')
    .option('--html <file>', 'write a report with pictures: one file that needs nothing else')
    .option('--markdown <file>', 'write the result as Markdown; it goes to $GITHUB_STEP_SUMMARY too, where that is set')
    .option('--csv <file>', 'write a row for each round and transport')
    .option('--hdr <file>', "write the latencies as HdrHistogram's percentile output");
}

/** Prints a result and writes the reports that were asked for; sets the exit code of one that says nothing. */
export async function report(result: RunResult, flags: OutputFlags): Promise<void> {
  const renderings = {
    text: () => text(result),
    // What draws takes longer to load than all the rest of the program.
    html: async () => (await import('./reporters/html.ts')).html(result),
    markdown: () => markdown(result),
    csv: () => csv(result),
    hdr: () => hdr(result),
  };
  await deliver(result, 'latest', renderings, flags);
  if (result.summary.some(({ valid }) => !valid)) process.exitCode = EXIT.noValidResult;
}
