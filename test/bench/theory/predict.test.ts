import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SCENARIO, type Scenario } from '../../../bench/scenario.ts';
import { differenceOf } from '../../../bench/theory/difference.ts';
import { predict } from '../../../bench/theory/predict.ts';
import { TRANSPORT_NAMES } from '../../../servers/protocol/transport-name.ts';

const over = (changes: Partial<Scenario>): Scenario => ({ ...DEFAULT_SCENARIO, rttMs: 40, ...changes });

describe('a prediction', () => {
  test.each(['short-polling', 'long-polling', 'websocket'] as const)('of %s is a formula by default', (transport) => {
    for (const scenario of [DEFAULT_SCENARIO, over({}), over({ keepAlive: false })])
      expect(predict(scenario, transport).source).toBe('closed form');
  });

  test.each([
    ['jitter', { jitterMs: 5 }],
    ['a narrow line', { bandwidth: 65_536 }],
    ['bursts', { schedule: 'burst' }],
    ['short holds', { holdMs: 500 }],
    ['as good as nothing to say', { rate: 0.001, jitterMs: 5, pollIntervalMs: 100 }],
  ] as const)('with %s is simulated, and complete', (_, changes) => {
    const theory = predict(over(changes), 'long-polling');
    expect(theory.source).toBe('simulation');
    expect(theory.latencyMs!.mean).toBeGreaterThan(39);
    expect(theory.latencyMs!.mean).toBeLessThan(200);
    expect(theory.deliveryLegMs!.p50).toBeGreaterThan(0);
    expect(theory.freshnessMs.meanAge).toBeGreaterThan(40);
    expect(theory.cost.requestsPerMessage).toBeGreaterThan(0);
    expect(theory.cost.emptyShare).toBeLessThan(1);
  });

  test('with hardly any jitter is hardly another', () => {
    for (const transport of TRANSPORT_NAMES) {
      const [plain, shaken] = [predict(over({}), transport), predict(over({ jitterMs: 0.01 }), transport)];
      expect(shaken.latencyMs!.mean / plain.latencyMs!.mean).toBeCloseTo(1, 1);
      expect(shaken.freshnessMs.meanAge! / plain.freshnessMs.meanAge!).toBeCloseTo(1, 1);
    }
  });
});

describe('the difference', () => {
  const theory = predict(over({}), 'short-polling');

  test('is what was measured less what was predicted', () => {
    const { latencyMs, deliveryLegMs, freshnessMs, cost } = theory;
    const none = { mean: 0, p50: 0, p90: 0, p99: 0, p999: 0, max: 0 };
    const noCosts = {
      bytesUpPerMessage: null,
      bytesDownPerMessage: null,
      publishRequestsPerMessage: null,
      publishBytesUpPerMessage: null,
      publishBytesDownPerMessage: null,
      serverCpuMicrosPerMessage: null,
      serverRssBytes: null,
    };
    const slower = { ...latencyMs!, mean: latencyMs!.mean + 8, p99: latencyMs!.p99 - 2 };
    const measured = {
      latencyMs: slower,
      deliveryLegMs,
      freshnessMs: { ...freshnessMs, meanAge: freshnessMs.meanAge! + 0.5 },
      cost: { ...noCosts, ...cost, emptyShare: cost.emptyShare! + 0.25 },
    };
    expect(differenceOf(measured, theory)).toEqual({
      latencyMs: { ...none, mean: 8, p99: -2 },
      deliveryLegMs: none,
      freshnessMs: { meanAge: 0.5, meanPeakAge: 0 },
      cost: { requestsPerMessage: 0, emptyShare: 0.25 },
    });
    const unknown = { ...measured, deliveryLegMs: null, freshnessMs: { meanAge: null, meanPeakAge: null } };
    expect(differenceOf(unknown, theory)).toMatchObject({
      latencyMs: { mean: 8 },
      deliveryLegMs: null,
      freshnessMs: { meanAge: null, meanPeakAge: null },
    });
    expect(
      differenceOf(measured, { ...theory, latencyMs: null, cost: { requestsPerMessage: null, emptyShare: null } }),
    ).toMatchObject({ latencyMs: null, cost: { requestsPerMessage: null, emptyShare: null } });
  });
});
