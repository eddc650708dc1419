import type { Histogram } from '../../histogram.ts';
import { list, percent } from '../format.ts';
import { labelOf } from '../label.ts';
import { axis, box, linearScale, logScale, onLog, plain, SIDES, upright } from './axes.ts';
import { figure, legend, line } from './figure.ts';
import type { Marks } from './marks.ts';
import type { Latencies } from './percentiles.ts';

/** The share of the messages that have arrived within a time. */
export function latencyCdf(latencies: Latencies, marks: Marks): string {
  const curves = Array.from(latencies, ([name, histogram]) => ({ name, points: shares(histogram) }));
  const scale = logScale(curves.flatMap(({ points }) => points.map(([x]) => x)));
  return figure({
    id: 'cdf',
    title: titleOf(latencies),
    caption:
      'The share of the messages on the vertical axis had arrived within the time on the horizontal one; the further left and the steeper a line, the sooner and the more alike.',
    above: legend([...latencies.keys()], marks),
    height: 330,
    option: {
      grid: box({ ...SIDES, top: 12, bottom: 48 }),
      xAxis: axis(scale, 'latency in ms'),
      yAxis: upright(linearScale(100), 'share that has arrived', (tick) => `${tick} %`),
      series: curves.map(({ name, points }) => ({ ...line(marks(name)), data: points })),
    },
  });
}

function titleOf(latencies: Latencies): string {
  const medians = Array.from(latencies.values(), (histogram) => histogram.percentile(50));
  // Where the transports differ most: between the fastest and the slowest, at a round number.
  const between = Math.sqrt(onLog(Math.min(...medians)) * onLog(Math.max(...medians)));
  const limit = Number(between.toPrecision(1));
  const said = [...latencies]
    .toSorted(([, a], [, b]) => a.percentile(50) - b.percentile(50))
    .map(([name, histogram]) => `${percent(shareWithin(histogram, limit))} over ${labelOf(name)}`);
  return `Arrived within ${plain(limit)}\u00A0ms: ${list(said)}`;
}

/** [ms, share in %], half a per cent apart. */
function shares(histogram: Histogram): [number, number][] {
  return Array.from({ length: 201 }, (_, step) => [onLog(histogram.percentile(step / 2)), step / 2]);
}

/** To a thousandth. */
function shareWithin(histogram: Histogram, limit: number): number {
  let [low, high] = [0, 1000];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (histogram.percentile(middle / 10) <= limit) low = middle;
    else high = middle - 1;
  }
  return low / 1000;
}
