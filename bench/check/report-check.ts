import { EXIT } from '../exit-code.ts';
import { deliver, type OutputFlags } from '../outputs.ts';
import { annotations } from '../reporters/check-annotations.ts';
import { checkJunit } from '../reporters/check-junit.ts';
import { checkMarkdown } from '../reporters/check-markdown.ts';
import { checkText } from '../reporters/check-text.ts';
import type { CheckResult } from './check-result.ts';

/** Prints a check and writes the reports that were asked for; sets the exit code. */
export async function reportCheck(
  result: CheckResult,
  flags: OutputFlags & { readonly strict?: boolean },
): Promise<void> {
  await deliver(
    result,
    'check',
    {
      text: () => checkText(result),
      markdown: () => checkMarkdown(result),
      junit: () => checkJunit(result, flags.strict ?? false),
      // What draws takes longer to load than all the rest of the program.
      html: async () => (await import('../reporters/check-html.ts')).checkHtml(result),
    },
    flags,
  );
  if (process.env['GITHUB_ACTIONS'] === 'true') process.stderr.write(annotations(result));
  process.exitCode = exitCodeOf(result, flags.strict ?? false);
}

function exitCodeOf({ outcome }: CheckResult, isStrict: boolean): number {
  const inconclusive = isStrict ? EXIT.inconclusive : EXIT.done;
  return { pass: EXIT.done, inconclusive, invalid: EXIT.noValidResult, regression: EXIT.regression }[outcome];
}
