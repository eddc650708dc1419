import Table from 'cli-table3';
import wrapAnsi from 'wrap-ansi';
import { crossovers } from '../sweep/crossovers.ts';
import { nameOf, type Settings, type SweepResult } from '../sweep/sweep-result.ts';
import { threeDigits } from './format.ts';
import { labelOf } from './label.ts';
import { PLAIN_TABLE } from './table.ts';
import { WIDTH } from './text.ts';

/** A sweep as text for a person: where one arm overtakes another, and the figures of every cell. */
export function sweepText(sweep: SweepResult): string {
  const sentences = crossovers(sweep).map((sentence) => wrapAnsi(`- ${sentence}`, WIDTH));
  const found = sentences.length === 0 ? 'Nowhere in this range does one overtake another.' : sentences.join('\n');
  return `${found}\n\n${table(sweep)}`;
}

function table({ axes, cells }: SweepResult): string {
  const grid = new Table({
    ...PLAIN_TABLE,
    head: [...axes.map(({ flag }) => nameOf(flag)), '', 'p50 ms', 'age ms', 'requests', 'bytes', 'CPU µs'],
    colAligns: [...axes.map(() => 'right' as const), 'left', 'right', 'right', 'right', 'right', 'right'],
  });
  for (const { settings, result } of cells) {
    for (const { transport, valid, latencyMs, freshnessMs, cost } of result.summary) {
      const { bytesUpPerMessage: up, bytesDownPerMessage: down } = cost;
      const figures = [
        latencyMs?.p50 ?? null,
        freshnessMs.meanAge,
        cost.requestsPerMessage,
        up === null || down === null ? null : up + down,
        cost.serverCpuMicrosPerMessage,
      ];
      const shown = valid ? figures.map((figure) => threeDigits(figure)) : ['invalid', '', '', '', ''];
      grid.push([...axes.map(({ flag }) => valueOf(settings, flag)), labelOf(transport), ...shown]);
    }
  }
  return grid.toString().replaceAll(/ +$/gm, '');
}

function valueOf(settings: Settings, flag: string): string {
  return settings[flag] ?? '';
}
