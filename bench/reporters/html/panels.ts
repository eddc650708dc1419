import type { EChartsCoreOption } from 'echarts/core';
import { box } from './axes.ts';
import { FONT_SIZE } from './chart.ts';

/** One of several drawings above each other. */
export interface Panel {
  readonly title: string;
  /** Height of what is between its axes. */
  readonly height: number;
  /** Room below that for the labels of its horizontal axis and its name. */
  readonly below?: number;
  readonly xAxis: object;
  readonly yAxis: object;
  readonly series: readonly object[];
}

const TITLE_HEIGHT = 24;
const GAP = 14;

/** Puts panels above each other, all beginning and ending at the same places. */
export function stacked(
  panels: readonly Panel[],
  sides: { left: number; right: number },
): { height: number; option: EChartsCoreOption } {
  let y = 0;
  const tops = panels.map(({ height, below = 0 }) => {
    const top = y + TITLE_HEIGHT;
    y = top + height + below + GAP;
    return top;
  });
  return {
    height: y,
    option: {
      title: panels.map(({ title }, index) => ({
        text: title,
        left: 0,
        top: tops[index]! - TITLE_HEIGHT,
        padding: [3, 0],
        backgroundColor: 'transparent',
        borderColor: 'transparent',
        textStyle: { color: 'var(--ink)', fontSize: FONT_SIZE, fontWeight: 'bold' },
      })),
      grid: panels.map(({ height }, index) => box({ ...sides, top: tops[index]!, height })),
      xAxis: panels.map(({ xAxis }, gridIndex) => ({ ...xAxis, gridIndex })),
      yAxis: panels.map(({ yAxis }, gridIndex) => ({ ...yAxis, gridIndex })),
      series: panels.flatMap(({ series }, index) =>
        series.map((each) => ({ ...each, xAxisIndex: index, yAxisIndex: index })),
      ),
    },
  };
}

/** The axis without its words, for a panel that shares the axis of the one below. */
export function hidden(axis: object): object {
  return { ...axis, name: '', axisLabel: { show: false }, axisLine: { show: false } };
}
