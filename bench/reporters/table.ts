import Table from 'cli-table3';
import type { RunResult } from '../result.ts';
import { labelOf } from './label.ts';
import { tableLines } from './rows.ts';

const noLines = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '' };
const noSides = { 'bottom-left': '', 'bottom-right': '', left: '', 'left-mid': '', right: '', 'right-mid': '' };

/** A table without lines and colours: to be read, pasted and compared. */
export const PLAIN_TABLE = {
  chars: { ...noLines, ...noSides, mid: '', 'mid-mid': '', middle: ' ' },
  style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1 },
};

/**
 * The findings as a table: a row for each figure, and for each arm a column of what was measured and, where theory says
 * something, one of that.
 */
export function table(result: RunResult): string {
  const { summary } = result;
  const hasTheory = summary.some(({ theory }) => theory !== null);
  const perArm = hasTheory ? 2 : 1;
  const grid = new Table({
    ...PLAIN_TABLE,
    head: ['', ...summary.flatMap((entry) => [labelOf(entry.transport), ...(hasTheory ? ['theory'] : [])])],
    colAligns: ['left', ...summary.flatMap(() => Array.from({ length: perArm }, () => 'right' as const))],
  });
  for (const { label, cells } of tableLines(result)) {
    if (cells === undefined) grid.push([{ content: label, colSpan: 1 + perArm * summary.length }]);
    else
      grid.push([
        `  ${label}`,
        ...cells.flatMap(({ measured, theory }) => (hasTheory ? [measured, theory] : [measured])),
      ]);
  }
  return grid.toString().replaceAll(/ +$/gm, '');
}
