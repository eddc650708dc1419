import type { Cost } from '../../figures.ts';
import type { Finding } from '../../result.ts';
import { capitalise, NONE, threeDigits } from '../format.ts';
import { labelOf } from '../label.ts';
import { nameAxis, nameRoom } from './axes.ts';
import { FONT_SIZE } from './chart.ts';
import { figure } from './figure.ts';
import type { Marks } from './marks.ts';
import { type Panel, stacked } from './panels.ts';

const ROW = 25;

const COSTS: readonly (readonly [title: string, of: (cost: Cost) => number | null])[] = [
  ['HTTP requests of the receiver, per message', ({ requestsPerMessage }) => requestsPerMessage],
  ['Bytes up from the receiver, per message', ({ bytesUpPerMessage }) => bytesUpPerMessage],
  ['Bytes down to the receiver, per message', ({ bytesDownPerMessage }) => bytesDownPerMessage],
  ['CPU of the server in µs, per message', ({ serverCpuMicrosPerMessage }) => serverCpuMicrosPerMessage],
];

/** What the freshness is bought with: a bar for each transport and kind of cost. */
export function costBars(findings: readonly Finding[], marks: Marks): string {
  const names = findings.map(({ transport }) => labelOf(transport));
  const panels = COSTS.map(([title, of]): Panel => {
    const values = findings.map(({ cost }) => of(cost));
    return {
      title,
      height: ROW * names.length,
      // Each bar has its value beside it.
      xAxis: { show: false, min: 0, max: Math.max(...values.map((value) => value ?? 0)) || 1 },
      yAxis: nameAxis(names),
      series: [
        {
          type: 'bar',
          silent: true,
          emphasis: { disabled: true },
          barWidth: 15,
          label: { show: true, position: 'right', color: 'var(--ink)', fontSize: FONT_SIZE },
          data: values.map((value, index) => ({
            value: value ?? 0,
            itemStyle: { color: marks(findings[index]!.transport).colour },
            label: { formatter: () => (value === null ? NONE : threeDigits(value)) },
          })),
        },
      ],
    };
  });
  return figure({
    id: 'costs',
    title: titleOf(findings),
    caption: `Each group has its own scale, from 0; ${NONE} is what nobody could tell.`,
    ...stacked(panels, { left: nameRoom(names), right: 60 }),
  });
}

function titleOf(findings: readonly Finding[]): string {
  const bytes = findings
    .map(({ transport, cost }) => ({ name: labelOf(transport), sum: bytesOf(cost) }))
    .filter(({ sum }) => sum !== null)
    .toSorted((a, b) => b.sum! - a.sum!);
  if (bytes.length === 0) return 'What a message costs';
  const [most, fewest] = [bytes[0]!, bytes.at(-1)!];
  const least = bytes.length === 1 ? '' : `, ${fewest.name} the fewest: ${threeDigits(fewest.sum)}`;
  return `${capitalise(most.name)} moves the most bytes for a message to arrive: ${threeDigits(most.sum)}${least}`;
}

function bytesOf({ bytesUpPerMessage, bytesDownPerMessage }: Cost): number | null {
  return bytesUpPerMessage === null || bytesDownPerMessage === null ? null : bytesUpPerMessage + bytesDownPerMessage;
}
