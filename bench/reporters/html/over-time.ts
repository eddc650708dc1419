import { formatDuration } from '../../../servers/protocol/quantity.ts';
import type { Millis } from '../../../servers/protocol/units.ts';
import type { RoundResult, RunResult } from '../../result.ts';
import type { Timeline } from '../../traces.ts';
import { time } from '../format.ts';
import { labelOf } from '../label.ts';
import { axis, box, logScale, onLog, type Scale, SIDES, upright } from './axes.ts';
import { figure, legend, line, points } from './figure.ts';
import type { Marks } from './marks.ts';

/** Where there is no number, nothing is drawn and a line is broken. */
type Point = [atMs: number, millis: number | null];

/** Latency as the run went on: the rounds that count, side by side. */
export function latencyOverTime(result: RunResult, marks: Marks): string {
  const { rounds, scenario } = result;
  const counted = rounds.filter(({ valid, latencyMs }) => valid && latencyMs !== null);
  const slots = [...new Set(rounds.map(({ round }) => round))].toSorted((a, b) => a - b);
  const names = result.summary
    .map(({ transport }) => transport)
    .filter((name) => counted.some(({ transport }) => transport === name));
  const series = names.map((name) => {
    const own = counted.filter(({ transport }) => transport === name);
    const along = (which: 'p50' | 'max'): Point[] =>
      own.flatMap((round) => place(round.raw.timeline, which, slots.indexOf(round.round) * scenario.durationMs));
    return { name, median: along('p50'), worst: along('max') };
  });
  const shown = series.flatMap(({ median, worst }) => [...median, ...worst].map(([, millis]) => millis ?? 0));
  return figure({
    id: 'over-time',
    title: titleOf(counted),
    caption: `Lines are the median of each stretch of ${formatDuration(counted[0]?.raw.timeline.everyMs ?? 0)}, marks its slowest message; rounds stand side by side, and one that does not count leaves a gap.`,
    above: legend(names, marks),
    height: 330,
    option: {
      grid: box({ ...SIDES, top: 12, bottom: 48 }),
      xAxis: {
        ...axis(slotScale(slots.length, scenario.durationMs), `rounds of ${formatDuration(scenario.durationMs)} each`),
        axisLabel: roundLabels(slots, scenario.durationMs),
      },
      yAxis: upright(logScale(shown), 'latency in ms'),
      series: series.flatMap(({ name, median, worst }) => [
        { ...line(marks(name)), data: median },
        { ...points(marks(name)), symbolSize: worst.length > 60 ? 4.5 : 8, data: worst },
      ]),
    },
  });
}

function titleOf(rounds: readonly RoundResult[]): string {
  const slowest = rounds.toSorted((a, b) => b.latencyMs!.max - a.latencyMs!.max)[0];
  if (slowest === undefined) return 'No round counts';
  return `The slowest message took ${time(slowest.latencyMs!.max)}, over ${labelOf(slowest.transport)} in round ${slowest.round}`;
}

/** The stretches of a round from where it begins, and then nothing, so that no line runs on into the next. */
function place(timeline: Timeline, which: 'p50' | 'max', fromMs: Millis): Point[] {
  const { everyMs } = timeline;
  const placed = timeline[which].map((millis, index): Point => [
    fromMs + (index + 0.5) * everyMs,
    millis === null ? null : onLog(millis),
  ]);
  return which === 'max' ? placed.filter(([, millis]) => millis !== null) : [...placed, [fromMs, null]];
}

/** Divided where a round ends and another begins. */
function slotScale(slots: number, durationMs: Millis): Scale {
  const ticks = Array.from({ length: slots + 1 }, (_, index) => index * durationMs);
  return { type: 'value', min: 0, max: Math.max(1, slots) * durationMs, ticks };
}

/** More names of rounds than these would run into each other. */
const MOST_LABELS = 6;

function roundLabels(slots: readonly number[], durationMs: Millis): object {
  const every = Math.ceil(slots.length / MOST_LABELS);
  const middles = slots.map((_, index) => (index + 0.5) * durationMs).filter((_, index) => index % every === 0);
  const formatter = (middle: number): string => `round ${slots[Math.floor(middle / durationMs)]}`;
  return { customValues: middles, formatter, color: 'var(--ink)', fontSize: 13 };
}
