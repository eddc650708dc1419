import { describe, expect, test } from '@jest/globals';
import type { LatencySummary } from '../../../bench/histogram.ts';
import { seeded } from '../../../bench/random.ts';
import { DEFAULT_SCENARIO, type Scenario } from '../../../bench/scenario.ts';
import { createSchedule } from '../../../bench/schedule.ts';
import { closedForm } from '../../../bench/theory/closed-form.ts';
import { gateOf } from '../../../bench/theory/gate.ts';
import type { Prediction } from '../../../bench/theory/prediction.ts';
import { simulate } from '../../../bench/theory/simulation.ts';
import { theories } from '../../../bench/theory/theories.ts';
import { summaryOfWaits } from '../../../bench/theory/waits.ts';
import type { TransportName } from '../../../servers/protocol/transport-name.ts';

const MESSAGES = 24_000;

/** Half a second between messages, 50 ms one way. */
const over = (changes: Partial<Scenario>): Scenario => ({ ...DEFAULT_SCENARIO, rate: 2, rttMs: 100, ...changes });

type Case = readonly [transport: TransportName, changes: Partial<Scenario>, turnaroundMs: number];

/** Settings of every kind that the formulas cover, and a few that they don't. */
function grid(): Case[] {
  const cases: Case[] = [];
  for (const rttMs of [0, 20, 100]) {
    for (const schedule of ['poisson', 'periodic', 'burst'] as const) cases.push(['websocket', { rttMs, schedule }, 0]);
    for (const keepAlive of rttMs === 0 ? [true] : [true, false]) {
      for (const rate of [2, 5, 10]) {
        const each = { rttMs, keepAlive, rate };
        cases.push(
          ['short-polling', { ...each, pollIntervalMs: 300 }, 0],
          ['short-polling', { ...each, pollIntervalMs: 500, pollDiscipline: 'fixed-rate' }, 0],
          ['short-polling', { ...each, pollIntervalMs: 60, pollDiscipline: 'fixed-rate' }, 0],
          ['long-polling', each, 0],
        );
      }
      for (const rate of [0.9, 3.7]) {
        const even = { rttMs, keepAlive, rate, schedule: 'periodic' } as const;
        cases.push(
          ['short-polling', even, 0],
          // Never twice at the same place of the cycle.
          ['short-polling', { ...even, pollDiscipline: 'fixed-rate', pollIntervalMs: 100 * Math.PI }, 0],
          ['long-polling', even, 0],
          ['long-polling', { ...even, holdMs: 240 }, 0],
        );
      }
    }
  }
  // Without a round trip messages come to the mailbox as from many senders, and a turnaround is all of the gap.
  for (const rate of [4, 20])
    for (const turnaroundMs of [100, 300])
      for (const holdMs of [100, 1000]) cases.push(['long-polling', { rttMs: 0, rate, holdMs }, turnaroundMs]);
  return cases;
}

const off = (found: number, expected: number): number => Math.abs(found - expected) / Math.max(expected, 1e-9);

function offSummary(name: string, found: LatencySummary, expected: LatencySummary): string[] {
  const wrong = (['p50', 'p90', 'p99', 'p999'] as const).filter((each) => off(found[each], expected[each]) > 0.04);
  if (off(found.mean, expected.mean) > 0.015) return [`${name}.mean`, ...wrong.map((each) => `${name}.${each}`)];
  return wrong.map((each) => `${name}.${each}`);
}

/** The figures in which a simulation and a formula differ by more than 1.5 % of a mean (1 % of an age), 4 % of a percentile. */
function disagreements(found: Prediction, formula: Prediction): string[] {
  const wrong = [
    ...offSummary('latency', found.latencyMs!, formula.latencyMs!),
    ...offSummary('delivery leg', found.deliveryLegMs!, formula.deliveryLegMs!),
  ];
  const { freshnessMs, cost } = formula;
  if (off(found.freshnessMs.meanAge!, freshnessMs.meanAge!) > 0.01) wrong.push('mean age');
  if (off(found.freshnessMs.meanPeakAge!, freshnessMs.meanPeakAge!) > 0.01) wrong.push('mean peak age');
  if (off(found.cost.requestsPerMessage ?? 0, cost.requestsPerMessage ?? 0) > 0.01) wrong.push('requests');
  if (Math.abs((found.cost.emptyShare ?? 0) - (cost.emptyShare ?? 0)) > 0.01) wrong.push('empty share');
  return wrong;
}

/** By how much the ages of messages that take no time differ from what they are on average, with these random gaps. */
const chances = new Map<string, number>();
function chanceMs({ schedule, rate }: Scenario): number {
  const key = `${schedule} ${rate}`;
  const known = chances.get(key);
  if (known !== undefined) return known;
  const still = over({ schedule, rate, rttMs: 0 });
  const { meanAge } = simulate(still, 'websocket', { messages: MESSAGES }).freshnessMs;
  const chance = meanAge! - closedForm(still, 'websocket')!.freshnessMs.meanAge!;
  chances.set(key, chance);
  return chance;
}

function simulated(scenario: Scenario, transport: TransportName, turnaroundMs: number): Prediction {
  const found = simulate(scenario, transport, { messages: MESSAGES, turnaroundMs });
  const { meanAge, meanPeakAge } = found.freshnessMs;
  return { ...found, freshnessMs: { meanAge: meanAge! - chanceMs(scenario), meanPeakAge } };
}

describe('agrees with the formulas', () => {
  const covered = grid().filter(([transport, changes, c]) => closedForm(over(changes), transport, c) !== null);

  test('of more than a hundred settings', () => {
    expect(covered.length).toBeGreaterThan(100);
  });

  test.each(covered)('%s %j %d', (transport, changes, turnaroundMs) => {
    const scenario = over(changes);
    const formula = closedForm(scenario, transport, turnaroundMs)!;
    expect(disagreements(simulated(scenario, transport, turnaroundMs), formula)).toEqual([]);
  });

  test('of a long poll whose messages come from many senders: up to three transits', () => {
    const random = seeded(1, 'many senders');
    const arrivals = createSchedule('poisson', 4, random);
    const appendedAtMs = new Float64Array(MESSAGES).map((_, i) => arrivals.intendedAtMs(i));
    const pair = { scenario: over({}), turnaroundMs: 0, phase: 0.5, random };
    const { handledAtMs } = theories['long-polling'].read(appendedAtMs, pair, () => {});
    const leg = handledAtMs.map((handled, i) => handled - appendedAtMs[i]!).toSorted();
    const { waitShare } = gateOf(4 / 1000, 100, 15_000);
    const formula = summaryOfWaits({ constantMs: 50, gapShare: waitShare, gapMs: 100 });
    expect(off(leg.reduce((sum, each) => sum + each, 0) / MESSAGES, formula.mean)).toBeLessThan(0.01);
    expect(off(leg[MESSAGES * 0.9]!, formula.p90)).toBeLessThan(0.01);
    expect(leg.at(-1)).toBeGreaterThan(149);
    expect(leg.at(-1)).toBeLessThanOrEqual(150 + 1e-6);
  });

  test('short polling is C/2 staler than a WebSocket that is told the same', () => {
    const age = (transport: TransportName) =>
      simulate(over({ rttMs: 20 }), transport, { messages: 80_000 }).freshnessMs.meanAge!;
    expect(off(age('short-polling') - age('websocket'), 1020 / 2)).toBeLessThan(0.01);
  });
});

describe('a wrong formula is found out', () => {
  const found = (changes: Partial<Scenario>, transport: TransportName) => simulated(over(changes), transport, 0);
  const formula = (changes: Partial<Scenario>, transport: TransportName) => closedForm(over(changes), transport)!;

  test('a cycle without the round trip', () => {
    const wrong = disagreements(found({}, 'short-polling'), formula({ pollDiscipline: 'fixed-rate' }, 'short-polling'));
    expect(wrong).toEqual(expect.arrayContaining(['latency.mean', 'delivery leg.mean', 'mean age', 'requests']));
  });

  test('a connection that is there already', () => {
    for (const transport of ['short-polling', 'long-polling'] as const) {
      const wrong = disagreements(found({ keepAlive: false }, transport), formula({}, transport));
      expect(wrong).toEqual(expect.arrayContaining(['latency.mean', 'mean age', 'mean peak age', 'requests']));
    }
  });

  test('messages of one sender that come to the mailbox as if from many', () => {
    const { waitShare } = gateOf(2 / 1000, 100, 15_000);
    const deliveryLegMs = summaryOfWaits({ constantMs: 50, gapShare: waitShare, gapMs: 100 });
    const wrong = { ...formula({}, 'long-polling'), deliveryLegMs };
    expect(disagreements(found({}, 'long-polling'), wrong)).toEqual([
      'delivery leg.mean',
      'delivery leg.p90',
      'delivery leg.p99',
      'delivery leg.p999',
    ]);
  });

  test('peaks of pages in place of messages, an age without the way there, an empty share without the outbox', () => {
    const often = { pollIntervalMs: 60 };
    const right = formula(often, 'short-polling');
    const freshnessMs = { meanAge: right.freshnessMs.meanAge! - 50, meanPeakAge: 100 + 160 + 500 };
    const cost = { ...right.cost, emptyShare: Math.exp(-0.32) };
    expect(disagreements(found(often, 'short-polling'), { ...right, freshnessMs, cost })).toEqual([
      'mean age',
      'mean peak age',
      'empty share',
    ]);
  });
});

describe('beyond the formulas, by hand', () => {
  const few = { messages: 2000, pairs: 4 };

  test('of a burst the first goes at once, the others with the next request', () => {
    const bursts = simulate(over({ schedule: 'burst', rttMs: 40, rate: 10 }), 'long-polling', few);
    expect(bursts.latencyMs!.mean).toBeCloseTo((40 + 9 * 80) / 10, 3);
    expect(bursts.deliveryLegMs!.max).toBeCloseTo(20, 3);
    expect(bursts.cost.requestsPerMessage).toBeCloseTo(0.2, 3);
    const atOnce = simulate(over({ schedule: 'burst', rttMs: 0 }), 'long-polling', few);
    expect(atOnce.cost.requestsPerMessage).toBeCloseTo(0.2, 3);
  });

  test('a page holds 200; there is more', () => {
    const flood = over({ schedule: 'periodic', rate: 1000, rttMs: 0 });
    expect(simulate(flood, 'short-polling', { messages: 80_000, pairs: 2 }).cost.requestsPerMessage).toBeCloseTo(
      1 / 200,
      4,
    );
  });

  test('batches that the outbox must split can be too slow', () => {
    const load = (payloadBytes: number) =>
      simulate(over({ schedule: 'periodic', rate: 50, payloadBytes }), 'long-polling', few).latencyMs!.max;
    // 100 ms a request: 40 messages of 4 KiB in a second, or as many small ones as come.
    expect(load(64)).toBeLessThan(201);
    expect(load(4096)).toBeGreaterThan(1000);
  });

  test('bytes take their time, one after the other, over a line of bounded bandwidth', () => {
    const slow = over({ schedule: 'periodic', bandwidth: 10_000, payloadBytes: 1000 });
    const { latencyMs, deliveryLegMs } = simulate(slow, 'websocket', few);
    expect(deliveryLegMs!.max).toBeCloseTo(50 + (1000 + 157) / 10, 6);
    expect(latencyMs!.max).toBeCloseTo(100 + (1000 + 157 + 1000 + 70) / 10, 6);
    const busy = simulate({ ...slow, rate: 10 }, 'websocket', few);
    expect(busy.latencyMs!.max).toBeGreaterThan(1000);
  });

  test('jitter swings around the transit, and nothing overtakes', () => {
    const { latencyMs, deliveryLegMs } = simulate(over({ jitterMs: 40 }), 'websocket', { messages: MESSAGES });
    expect(off(latencyMs!.mean, 100)).toBeLessThan(0.02);
    expect(deliveryLegMs!.p50).toBeCloseTo(50, -1);
    expect(latencyMs!.max).toBeLessThanOrEqual(180);
    const crowded = simulate(over({ jitterMs: 40, rate: 100 }), 'websocket', { messages: MESSAGES });
    // Waits for all before it that take longer.
    expect(crowded.deliveryLegMs!.p50).toBeGreaterThan(60);
    expect(crowded.deliveryLegMs!.max).toBeLessThanOrEqual(90);
  });

  test('who asks again in no time is as fast as can be, at a cost that nobody knows', () => {
    const still = over({ rttMs: 0, pollIntervalMs: 0, holdMs: 0 });
    for (const transport of ['short-polling', 'long-polling'] as const) {
      const { latencyMs, cost } = simulate(still, transport, few);
      expect(latencyMs!.max).toBeCloseTo(0, 3);
      expect(cost).toEqual({ requestsPerMessage: null, emptyShare: null });
    }
  });

  test('the same scenario gives the same figures, another seed others', () => {
    const shaken = over({ jitterMs: 10 });
    expect(simulate(shaken, 'long-polling', few)).toEqual(simulate(shaken, 'long-polling', few));
    expect(simulate({ ...shaken, seed: 2 }, 'long-polling', few)).not.toEqual(simulate(shaken, 'long-polling', few));
  });
});
