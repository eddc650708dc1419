import type { Histogram } from '../../histogram.ts';
import type { Finding } from '../../result.ts';
import { list, time } from '../format.ts';
import { labelOf } from '../label.ts';
import { axis, box, logScale, onLog, SIDES, upright } from './axes.ts';
import { figure, legend, line } from './figure.ts';
import type { Marks } from './marks.ts';

/** The latency of each transport; only of those that have one. */
export type Latencies = ReadonlyMap<string, Histogram>;

const POINTS_PER_DECADE = 20;

/** Latency over the percentile, with the tail spread out: G. Tene's way to draw an HdrHistogram. */
export function percentileCurves(findings: readonly Finding[], latencies: Latencies, marks: Marks): string {
  const curves = Array.from(latencies, ([name, histogram]) => ({ name, points: tailPoints(histogram) }));
  const rarest = Math.max(10, ...Array.from(latencies.values(), ({ count }) => count));
  const decades = Array.from({ length: Math.floor(Math.log10(rarest)) + 1 }, (_, power) => 10 ** power);
  // The median is worth a place, where there is little room rather than the minimum.
  const ticks = [...(decades.length > 3 ? [] : [1]), 2, ...decades.slice(1)];
  return figure({
    id: 'percentiles',
    title: titleOf(findings),
    caption:
      'Of all messages, the share on the horizontal axis took at most the time on the vertical one; each step to the right is ten times as rare, and the end of a line is the slowest message of all.',
    above: legend([...latencies.keys()], marks),
    height: 330,
    option: {
      grid: box({ ...SIDES, top: 12, bottom: 48 }),
      xAxis: axis({ type: 'log', min: 1, max: rarest, ticks }, 'share of the messages', share),
      yAxis: upright(logScale(curves.flatMap(({ points }) => points.map(([, y]) => y))), 'latency in ms'),
      series: curves.map(({ name, points }) => ({ ...line(marks(name)), data: points })),
    },
  });
}

/** By the figures of the table: what was decoded differs in the third digit. */
function titleOf(findings: readonly Finding[]): string {
  const said = findings
    .map(({ transport, latencyMs }) => ({ name: labelOf(transport), p99: latencyMs!.p99 }))
    .toSorted((a, b) => a.p99 - b.p99)
    .map(({ name, p99 }) => `${time(p99)} over ${name}`);
  return `99 % of the messages arrive within ${list(said)}`;
}

/** [1 / (1 - percentile), ms], up to the one message that is the slowest. */
function tailPoints(histogram: Histogram): [number, number][] {
  const { count } = histogram;
  const steps = Math.floor(Math.log10(count) * POINTS_PER_DECADE);
  const rarities = Array.from({ length: steps + 1 }, (_, step) => 10 ** (step / POINTS_PER_DECADE));
  const inner = rarities.map((rarity): [number, number] => [
    rarity,
    onLog(histogram.percentile(100 * (1 - 1 / rarity))),
  ]);
  return [...inner, [count, onLog(histogram.percentile(100))]];
}

function share(rarity: number): string {
  return `${Number((100 * (1 - 1 / rarity)).toPrecision(12))} %`;
}
