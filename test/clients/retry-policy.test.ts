import { describe, expect, test } from '@jest/globals';
import { TransportFault } from '../../clients/core/fault.ts';
import { fullJitter } from '../../clients/core/retry-policy.ts';

const broken = new TransportFault('retry', 'network', '');

describe('L9 W5 exponential backoff with full jitter', () => {
  test('the longest wait doubles, up to the cap', () => {
    const policy = fullJitter({ baseMs: 100, capMs: 1000 });
    const longest = Array.from({ length: 8 }, (_, attempt) => policy.delayMs(attempt, broken, () => 1));
    expect(longest).toEqual([100, 200, 400, 800, 1000, 1000, 1000, 1000]);
  });

  test('any part of it may be drawn, from none to all', () => {
    const policy = fullJitter();
    expect([0, 0.5, 1].map((drawn) => policy.delayMs(2, broken, () => drawn))).toEqual([0, 500, 1000]);
  });

  test('by default it begins at 250 ms and ends at 30 s, however long it goes on', () => {
    const policy = fullJitter();
    expect(policy.delayMs(0, broken, () => 1)).toBe(250);
    expect(policy.delayMs(5000, broken, () => 1)).toBe(30_000);
  });

  test('a time that the server names comes first, the jitter on top', () => {
    const busy = new TransportFault('retry', 'overloaded', '', { afterMs: 5000 });
    expect(fullJitter().delayMs(0, busy, () => 0.5)).toBe(5125);
  });
});
