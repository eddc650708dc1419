import { FONT_SIZE } from './chart.ts';

/** From where to where an axis goes, and where it is labelled. */
export interface Scale {
  readonly type: 'value' | 'log';
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
}

/** From 0 to a round number above `highest`, in at most so many steps. */
export function linearScale(highest: number, atMost = 5): Scale {
  const rough = (highest > 0 ? highest : 1) / atMost;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = magnitude * [1, 2, 5, 10].find((factor) => factor * magnitude >= rough * (1 - 1e-9))!;
  const steps = Math.ceil((highest > 0 ? highest : 1) / step - 1e-9);
  const ticks = Array.from({ length: steps + 1 }, (_, index) => Number((index * step).toPrecision(12)));
  return { type: 'value', min: 0, max: ticks.at(-1)!, ticks };
}

/** Over all `values` above 0 with some air, labelled at the powers of ten, and at 2 and 5 between where these are few. */
export function logScale(values: readonly number[]): Scale {
  const above = values.filter((value) => value > 0 && Number.isFinite(value));
  const [low, high] = above.length === 0 ? [1, 10] : [Math.min(...above) / 1.25, Math.max(...above) * 1.25];
  const decades = Math.log10(high / low);
  const factors = decades < 1.2 ? [1, 1.5, 2, 3, 5, 7] : decades < 2.5 ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power += 1) {
    for (const factor of factors) {
      const tick = Number((factor * 10 ** power).toPrecision(3));
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return { type: 'log', min: low, max: high, ticks };
}

/** An axis of ECharts over the scale. */
export function axis(scale: Scale, name: string, formatter: (tick: number) => string = plain): object {
  const { type, min, max, ticks } = scale;
  return {
    type,
    min,
    max,
    name,
    nameLocation: 'middle',
    nameGap: 30,
    nameMoveOverlap: false,
    nameTextStyle: { color: 'var(--muted)', fontSize: FONT_SIZE },
    axisLine: { show: true, onZero: false, lineStyle: { color: 'var(--axis)' } },
    axisTick: { show: true, customValues: ticks, lineStyle: { color: 'var(--axis)' } },
    axisLabel: { customValues: ticks, color: 'var(--ink)', fontSize: FONT_SIZE, formatter, hideOverlap: true },
    splitLine: { show: true, lineStyle: { color: 'var(--line)' } },
    minorTick: { show: false },
  };
}

/** A vertical axis, beside which are {@link SIDES}. */
export function upright(scale: Scale, name: string, formatter: (tick: number) => string = plain): object {
  return { ...axis(scale, name, formatter), nameGap: 52 };
}

/** Room for an axis {@link upright} on the left, and for half a label on the right. */
export const SIDES = { left: 68, right: 22 } as const;

/** Room on the left for names beside an axis; the longest are cut short. */
export function nameRoom(names: readonly string[]): number {
  const longest = Math.max(...names.map((name) => name.length));
  return Math.min(175, 22 + longest * 7.2);
}

/** An axis of names, the first on top, which has {@link nameRoom} beside it. */
export function nameAxis(names: readonly string[]): object {
  return {
    type: 'category',
    data: names,
    inverse: true,
    axisLine: { show: true, lineStyle: { color: 'var(--axis)' } },
    axisTick: { show: false },
    axisLabel: {
      color: 'var(--ink)',
      fontSize: FONT_SIZE,
      interval: 0,
      margin: 12,
      width: nameRoom(names) - 16,
      overflow: 'truncate',
    },
    splitLine: { show: false },
  };
}

/** Where a time stands on a logarithmic axis, which has no 0: what is below 1 µs was never told apart. */
export function onLog(millis: number): number {
  return Math.max(0.001, millis);
}

/** To six digits, with no zeros at the end: 0.01, 1, 10000. */
export function plain(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** A grid that is exactly where it is said to be. */
export function box(edges: { left: number; right: number; top: number; bottom?: number; height?: number }): object {
  return { ...edges, outerBoundsMode: 'none' };
}
