import { expect, test } from '@jest/globals';
import { summaryOfWaits } from '../../../bench/theory/waits.ts';

test('a constant is all its percentiles', () => {
  expect(summaryOfWaits({ constantMs: 50 })).toEqual({ mean: 50, p50: 50, p90: 50, p99: 50, p999: 50, max: 50 });
});

test('a cycle is uniform', () => {
  const { mean, p50, p90, p99, p999, max } = summaryOfWaits({ constantMs: 50, cycleMs: 1000 });
  expect([mean, p50, max]).toEqual([550, 550, 1050]);
  expect([p90, p99, p999].map((each) => Math.round(each))).toEqual([950, 1040, 1049]);
});

test('a gap that few find shows only above them', () => {
  const { mean, p50, p90, p99, p999, max } = summaryOfWaits({ constantMs: 50, gapShare: 0.05, gapMs: 100 });
  // Of the 5 % that wait a fifth waits longer than 80 ms, a fiftieth longer than 98.
  expect([mean, p50, p90, max]).toEqual([52.5, 50, 50, 150]);
  expect(p99).toBeCloseTo(130, 9);
  expect(p999).toBeCloseTo(148, 9);
});

test('a gap and a cycle: the sum of two uniform waits is a triangle', () => {
  const { mean, p50, p99, max } = summaryOfWaits({ constantMs: 0, gapShare: 1, gapMs: 10, cycleMs: 10 });
  expect([mean, max]).toEqual([10, 20]);
  expect(p50).toBeCloseTo(10, 9);
  // The corner of the square that is left out: side² / 2 = 1 % of it.
  expect(p99).toBeCloseTo(20 - 10 * Math.sqrt(0.02), 9);
});
