import { beforeEach, expect, jest, test } from '@jest/globals';
import { createSchedule } from '../../../bench/schedule.ts';
import { keepSchedule } from '../../../clients/demo/race/keep-schedule.ts';
import { cleanUp } from '../../harness/clean-up.ts';

let now: number;

beforeEach(() => {
  now = 0;
  jest.useFakeTimers({ doNotFake: ['performance'] });
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
  cleanUp(() => {
    clock.mockRestore();
    jest.useRealTimers();
  });
});

/** So much time goes by in which the page gets round to its timers once, at the end. */
function rest(ms: number): void {
  now += ms;
  jest.advanceTimersToNextTimer();
}

/** Plays 20 messages a second, the first at once. */
function play() {
  const sent: number[] = [];
  const stop = keepSchedule(
    createSchedule('periodic', 20, () => 0),
    (index) => sent.push(index),
  );
  rest(0);
  return { sent, stop };
}

test('each message is sent when it is due', () => {
  const { sent } = play();
  expect(sent).toEqual([0]);
  rest(50);
  expect(sent).toEqual([0, 1]);
});

test('a page that gets round to its timers twice a second keeps up', () => {
  const { sent } = play();
  for (let i = 0; i < 20; i += 1) rest(500);
  expect(sent).toEqual(Array.from({ length: 201 }, (_, index) => index));
});

test('after a long rest only what was due in the last second is sent', () => {
  const { sent } = play();
  rest(60_000);
  expect(sent).toEqual([0, ...Array.from({ length: 20 }, (_, i) => 1181 + i)]);
  rest(50);
  expect(sent.at(-1)).toBe(1201);
});

test('stopped, it sends no more', () => {
  const { sent, stop } = play();
  stop();
  expect(jest.getTimerCount()).toBe(0);
  expect(sent).toEqual([0]);
});
