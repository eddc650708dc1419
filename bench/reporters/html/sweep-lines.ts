import { axisScale } from '../../sweep/axis-scale.ts';
import { findingAt, nameOf, type SweepAxis, type SweepResult, transportsOf } from '../../sweep/sweep-result.ts';
import { axis, box, linearScale, logScale, type Scale, SIDES, upright } from './axes.ts';
import { figure, legend, line, points } from './figure.ts';
import type { Marks } from './marks.ts';
import { type Metric, rangeInWords, valuesOf } from '../metrics.ts';

/** The metric along the one axis that a sweep has: a line for each transport. */
export function sweepLines(sweep: SweepResult, metric: Metric, marks: Marks): string {
  const along = sweep.axes[0]!;
  const names = transportsOf(sweep);
  const found = valuesOf(sweep, metric);
  const places = placesOf(along);
  const height = heightOf(found.map(({ value }) => value));
  const label = `${metric.name}${metric.unit && `, ${metric.unit}`}`;
  return figure({
    id: metric.id,
    title: rangeInWords(metric, found),
    caption: 'Each mark is a run; a cross at the foot is one that does not count, and breaks the line.',
    above: legend(names, marks),
    height: 330,
    option: {
      grid: box({ ...SIDES, top: 14, bottom: 48 }),
      xAxis: axis(places.scale, nameOf(along.flag), (tick) => along.values[places.numbers.indexOf(tick)] ?? ''),
      yAxis: upright(height, label),
      series: names.flatMap((name) => {
        const runs = along.values.map((value, index) => {
          const finding = findingAt(sweep, { [along.flag]: value }, name);
          return { at: places.numbers[index]!, isValid: finding !== null, value: finding && metric.of(finding) };
        });
        const inOrder = runs.toSorted((a, b) => a.at - b.at);
        const drawn = inOrder.map(({ at, value }) => [at, value]);
        const crosses = inOrder.filter(({ isValid }) => !isValid).map(({ at }) => [at, height.min]);
        const mark = marks(name);
        return [
          { ...line(mark), data: drawn },
          {
            ...points(mark),
            itemStyle: { color: mark.colour, opacity: 1 },
            data: drawn.filter(([, value]) => value !== null),
          },
          { ...points(mark), symbol: CROSS, symbolSize: 11, data: crosses },
        ];
      }),
    },
  });
}

const CROSS = 'path://M0 0L10 10M10 0L0 10';

/** Where the values stand: by their size, or where they have none, side by side. */
function placesOf({ values }: SweepAxis): { numbers: readonly number[]; scale: Scale } {
  const numbers = axisScale(values)?.numbers ?? values.map((_, index) => index);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const type = low > 0 && high / low >= 8 ? 'log' : 'value';
  const air = type === 'log' ? (high / low) ** 0.04 : (high - low || 1) * 0.04;
  const [min, max] = type === 'log' ? [low / air, high * air] : [low - air, high + air];
  return { numbers, scale: { type, min, max, ticks: numbers.toSorted((a, b) => a - b) } };
}

/** From 0, but where that would press most of the values to the ground. */
function heightOf(values: readonly number[]): Scale {
  const [low, high] = [Math.min(...values), Math.max(0, ...values)];
  return low > 0 && high / low > 20 ? logScale(values) : linearScale(high);
}
