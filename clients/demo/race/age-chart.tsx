import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { sawtoothOver } from '../../../bench/freshness.ts';
import { theme } from '../shell/theme.ts';
import { sayMillis } from './figure.ts';
import type { Lane } from './lane.ts';
import { PULSE_MS } from './pulse.ts';
import { readPalette } from './scene/read-palette.ts';
import type { TimelineView } from './timeline-view.ts';
import { edgeOf } from './view-clock.ts';

const HEIGHT_PX = 96;

interface AgeChartProps {
  readonly lane: Lane;
  readonly view: TimelineView;
  readonly label: string;
}

/** The age of what B knows, over the stretch of time that the timeline shows: it grows with time and falls with news. */
export function AgeChart({ lane, view, label }: AgeChartProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  // Axes keep the colours they were made with.
  const drawn = theme.value;
  useEffect(() => draw(box.current!, lane, view), [lane, view, drawn]);
  return <div ref={box} class="race-age" role="img" aria-label={label} />;
}

function draw(box: HTMLElement, lane: Lane, view: TimelineView): () => void {
  const { colours } = readPalette();
  const axis = { stroke: colours['ink-soft'], grid: { stroke: colours.line, width: 1 }, ticks: { show: false } };
  const plot = new uPlot(
    {
      width: box.clientWidth,
      height: HEIGHT_PX,
      legend: { show: false },
      cursor: { show: false },
      padding: [6, 6, 8, 0],
      scales: { x: { time: false }, y: { range: (_, __, max) => [0, Math.max(100, max * 1.1)] } },
      axes: [
        { ...axis, show: false },
        { ...axis, size: 56, values: (_, ages) => ages.map((age) => sayMillis(age)), space: 28 },
      ],
      series: [
        {},
        { stroke: colours[lane.transport], width: 2, fill: `${colours[lane.transport]}33`, points: { show: false } },
      ],
    },
    [[], []],
    box,
  );
  const move = (): void => {
    const toMs = edgeOf(view.clock.value, view.now());
    const fromMs = toMs - view.clock.value.spanMs;
    const corners = sawtoothOver(lane.refreshed, fromMs, toMs);
    plot.batch(() => {
      plot.setData([corners.map(([at]) => at), corners.map(([, age]) => age)], false);
      plot.setScale('x', { min: 0, max: toMs - fromMs });
    });
  };
  const observer = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: HEIGHT_PX }));
  observer.observe(box);
  const timer = setInterval(move, PULSE_MS);
  return () => {
    clearInterval(timer);
    observer.disconnect();
    plot.destroy();
  };
}
