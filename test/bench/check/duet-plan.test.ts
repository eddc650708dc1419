import { describe, expect, test } from '@jest/globals';
import { CHECK_SCENARIO } from '../../../bench/check/check-scenario.ts';
import { mergePlans, planDuet } from '../../../bench/check/duet-plan.ts';

const scenario = { ...CHECK_SCENARIO, durationMs: 20_000 };

describe('a duet', () => {
  const { base, candidate } = planDuet(scenario, 1, 'websocket');

  test('sends both sides as many messages as the scenario says of each', () => {
    expect(base.size).toBe(candidate.size);
    // A hundred a second for 22 s.
    expect(base.size).toBeGreaterThan(2000);
    expect(base.size).toBeLessThan(2400);
  });

  test('has the two of a pair follow each other, either first as often as not', () => {
    let baseFirst = 0;
    for (let i = 0; i < base.size; i += 1) {
      if (base.intendedAtMs[i]! < candidate.intendedAtMs[i]!) baseFirst += 1;
      const [end, nextBegin] = [
        Math.max(base.intendedAtMs[i]!, candidate.intendedAtMs[i]!),
        Math.min(base.intendedAtMs[i + 1] ?? Infinity, candidate.intendedAtMs[i + 1] ?? Infinity),
      ];
      expect(end).toBeLessThanOrEqual(nextBegin);
    }
    expect(baseFirst / base.size).toBeGreaterThan(0.45);
    expect(baseFirst / base.size).toBeLessThan(0.55);
  });

  test('is the same for the same seed, and another for each boot', () => {
    expect(planDuet(scenario, 1, 'websocket')).toEqual({ base, candidate });
    expect(planDuet(scenario, 2, 'websocket').base.intendedAtMs).not.toEqual(base.intendedAtMs);
  });

  test('goes into one plan with others, in the order of time', () => {
    const merged = mergePlans([base, candidate]);
    expect(merged.size).toBe(2 * base.size);
    expect([...merged.intendedAtMs]).toEqual([...merged.intendedAtMs].toSorted((a, b) => a - b));
    for (const i of [0, 7, merged.size - 1]) {
      const of = [base, candidate][merged.plan[i]!]!;
      expect(merged.intendedAtMs[i]).toBe(of.intendedAtMs[merged.index[i]!]);
      expect(merged.pair[i]).toBe(of.pair[merged.index[i]!]);
    }
  });
});
