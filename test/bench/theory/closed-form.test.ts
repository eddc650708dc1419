import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SCENARIO, type Scenario } from '../../../bench/scenario.ts';
import { closedForm } from '../../../bench/theory/closed-form.ts';
import { gateOf } from '../../../bench/theory/gate.ts';
import { summaryOfWaits } from '../../../bench/theory/waits.ts';

/** Half a second between messages, 50 ms one way. */
const over = (changes: Partial<Scenario>): Scenario => ({ ...DEFAULT_SCENARIO, rate: 2, rttMs: 100, ...changes });

const flat = (ms: number) => ({ mean: ms, p50: ms, p90: ms, p99: ms, p999: ms, max: ms });

describe('short polling, by hand', () => {
  test('at a fixed delay the cycle is the interval and the round trip', () => {
    const found = closedForm(over({}), 'short-polling')!;
    expect(found.deliveryLegMs).toMatchObject({ mean: 600, p50: 600, p90: 1040, p99: 1139, max: 1150 });
    expect(found.cost.requestsPerMessage).toBeCloseTo(500 / 1100, 9);
  });

  test('without keep-alive a poll takes another round trip, and so does a send', () => {
    const even = over({ keepAlive: false, schedule: 'periodic' });
    const found = closedForm(even, 'short-polling')!;
    expect(found.deliveryLegMs).toMatchObject({ mean: 650, max: 1250 });
    expect(found.latencyMs).toMatchObject({ mean: 800, max: 1400 });
    expect(found.freshnessMs).toEqual({ meanAge: 150 + 50 + 250 + 600, meanPeakAge: 800 + 500 });
    expect(found.cost).toEqual({ requestsPerMessage: 500 / 1200, emptyShare: 0 });
  });

  test.each([
    [1000, 0, 1000],
    [101, 0, 101],
    // An answer that comes as the next poll is due, or later, has missed it.
    [100, 0, 200],
    [40, 0, 120],
    [101, 1, 202],
  ])('at a fixed rate of %d ms and a turnaround of %d the cycle is %d', (pollIntervalMs, turnaroundMs, cycleMs) => {
    const scenario = over({ pollDiscipline: 'fixed-rate', pollIntervalMs });
    expect(closedForm(scenario, 'short-polling', turnaroundMs)!.deliveryLegMs!.max).toBeCloseTo(50 + cycleMs, 9);
  });

  test('without a round trip nothing waits at the sender', () => {
    const found = closedForm(over({ rttMs: 0 }), 'short-polling')!;
    expect(found.latencyMs).toEqual(found.deliveryLegMs);
    expect(found.freshnessMs).toEqual({ meanAge: 500 + 500, meanPeakAge: 500 + 500 });
    expect(found.cost.requestsPerMessage).toBe(0.5);
    expect(found.cost.emptyShare).toBeCloseTo(Math.exp(-2), 12);
  });

  test('even messages that come less often than polls leave some of them empty', () => {
    const scenario = over({ rttMs: 0, schedule: 'periodic', pollIntervalMs: 200 });
    expect(closedForm(scenario, 'short-polling')!.cost).toEqual({ requestsPerMessage: 2.5, emptyShare: 0.6 });
  });

  test('without interval and round trip it is as fast as a WebSocket, at a cost that nobody knows', () => {
    const scenario = over({ rttMs: 0, pollIntervalMs: 0 });
    const found = closedForm(scenario, 'short-polling')!;
    expect(found).toEqual({
      ...closedForm(scenario, 'websocket')!,
      cost: { requestsPerMessage: null, emptyShare: null },
    });
  });
});

describe('long polling, by hand', () => {
  test('from many senders: at most three transits, and p99 that of the few who wait', () => {
    const { waitShare } = gateOf(2 / 1000, 100, 15_000);
    expect(waitShare).toBeCloseTo(0.2 / (0.2 + Math.exp(-0.2)), 9);
    const { mean, p50, p99, max } = summaryOfWaits({ constantMs: 50, gapShare: waitShare, gapMs: 100 });
    expect([p50, max]).toEqual([50, 3 * 50]);
    expect(mean).toBeCloseTo(50 + waitShare * 50, 9);
    expect(p99).toBeCloseTo(50 + 100 * (1 - 0.01 / waitShare), 9);
  });

  test('from one sender the polls are in step with the outbox, and messages wait there', () => {
    const found = closedForm(over({}), 'long-polling')!;
    const { waitShare } = gateOf(2 / 1000, 100, Infinity);
    expect(found.deliveryLegMs).toEqual(flat(50));
    expect(found.latencyMs).toMatchObject({ p50: 100, max: 200 });
    expect(found.latencyMs!.mean).toBeCloseTo(100 + waitShare * 50, 9);
    expect(found.freshnessMs.meanPeakAge).toBeCloseTo(500 + 100 + waitShare * 50, 9);
    expect(found.cost.requestsPerMessage).toBeCloseTo(1 / (0.2 + Math.exp(-0.2)), 9);
  });

  test('without keep-alive the held poll is connected, the next message and the next poll are not', () => {
    const found = closedForm(over({ keepAlive: false }), 'long-polling')!;
    expect(found.deliveryLegMs).toEqual(flat(50));
    expect(found.latencyMs).toMatchObject({ p50: 200, max: 400 });
  });

  test('the mean age behind a gate is about 1/λ + λ²g³/6', () => {
    for (const rate of [0.0001, 0.0005])
      expect(gateOf(rate, 100, Infinity).meanAgeMs - 1 / rate).toBeCloseTo((rate ** 2 * 100 ** 3) / 6, 2);
  });

  test('a gate that is never shut does nothing, and one that is held for no time is a poll', () => {
    expect(gateOf(0.002, 0, Infinity)).toEqual({ waitShare: 0, turnsPerMessage: 1, emptyShare: 0, meanAgeMs: 500 });
    const poll = gateOf(0.002, 100, 0);
    expect(poll.waitShare).toBe(1);
    expect(poll.turnsPerMessage).toBeCloseTo(5, 9);
    expect(poll.emptyShare).toBeCloseTo(Math.exp(-0.2), 9);
    expect(poll.meanAgeMs).toBeCloseTo(500 + 50, 9);
  });

  test('even messages meet a held poll; long pauses are empty answers', () => {
    const at = (rate: number, holdMs: number) =>
      closedForm(over({ schedule: 'periodic', rate, holdMs }), 'long-polling');
    expect(at(2, 15_000)).toEqual({
      latencyMs: flat(100),
      deliveryLegMs: flat(50),
      freshnessMs: { meanAge: 350, meanPeakAge: 600 },
      cost: { requestsPerMessage: 1, emptyShare: 0 },
    });
    // Two turns of 100 + 150 ms are over at 500, and the third poll comes at 600.
    expect(at(1000 / 650, 150)!.cost).toEqual({ requestsPerMessage: 3, emptyShare: 2 / 3 });
    expect(at(1000 / 550, 150)).toBeNull();
  });
});

test('a WebSocket adds two transits to the age of what is sent', () => {
  const of = (schedule: Scenario['schedule']) => closedForm(over({ schedule }), 'websocket')!;
  expect(of('poisson').freshnessMs).toEqual({ meanAge: 600, meanPeakAge: 600 });
  expect(of('periodic').freshnessMs).toEqual({ meanAge: 350, meanPeakAge: 600 });
  expect(of('burst').freshnessMs).toEqual({ meanAge: 2600, meanPeakAge: 5100 });
  expect(of('burst')).toMatchObject({ latencyMs: flat(100), deliveryLegMs: flat(50), cost: { requestsPerMessage: 0 } });
});

test.each([
  ['jitter', { jitterMs: 1 }, 'websocket'],
  ['a bound on the bandwidth', { bandwidth: 1e6 }, 'websocket'],
  ['bursts over HTTP', { schedule: 'burst' }, 'short-polling'],
  ['bursts over HTTP', { schedule: 'burst' }, 'long-polling'],
  ['even messages faster than requests', { schedule: 'periodic', rate: 11 }, 'short-polling'],
  ['even messages as fast as requests', { schedule: 'periodic', rate: 10 }, 'long-polling'],
  [
    'even messages in step with polls at a fixed rate',
    { schedule: 'periodic', pollDiscipline: 'fixed-rate' },
    'short-polling',
  ],
  ['more messages than a page takes', { rate: 200, rttMs: 1 }, 'short-polling'],
  ['larger batches than the outbox sends', { payloadBytes: 8192 }, 'short-polling'],
  ['holds that often end empty', { holdMs: 1000 }, 'long-polling'],
  ['asking without end', { rttMs: 0, holdMs: 0 }, 'long-polling'],
] as const)('%s: no formula', (_, changes, transport) => {
  expect(closedForm(over({}), transport)).not.toBeNull();
  expect(closedForm(over(changes), transport)).toBeNull();
});

test('out of step with the outbox by a turnaround: no formula', () => {
  expect(closedForm(over({}), 'long-polling', 1)).toBeNull();
});
