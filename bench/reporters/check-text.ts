import Table from 'cli-table3';
import wrapAnsi from 'wrap-ansi';
import type { CheckResult } from '../check/check-result.ts';
import { shortLines, verdictSentences } from './check-words.ts';
import { PLAIN_TABLE } from './table.ts';
import { WIDTH } from './text.ts';

export const MARKS = { pass: 'pass', regression: 'FAIL', inconclusive: 'open' } as const;

/** A check as text for a person: a line for each transport and metric, and the verdict at the end, where one looks first. */
export function checkText(result: CheckResult): string {
  const grid = new Table({
    ...PLAIN_TABLE,
    head: ['', 'transport', 'what', 'candidate', 'truth within', 'budget', 'passes below', ''],
    colAligns: ['left', 'left', 'left', 'right', 'right', 'right', 'right', 'left'],
  });
  for (const { outcome, transport, what, estimate, interval, budget, acceptable, basis } of shortLines(result)) {
    grid.push([MARKS[outcome], transport, what, estimate, interval, budget, acceptable, basis]);
  }
  const table = grid.length === 0 ? [] : [grid.toString().replaceAll(/ +$/gm, '')];
  return [
    ...table,
    verdictSentences(result)
      .map((sentence) => wrapAnsi(sentence, WIDTH))
      .join('\n'),
  ].join('\n\n');
}
