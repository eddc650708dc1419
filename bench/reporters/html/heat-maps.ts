import type { CustomSeriesOption } from 'echarts/charts';
import {
  combinations,
  findingAt,
  nameOf,
  type Settings,
  settingsInWords,
  type SweepAxis,
  type SweepResult,
  transportsOf,
} from '../../sweep/sweep-result.ts';
import { capitalise, threeDigits } from '../format.ts';
import { labelOf } from '../label.ts';
import { nameAxis, nameRoom } from './axes.ts';
import { FONT_SIZE, WIDTH } from './chart.ts';
import { figure } from './figure.ts';
import { type Metric, rangeInWords, valuesOf } from '../metrics.ts';
import { type Panel, stacked } from './panels.ts';
import { inkOn, type Shades, shadesOf } from './shades.ts';

const ROW = 27;
/** Narrower than this a cell holds no number. */
const NARROWEST = 38;

/** The metric over two axes: a map for each transport, and a figure of these for each combination of what else varies. */
export function heatMaps(sweep: SweepResult, metric: Metric): string {
  const [x, y, ...rest] = sweep.axes as readonly [SweepAxis, SweepAxis, ...SweepAxis[]];
  const found = valuesOf(sweep, metric);
  // One scale for all, or they could not be compared.
  const shades = shadesOf(
    found.map(({ value }) => value),
    metric.unit,
  );
  const names = [...y.values, nameOf(y.flag)];
  const sides = { left: nameRoom(names) + 22, right: 8 };
  const figures = combinations(rest).map((fixed, index) => {
    const panels = transportsOf(sweep).map((transport, row, all): Panel => {
      const isLast = row === all.length - 1;
      return {
        title: capitalise(labelOf(transport)),
        height: ROW * y.values.length,
        below: isLast ? 46 : 0,
        xAxis: {
          ...valueAxis(x),
          inverse: false,
          axisLabel: { show: isLast, ...WORDS },
          name: isLast ? nameOf(x.flag) : '',
        },
        yAxis: { ...valueAxis(y), nameGap: sides.left - 14 },
        series: [
          tiles(sweep, metric, shades, {
            transport,
            x,
            y,
            fixed,
            width: (WIDTH - sides.left - sides.right) / x.values.length,
          }),
        ],
      };
    });
    return figure({
      id: `${metric.id}-${index}`,
      title: rest.length === 0 ? rangeInWords(metric, found) : `${metric.name}, at ${settingsInWords(fixed)}`,
      caption: `Each cell is a run with the settings at its foot and side; the stronger the shade the larger the number${metric.unit && `, in ${metric.unit}`}, on one scale for all.`,
      above: shades.legend,
      ...stacked(panels, sides),
    });
  });
  return figures.join('\n');
}

const WORDS = { color: 'var(--ink)', fontSize: FONT_SIZE, interval: 0 } as const;

function valueAxis({ flag, values }: SweepAxis): object {
  const name = { name: nameOf(flag), nameLocation: 'middle', nameGap: 32, nameMoveOverlap: false };
  return {
    ...nameAxis(values),
    ...name,
    nameTextStyle: { color: 'var(--muted)', fontSize: FONT_SIZE },
    axisLine: { show: false },
  };
}

interface HeatMap {
  readonly transport: string;
  readonly x: SweepAxis;
  readonly y: SweepAxis;
  readonly fixed: Settings;
  /** Of a cell. */
  readonly width: number;
}

function tiles(sweep: SweepResult, { of }: Metric, shades: Shades, { transport, x, y, fixed, width }: HeatMap): object {
  const cells = x.values.flatMap((xValue, column) =>
    y.values.map((yValue, row) => {
      const finding = findingAt(sweep, { ...fixed, [x.flag]: xValue, [y.flag]: yValue }, transport);
      return { column, row, finding, value: finding && of(finding) };
    }),
  );
  const renderItem: CustomSeriesOption['renderItem'] = ({ dataIndex }, api) => {
    const { column, row, finding, value } = cells[dataIndex]!;
    const [centreX, centreY] = api.coord([column, row]) as [number, number];
    const shape = { x: centreX - width / 2 + 1, y: centreY - ROW / 2 + 1, width: width - 2, height: ROW - 2 };
    const step = value === null ? null : shades.stepOf(value);
    const fill = step === null ? (finding === null ? HATCH : 'transparent') : `var(--h${step})`;
    const text = step === null || width < NARROWEST ? '' : threeDigits(value);
    return {
      type: 'rect',
      shape,
      silent: true,
      style: { fill, stroke: step === null ? 'var(--line)' : 'none' },
      textConfig: { position: 'inside' },
      textContent: { type: 'text', style: { text, fill: inkOn(step ?? 0), fontSize: FONT_SIZE } },
    };
  };
  return { type: 'custom', silent: true, renderItem, data: cells.map(({ column, row }) => [column, row]) };
}

/** The pattern of {@link HATCHING}. */
const HATCH = 'url(#hatch)';

/** To stand once in a page with heat maps: what a cell that doesn't count is filled with. */
export const HATCHING = `<svg width="0" height="0" style="position:absolute" aria-hidden="true"><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V5" stroke="var(--axis)" stroke-width="1.5"/></pattern></svg>`;
