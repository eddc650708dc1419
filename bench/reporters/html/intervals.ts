import type { Metric } from '../../check/statistics/boot-figures.ts';
import type { Finding } from '../../check/statistics/judge.ts';
import { difference, METRIC_LABELS } from '../check-words.ts';
import { labelOf } from '../label.ts';
import { axis, box, nameAxis, nameRoom, type Scale } from './axes.ts';
import { figure } from './figure.ts';

const ROW = 34;
const ABOVE = 12;
const BELOW = 46;

/** Between what bounds the truth of a metric lies, for each transport, against its budget. */
export function intervals(findings: readonly Finding[], metric: Metric): string {
  const shown = findings.filter((finding) => finding.metric === metric);
  const names = shown.map(({ transport }) => labelOf(transport));
  const toShown = (value: number): number => 100 * (metric === 'p99' ? value : Math.expm1(value));
  const scale = around(
    shown.flatMap(({ lower, upper, budget, acceptable }) =>
      [lower, upper, budget, acceptable].map((value) => toShown(value)),
    ),
  );
  const clipped = (value: number): number => Math.min(scale.max, Math.max(scale.min, toShown(value)));
  return figure({
    id: `interval-${metric}`,
    title: `${METRIC_LABELS[metric]}: candidate against base`,
    caption:
      'A bar is where the truth lies, its mark the estimate. Dashed: the budget; dotted: what still is acceptable.',
    height: ABOVE + ROW * shown.length + BELOW,
    option: {
      grid: box({ left: nameRoom(names), right: 22, top: ABOVE, height: ROW * shown.length }),
      xAxis: axis(scale, metric === 'p99' ? 'percentage points of all messages' : '%'),
      yAxis: [nameAxis(names), { type: 'value', min: 0, max: shown.length, inverse: true, show: false }],
      series: shown.flatMap((finding, row) => {
        const at = row + 0.5;
        const upright = (value: number, dash: string): object => ({
          ...stroke(
            'var(--axis)',
            1.5,
            [
              [clipped(value), row + 0.12],
              [clipped(value), row + 0.88],
            ],
            dash,
          ),
          yAxisIndex: 1,
        });
        return [
          upright(0, 'solid'),
          upright(finding.budget, 'dashed'),
          upright(finding.acceptable, 'dotted'),
          {
            ...stroke(colourOf(finding), 6, [
              [clipped(finding.lower), at],
              [clipped(finding.upper), at],
            ]),
            yAxisIndex: 1,
          },
          {
            type: 'scatter',
            silent: true,
            symbolSize: 11,
            yAxisIndex: 1,
            itemStyle: { color: colourOf(finding), borderColor: 'var(--panel)', borderWidth: 2, opacity: 1 },
            data: [{ value: [clipped(finding.estimate), at], name: difference(metric, finding.estimate) }],
          },
        ];
      }),
    },
  });
}

/** From the least to the greatest and 0, with round numbers between. */
function around(values: readonly number[]): Scale {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const rough = (high - low || 1) / 6;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = magnitude * [1, 2, 5, 10].find((factor) => factor * magnitude >= rough)!;
  const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(6)));
  return { type: 'value', min: ticks[0]!, max: ticks.at(-1)!, ticks };
}

type Point = readonly [at: number, row: number];

function stroke(colour: string, width: number, data: readonly Point[], dash = 'solid'): object {
  return { type: 'line', silent: true, symbol: 'none', lineStyle: { color: colour, width, type: dash }, data };
}

function colourOf({ outcome }: Finding): string {
  return outcome === 'regression' ? 'var(--alarm)' : 'var(--s1)';
}
