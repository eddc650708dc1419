import type { CheckResult } from '../check/check-result.ts';
import { shortLines, verdictSentences } from './check-words.ts';
import { checkFacts } from './facts.ts';
import { escape, factTable, fenced, rowOf } from './markdown.ts';

const MARKS = { pass: '✅', regression: '❌', inconclusive: '❔' } as const;

/** A check for a pull request: GitHub-flavoured Markdown. */
export function checkMarkdown(result: CheckResult): string {
  const [headline, ...sentences] = verdictSentences(result);
  const lines = shortLines(result);
  const table = [
    rowOf(['', 'transport', 'what', 'candidate', 'truth within', 'budget', 'passes below', '']),
    rowOf(['---', '---', '---', '--:', '--:', '--:', '--:', '---']),
    ...lines.map(({ outcome, transport, what, estimate, interval, budget, acceptable, basis }) => {
      const cells = [transport, what, estimate, interval, budget, acceptable, basis];
      return rowOf([MARKS[outcome], ...cells.map((cell) => escape(cell))]);
    }),
  ];
  return `${[
    `### ${escape(headline!)}`,
    sentences.map((sentence) => `- ${escape(sentence)}`).join('\n'),
    lines.length === 0 ? '' : table.join('\n'),
    [
      '<details>',
      '<summary>Environment, and the command to repeat it</summary>',
      fenced(result.environment.command),
      factTable(checkFacts(result)),
      '</details>',
    ].join('\n\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}
