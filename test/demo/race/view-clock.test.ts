import { expect, test } from '@jest/globals';
import {
  behindOf,
  edgeOf,
  LIVE,
  LIVE_LAG_MS,
  pause,
  resume,
  slowDown,
  SPANS_MS,
  stillAt,
  zoom,
} from '../../../clients/demo/race/view-clock.ts';

test('a live view goes with the world, a little behind', () => {
  expect([1000, 1016].map((now) => edgeOf(LIVE, now))).toEqual([1000 - LIVE_LAG_MS, 1016 - LIVE_LAG_MS]);
  expect(behindOf(LIVE, 5000)).toBe(0);
});

test('a paused one stays, and goes on where the world is', () => {
  const paused = pause(LIVE, 1000);
  expect([1000, 9000].map((now) => edgeOf(paused, now))).toEqual([1000 - LIVE_LAG_MS, 1000 - LIVE_LAG_MS]);
  expect(behindOf(paused, 9000)).toBe(8000);
  expect(resume(paused)).toEqual(LIVE);
});

test('a slow one falls behind, and catches up with nothing', () => {
  const slow = slowDown(LIVE, 1000);
  expect(edgeOf(slow, 2000)).toBeCloseTo(1000 - LIVE_LAG_MS + 100);
  expect(behindOf(slow, 2000)).toBeCloseTo(900);
  const slowAgain = slowDown(stillAt(slow, 500), 2000);
  expect(edgeOf(slowAgain, 3000)).toBeCloseTo(600);
  expect(edgeOf(pause(slowAgain, 3000), 9000)).toBeCloseTo(600);
});

test('no view goes beyond the world', () => {
  const ahead = slowDown(stillAt(LIVE, 10_000), 10_000);
  expect(edgeOf(ahead, 10_050)).toBe(10_050 - LIVE_LAG_MS);
});

test('zooming goes step by step, to the ends and no further', () => {
  const spans = (steps: number) => {
    let clock = LIVE;
    return SPANS_MS.map(() => (clock = zoom(clock, steps)).spanMs);
  };
  const from = SPANS_MS.indexOf(LIVE.spanMs);
  const clamped = (index: number) => SPANS_MS[Math.max(0, Math.min(SPANS_MS.length - 1, index))];
  expect(spans(1)).toEqual(SPANS_MS.map((_, i) => clamped(from - 1 - i)));
  expect(spans(-1)).toEqual(SPANS_MS.map((_, i) => clamped(from + 1 + i)));
  expect(zoom(stillAt(LIVE, 7), 1)).toMatchObject({ mode: 'still', at: 7 });
});
