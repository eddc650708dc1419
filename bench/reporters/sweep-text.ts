import Table from 'cli-table3';
import wrapAnsi from 'wrap-ansi';
import { crossovers, noCrossovers } from '../sweep/crossovers.ts';
import { nameOf, settingsInWords, type SweepResult } from '../sweep/sweep-result.ts';
import { NONE, threeDigits } from './format.ts';
import { sweepHeadlines } from './headline.ts';
import { labelOf } from './label.ts';
import { METRICS } from './metrics.ts';
import { PLAIN_TABLE } from './table.ts';
import { WIDTH } from './text.ts';

/** A sweep as text for a person: what was run, where one arm overtakes another, and the figures of every cell. */
export function sweepText(sweep: SweepResult): string {
  const crossings = crossovers(sweep);
  return [
    sweepHeadlines(sweep).join('\n'),
    crossings.length === 0 ? noCrossovers(sweep) : items(crossings),
    `${table(sweep)}\n${NOTE}`,
    items(missing(sweep)),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const NOTE = wrapAnsi(
  'p50 is the median latency, age the mean age of what the receiver knows. The rest is per message: requests and bytes of receiving, CPU time of the server.',
  WIDTH,
);

function items(sentences: readonly string[]): string {
  return sentences.map((sentence) => `- ${wrapAnsi(sentence, WIDTH - 2).replaceAll('\n', '\n  ')}`).join('\n');
}

function table({ axes, cells }: SweepResult): string {
  const grid = new Table({
    ...PLAIN_TABLE,
    head: [
      ...axes.map(({ flag }) => nameOf(flag)),
      '',
      ...METRICS.map(({ short, unit }) => (unit === '' ? short : `${short} ${unit}`)),
    ],
    colAligns: [...axes.map(() => 'right' as const), 'left', ...METRICS.map(() => 'right' as const)],
  });
  for (const { settings, result } of cells) {
    for (const entry of result.summary) {
      const figures = METRICS.map(({ of }) => (entry.valid ? threeDigits(of(entry)) : NONE));
      grid.push([...axes.map(({ flag }) => settings[flag] ?? ''), labelOf(entry.transport), ...figures]);
    }
  }
  return grid.toString().replaceAll(/ +$/gm, '');
}

/** Why there are no figures where there are none. */
function missing({ cells }: SweepResult): string[] {
  return cells.flatMap(({ settings, result }) =>
    result.summary
      .filter(({ valid }) => !valid)
      .map(({ transport, invalidBecause }) => {
        const where = settingsInWords(settings);
        return `At ${where}, no figures for ${labelOf(transport)}: ${invalidBecause.join('; ')}.`;
      }),
  );
}
