import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SCENARIO, type Scenario } from '../../../bench/scenario.ts';
import { simulate } from '../../../bench/theory/simulation.ts';
import { theories } from '../../../bench/theory/theories.ts';
import { timesOf } from '../../../bench/theory/times.ts';
import { TRANSPORT_NAMES } from '../../../servers/protocol/transport-name.ts';

/** A message in ten seconds, over a link whose jitter lets no two runs be alike by chance. */
const scenario: Scenario = { ...DEFAULT_SCENARIO, rate: 0.1, rttMs: 40, jitterMs: 5 };
const few = { messages: 400, pairs: 4 };

describe.each(TRANSPORT_NAMES)('%s', (transport) => {
  const theory = theories[transport];

  test.each([
    ['pollIntervalMs', { pollIntervalMs: 300 }],
    ['pollDiscipline', { pollDiscipline: 'fixed-rate' }],
    ['holdMs', { holdMs: 700 }],
  ] as const)('heeds %s where it says so, and only there', (setting, change) => {
    const isSame = equal(simulate({ ...scenario, ...change }, transport, few), simulate(scenario, transport, few));
    expect(isSame).toBe(!theory.ownSettings.includes(setting));
  });

  test('asks about as often as it says while nothing is sent', () => {
    const silent: Scenario = { ...scenario, rate: 0.001, schedule: 'periodic' };
    const times = timesOf(silent, 0);
    const expected = times.spacingMs / theory.asksEveryMs(silent, times);
    const { requestsPerMessage } = simulate(silent, transport, few).cost;
    expect(Math.abs(requestsPerMessage! - expected)).toBeLessThanOrEqual(0.02 * expected);
  });
});

function equal(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
