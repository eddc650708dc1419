import type { SummaryEntry } from '../../result.ts';
import type { Theory } from '../../theory/prediction.ts';
import { list, NONE, threeDigits, time } from '../format.ts';
import { labelOf } from '../label.ts';
import { axis, linearScale, logScale, nameAxis, nameRoom, plain, type Scale } from './axes.ts';
import { escape } from './escape.ts';
import { figure, points } from './figure.ts';
import type { Marks } from './marks.ts';
import { hidden, type Panel, stacked } from './panels.ts';

type Read = (figures: Omit<Theory, 'source'>) => number | null;

const TIMES: readonly (readonly [title: string, of: Read])[] = [
  ['Delivery leg, mean, in ms', ({ deliveryLegMs }) => deliveryLegMs?.mean ?? null],
  ['Delivery leg, p99, in ms', ({ deliveryLegMs }) => deliveryLegMs?.p99 ?? null],
  ['Age of what the receiver knows, mean, in ms', ({ freshnessMs }) => freshnessMs.meanAge],
];
const REQUESTS: readonly [title: string, of: Read] = ['Requests per message', ({ cost }) => cost.requestsPerMessage];

const ROW = 23;

/** What was predicted beside what was measured; empty where there is no theory of any. */
export function theoryFigure(entries: readonly SummaryEntry[], marks: Marks): string {
  const compared = entries.filter(({ theory }) => theory !== null);
  if (compared.length === 0) return '';
  const names = compared.map(({ transport }) => labelOf(transport));
  const both = (of: Read): number[] => compared.flatMap((entry) => [of(entry) ?? 0, of(entry.theory!) ?? 0]);
  const times = withFloor(logScale(TIMES.flatMap(([, of]) => both(of))));
  const panels = [
    ...TIMES.map((row, index) => panelOf(row, times, index === TIMES.length - 1)),
    panelOf(REQUESTS, linearScale(Math.max(...both(REQUESTS[1]))), true),
  ];
  return figure({
    id: 'theory',
    title: titleOf(compared),
    caption: `Hollow is what theory predicts of infinitely fast software, full is what was measured; times stand on a logarithmic axis, at whose left edge is all that is ${plain(times.min)} ms or less.`,
    ...stacked(panels, { left: nameRoom(names), right: 22 }),
  });

  function panelOf([title, of]: readonly [string, Read], scale: Scale, isLabelled: boolean): Panel {
    const name = scale === times ? 'ms' : 'requests per message';
    const floor = scale.type === 'log' ? scale.min : 0;
    const x = axis(scale, name, (tick) => (tick === floor && floor > 0 ? `≤${plain(tick)}` : plain(tick)));
    return {
      title,
      height: ROW * compared.length,
      below: isLabelled ? 42 : 0,
      xAxis: isLabelled ? x : hidden(x),
      yAxis: nameAxis(names),
      series: compared.flatMap((entry, row) => {
        const [predicted, measured] = [of(entry.theory!), of(entry)];
        const at = (value: number): [number, number] => [Math.max(floor, value), row];
        const mark = marks(entry.transport);
        const drawn = points(mark);
        if (measured === null) return [];
        const full = { ...drawn, itemStyle: { color: mark.colour, opacity: 1 }, data: [at(measured)] };
        if (predicted === null) return [full];
        return [
          bridge(mark.colour, at(predicted), at(measured)),
          full,
          {
            ...drawn,
            symbolSize: 11,
            itemStyle: { color: 'transparent', borderColor: mark.colour, borderWidth: 1.75, opacity: 1 },
            data: [at(predicted)],
          },
        ];
      }),
    };
  }
}

/** The numbers of the figure, and how far they are apart. */
export function theoryTable(entries: readonly SummaryEntry[]): string {
  const compared = entries.filter(({ theory }) => theory !== null);
  if (compared.length === 0)
    return '<p class="note">Nothing to compare: theory says nothing of these transports, or none of them counts.</p>';
  const rows = compared.flatMap((entry) => [
    `<tr><th scope="rowgroup" colspan="4">${escape(labelOf(entry.transport))} <span class="unit">(${entry.theory!.source})</span></th></tr>`,
    ...[...TIMES, REQUESTS].map(([title, of]) => {
      const cells = [
        threeDigits(of(entry.theory!)),
        threeDigits(of(entry)),
        signed(entry.difference && of(entry.difference)),
      ];
      return `<tr><th scope="row">${title}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
    }),
  ]);
  return `<div class="scroll"><table class="wide">
<thead><tr><td></td><th scope="col">predicted</th><th scope="col">measured</th><th scope="col">difference</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div>`;
}

function titleOf(compared: readonly SummaryEntry[]): string {
  const said = compared.flatMap(({ transport, difference }) => {
    const more = difference?.deliveryLegMs?.mean;
    if (more === undefined) return [];
    return [`${time(Math.abs(more))} ${more < 0 ? 'less' : 'more'} over ${labelOf(transport)}`];
  });
  if (said.length === 0) return 'What theory predicts, and what was measured';
  return `The delivery leg takes, on average, ${list(said)} than theory predicts`;
}

/** From a power of ten, which stands for everything below it as well: theory likes to predict 0. */
function withFloor(scale: Scale): Scale {
  const min = 10 ** Math.floor(Math.log10(scale.min) + 1e-9);
  const ticks = [min, ...scale.ticks.filter((tick) => tick > min * 1.5)];
  return { ...scale, min, ticks };
}

function bridge(colour: string, from: readonly number[], to: readonly number[]): object {
  const lineStyle = { color: colour, type: 'solid', width: 2, opacity: 0.55 };
  return { type: 'line', silent: true, emphasis: { disabled: true }, symbol: 'none', lineStyle, data: [from, to] };
}

function signed(difference: number | null): string {
  if (difference === null) return NONE;
  if (Math.abs(difference) < 0.0005) return '0';
  return difference < 0 ? `−${threeDigits(-difference)}` : `+${threeDigits(difference)}`;
}
