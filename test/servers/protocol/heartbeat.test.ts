import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { DEFAULT_SERVER_OPTIONS } from '../../../servers/options.ts';
import { Heartbeat } from '../../../servers/protocol/heartbeat.ts';
import { cleanUp } from '../../harness/clean-up.ts';

const { heartbeatMs, pongMs } = DEFAULT_SERVER_OPTIONS;
const silenceMs = heartbeatMs + pongMs;

beforeEach(() => {
  jest.useFakeTimers();
  cleanUp(() => {
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });
});

/** One side's heartbeat; tells when it pinged and when it found the other dead, in ms since the start. */
function start(isAsking: boolean) {
  const begin = performance.now();
  const pings: number[] = [];
  const deaths: number[] = [];
  const heartbeat = new Heartbeat({
    silenceMs,
    dead: () => deaths.push(performance.now() - begin),
    ...(isAsking ? { ask: { everyMs: heartbeatMs, ping: () => pings.push(performance.now() - begin) } } : {}),
  });
  heartbeat.start();
  cleanUp(() => heartbeat.stop());
  return { heartbeat, pings, deaths };
}

describe.each([
  ['the server, which pings', true],
  ['the client, which listens', false],
])('W2 %s', (_, isAsking) => {
  test('finds a dead peer within 20 s of its last word, whenever that was', () => {
    for (const lastWord of [0, 1, 4_999, 9_999, 10_000, 12_345, 100_001]) {
      const { heartbeat, deaths } = start(isAsking);
      for (let time = 0; time < lastWord; time += 3_000) {
        jest.advanceTimersByTime(Math.min(3_000, lastWord - time));
        heartbeat.heard();
      }
      jest.advanceTimersByTime(60_000);
      expect(deaths).toHaveLength(1);
      expect(deaths[0]! - lastWord).toBeGreaterThanOrEqual(silenceMs);
      expect(deaths[0]! - lastWord).toBeLessThanOrEqual(20_000);
    }
  });

  test('leaves a peer in peace that speaks in time', () => {
    const { heartbeat, deaths } = start(isAsking);
    for (let i = 0; i < 100; i += 1) {
      jest.advanceTimersByTime(silenceMs - 1);
      heartbeat.heard();
    }
    expect(deaths).toEqual([]);
  });

  test('is still after it was stopped', () => {
    const { heartbeat, pings, deaths } = start(isAsking);
    heartbeat.stop();
    jest.advanceTimersByTime(100_000);
    expect([...pings, ...deaths]).toEqual([]);
  });
});

test('W2 pings come at even times, whatever is heard in between', () => {
  const { heartbeat, pings } = start(true);
  for (let i = 0; i < 35; i += 1) {
    jest.advanceTimersByTime(1_000);
    heartbeat.heard();
  }
  expect(pings).toEqual([10_000, 20_000, 30_000]);
});

test('started over, the silence counts from then', () => {
  const { heartbeat, deaths } = start(false);
  jest.advanceTimersByTime(silenceMs - 1);
  heartbeat.start();
  jest.advanceTimersByTime(silenceMs - 1);
  expect(deaths).toEqual([]);
  expect(heartbeat.silence).toBe(silenceMs - 1);
});

test('a silence longer than a timer counts is waited for all the same, and not by asking without end', () => {
  const begin = performance.now();
  let looks = 0;
  let diedAt: number | undefined;
  const heartbeat = new Heartbeat({
    silenceMs: 2 ** 32,
    dead: () => (diedAt = performance.now() - begin),
    now: () => {
      looks += 1;
      return performance.now();
    },
  });
  heartbeat.start();
  jest.advanceTimersByTime(1000);
  expect(looks).toBeLessThan(5);
  jest.advanceTimersByTime(2 ** 32);
  expect(diedAt).toBe(2 ** 32);
});
