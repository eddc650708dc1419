import type { CheckResult } from '../check/check-result.ts';
import { verdictLines, verdictSentences } from './check-words.ts';

/**
 * Commands by which GitHub shows a finding beside the change: an error for each regression, a warning where it could not
 * be told. Nothing for a pass.
 */
export function annotations(result: CheckResult): string {
  const sentences = verdictSentences(result);
  if (result.outcome === 'pass') return '';
  if (result.outcome === 'invalid') return command('error', 'Latency check: invalid', sentences[0]!);
  if (result.outcome === 'inconclusive') return command('warning', 'Latency check: inconclusive', sentences.join('\n'));
  return verdictLines(result)
    .filter(({ outcome }) => outcome === 'regression')
    .map(({ transport, what, estimate, interval, budget }) => {
      const within = interval === '' ? '' : `, within ${interval}`;
      const text = `${transport}, ${what}: ${estimate}${within}; the budget is ${budget}`;
      return command('error', 'Latency regression', text);
    })
    .join('');
}

/** https://docs.github.com/actions/reference/workflow-commands: what would end a line or a command is escaped. */
function command(kind: 'error' | 'warning', title: string, text: string): string {
  const escaped = text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const name = title.replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::${kind} title=${name}::${escaped}\n`;
}
