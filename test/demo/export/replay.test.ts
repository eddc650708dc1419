import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createReplay, type Replay } from '../../../clients/demo/export/replay.ts';
import { edgeOf, pause, resume, slowDown, stillAt, zoom } from '../../../clients/demo/race/view-clock.ts';

/** A trace from 1000 to 9000. */
let replay: Replay;

beforeEach(() => {
  jest.useFakeTimers();
  replay = createReplay(1000, 9000, () => performance.now());
});

afterEach(() => {
  replay.close();
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

const edge = (): number => edgeOf(replay.clock.value, replay.now());

test('at first it stands at its end, and stays there', () => {
  jest.advanceTimersByTime(5000);
  expect([replay.clock.value.mode, edge()]).toEqual(['still', 9000]);
});

test('it plays from the beginning as fast as it was, and stops at the end', () => {
  replay.play();
  expect(edge()).toBe(1000);
  jest.advanceTimersByTime(3000);
  expect([replay.clock.value.mode, edge()]).toEqual(['live', 4000]);
  jest.advanceTimersByTime(60_000);
  expect([replay.clock.value.mode, edge()]).toEqual(['still', 9000]);
});

test('paused it stands, and goes on from where it stood', () => {
  replay.play();
  jest.advanceTimersByTime(3000);
  replay.clock.value = pause(replay.clock.value, replay.now());
  jest.advanceTimersByTime(3000);
  expect(edge()).toBe(4000);
  replay.clock.value = resume(replay.clock.value);
  jest.advanceTimersByTime(1000);
  expect(edge()).toBe(5000);
});

test('slow motion is a tenth as fast, and from there it goes on', () => {
  replay.clock.value = stillAt(replay.clock.value, 2000);
  replay.clock.value = slowDown(replay.clock.value, replay.now());
  jest.advanceTimersByTime(10_000);
  expect(edge()).toBe(3000);
  replay.clock.value = resume(replay.clock.value);
  jest.advanceTimersByTime(500);
  expect(edge()).toBe(3500);
});

test('played from its end it begins anew, and how much is seen of it stays', () => {
  replay.clock.value = zoom(replay.clock.value, 1);
  const { spanMs } = replay.clock.value;
  replay.clock.value = resume(replay.clock.value);
  jest.advanceTimersByTime(1000);
  expect([edge(), replay.clock.value.spanMs]).toEqual([2000, spanMs]);
});
