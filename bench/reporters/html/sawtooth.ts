import type { RoundResult, RunResult } from '../../result.ts';
import { capitalise, list, time } from '../format.ts';
import { labelOf } from '../label.ts';
import { axis, linearScale, SIDES, upright } from './axes.ts';
import { figure, line } from './figure.ts';
import type { Mark, Marks } from './marks.ts';
import { hidden, type Panel, stacked } from './panels.ts';

/** How old what a receiver knew was, in a slice of a round, for all transports on the same axes. */
export function ageSawtooth(result: RunResult, marks: Marks): string {
  const slices = slicesOf(result);
  const corners = slices.flatMap(({ raw }) => raw.sawtooth);
  const end = Math.max(0, ...corners.map(([at]) => at)) / 1000;
  const times = linearScale(end);
  const ages = linearScale(Math.max(0, ...corners.map(([, age]) => age)), 3);
  const panels = slices.map(({ transport, round, raw }, index): Panel => {
    const mean = result.summary.find((entry) => entry.transport === transport)!.freshnessMs.meanAge;
    const points = raw.sawtooth.map(([at, age]) => [at / 1000, age]);
    const isLast = index === slices.length - 1;
    const seconds = axis({ ...times, max: end }, 'seconds since the round began to measure');
    return {
      title: `${capitalise(labelOf(transport))}, round ${round}: ${time(mean)} on average over the run`,
      height: 80,
      below: isLast ? 42 : 0,
      xAxis: isLast ? seconds : hidden(seconds),
      yAxis: upright(ages, 'age in ms'),
      series: [saw(marks(transport), points), ...(mean === null ? [] : [level(end, mean)])],
    };
  });
  return figure({
    id: 'sawtooth',
    title: titleOf(result),
    caption:
      'The age of the newest message that one receiver had: it grows as time passes and falls with each newer message; the dashed line is the average of the whole run.',
    ...stacked(panels, SIDES),
  });
}

/** Of the first round that counts for all, in which the messages were planned alike; failing that, the first of each. */
function slicesOf({ rounds, summary }: RunResult): RoundResult[] {
  const counted = rounds.filter(({ valid, raw }) => valid && raw.sawtooth.length > 0);
  const of = (name: string): RoundResult[] => counted.filter(({ transport }) => transport === name);
  const names = summary.map(({ transport }) => transport).filter((name) => of(name).length > 0);
  const common = of(names[0] ?? '').find(({ round }) =>
    names.every((name) => of(name).some((own) => own.round === round)),
  );
  return names.map((name) => of(name).find(({ round }) => round === common?.round) ?? of(name)[0]!);
}

function titleOf({ summary }: RunResult): string {
  const said = summary
    .filter(({ freshnessMs }) => freshnessMs.meanAge !== null)
    .toSorted((a, b) => a.freshnessMs.meanAge! - b.freshnessMs.meanAge!)
    .map(({ transport, freshnessMs }) => `${time(freshnessMs.meanAge)} old over ${labelOf(transport)}`);
  return `What the receiver knows is on average ${list(said)}`;
}

function saw(mark: Mark, data: readonly (readonly number[])[]): object {
  const solid = line({ ...mark, dash: 'solid' });
  return {
    ...solid,
    lineStyle: { color: mark.colour, width: 1.5 },
    areaStyle: { color: mark.colour, opacity: 0.18 },
    data,
  };
}

function level(toSeconds: number, mean: number): object {
  return {
    ...line({ colour: 'var(--ink)', dash: 'dashed', symbol: 'circle' }),
    lineStyle: { color: 'var(--ink)', type: 'dashed', width: 1 },
    data: [
      [0, mean],
      [toSeconds, mean],
    ],
  };
}
