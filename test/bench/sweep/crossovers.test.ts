import { describe, expect, test } from '@jest/globals';
import { crossovers } from '../../../bench/sweep/crossovers.ts';
import { overtakings } from '../../../bench/sweep/overtaking.ts';
import { type FakeFigures, fakeSweep } from '../reporters/fake-sweep.ts';

const alike: FakeFigures = { p50: 10, age: 100, bytes: 100, cpu: 100 };
const ms = (text: string | undefined): number => Number(/\d+/.exec(text!));
const interval = { flag: 'poll-interval', values: ['100ms', '200ms', '400ms'] };
const rtt = { flag: '--rtt', values: ['0', '40ms'] };

describe('where one transport overtakes another', () => {
  test('is found where the straight lines between the runs cross', () => {
    const sweep = fakeSweep([interval], {
      // 600, 500 and 300 bytes against 410: they are as many at 290ms.
      'short-polling': ({ 'poll-interval': every }) => ({ ...alike, bytes: 700 - ms(every), age: 50 }),
      'long-polling': () => ({ ...alike, bytes: 410, age: 50 }),
    });
    expect(crossovers(sweep)).toEqual([
      'Long polling costs fewer bytes per message than short polling from poll-interval 290ms down.',
      // 1/410 lies between 1/500 and 1/300, and on a straight line between them further to the right.
      'Long polling is fresher per byte than short polling from poll-interval 270ms down.',
    ]);
  });

  test('is said of each line of a grid, along each axis', () => {
    const sweep = fakeSweep([interval, rtt], {
      'long-polling': ({ '--rtt': trip }) => ({ ...alike, p50: ms(trip) * 2 }),
      websocket: ({ '--rtt': trip }) => ({ ...alike, p50: ms(trip) + 10 }),
    });
    const found = interval.values.map(
      (every) => `At poll-interval ${every}, WebSocket is faster (median) than long polling from rtt 10ms up.`,
    );
    expect(crossovers(sweep)).toEqual(found);
  });

  test('is found by freshness for the server’s CPU time', () => {
    const sweep = fakeSweep([{ flag: 'rate', values: ['8/s', '1/s', '2/s'] }], {
      a: ({ rate }) => ({ ...alike, cpu: 100 / ms(rate) }),
      b: () => ({ ...alike, cpu: 100 / 5 }),
    });
    expect(crossovers(sweep)).toEqual(['B is fresher per CPU time of the server than a from rate 5/s down.']);
  });

  test('is nowhere where one is ahead throughout, where both are alike, and where they differ by a hair', () => {
    const ahead = { a: () => alike, b: () => ({ p50: 1, age: 1, bytes: 1, cpu: 1 }) };
    const hair = (text: string | undefined): number => 10 + (ms(text) - 200) / 2000;
    for (const model of [
      ahead,
      { a: () => alike, b: () => alike },
      {
        a: () => alike,
        b: ({ 'poll-interval': every }: Readonly<Record<string, string>>) => ({ ...alike, p50: hair(every) }),
      },
    ]) {
      expect(crossovers(fakeSweep([interval, rtt], model))).toEqual([]);
    }
  });

  test('is not reckoned from runs that do not count, nor between names', () => {
    const model = {
      a: () => alike,
      b: ({ 'poll-interval': every }: Readonly<Record<string, string>>) =>
        every === '200ms' ? null : { ...alike, p50: every === '100ms' ? 5 : 20 },
    };
    expect(crossovers(fakeSweep([interval], model))).toEqual([
      'B is faster (median) than a from poll-interval somewhere between 100ms and 400ms down.',
    ]);
    const names = { flag: 'schedule', values: ['poisson', 'burst'] };
    const byName = ({ schedule }: Readonly<Record<string, string>>) => ({
      ...alike,
      p50: schedule === 'burst' ? 1 : 99,
    });
    expect(crossovers(fakeSweep([names], { a: () => alike, b: byName }))).toEqual([]);
  });
});

describe('overtakings', () => {
  const along = (...differences: (number | null)[]) =>
    overtakings(differences.map((difference, at) => ({ at, a: 10, b: difference === null ? null : 10 + difference })));

  test('one, several, from either end', () => {
    expect(along(-1, 1)).toEqual([{ from: [0.5, 0.5], to: null }]);
    expect(along(1, -3)).toEqual([{ from: null, to: [0.25, 0.25] }]);
    expect(along(-1, 1, 1, -1)).toEqual([{ from: [0.5, 0.5], to: [2.5, 2.5] }]);
    expect(along(1, -1, 1)).toEqual([
      { from: null, to: [0.5, 0.5] },
      { from: [1.5, 1.5], to: null },
    ]);
  });

  test('at a place itself, and where a tie lies between', () => {
    expect(along(-1, 0, 1)).toEqual([{ from: [1, 1], to: null }]);
    expect(along(-1, 0.1, 1)![0]!.from![0]).toBeCloseTo(10 / 11);
    expect(along(1, 0, 1)).toBeNull();
  });

  test('across what is not known only that it is between', () => {
    expect(along(-1, null, 1)).toEqual([{ from: [0, 2], to: null }]);
    expect(along(null, null)).toBeNull();
  });
});
