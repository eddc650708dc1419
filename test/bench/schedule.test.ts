import { describe, expect, test } from '@jest/globals';
import { planRound } from '../../bench/plan.ts';
import { seeded, shuffled } from '../../bench/random.ts';
import { DEFAULT_SCENARIO } from '../../bench/scenario.ts';
import { BURST, createSchedule, type ScheduleName } from '../../bench/schedule.ts';

function times(name: ScheduleName, rate: number, count: number, seed = 1): number[] {
  const schedule = createSchedule(name, rate, seeded(seed, name));
  return Array.from({ length: count }, (_, i) => schedule.intendedAtMs(i));
}

const gaps = (list: readonly number[]): number[] => list.slice(1).map((at, i) => at - list[i]!);
const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;

describe('schedules', () => {
  test.each(['poisson', 'periodic', 'burst'] as const)('%s keeps its rate, and never goes back', (name) => {
    const at = times(name, 20, 10_000);
    expect(at.at(-1)! / 10_000).toBeCloseTo(50, -1);
    expect(Math.min(...gaps(at))).toBeGreaterThanOrEqual(0);
  });

  test('poisson: gaps are exponentially distributed', () => {
    const gap = gaps(times('poisson', 10, 20_000));
    expect(mean(gap)).toBeGreaterThan(97);
    expect(mean(gap)).toBeLessThan(103);
    // Mean and standard deviation are the same, and 1/e of the gaps are longer than the mean.
    expect(Math.sqrt(mean(gap.map((g) => (g - 100) ** 2)))).toBeCloseTo(100, -1);
    expect(gap.filter((g) => g > 100).length / gap.length).toBeCloseTo(Math.exp(-1), 1);
  });

  test('periodic: all gaps are the same, the beginning is drawn', () => {
    const at = times('periodic', 4, 100);
    expect(Math.max(...gaps(at)) - Math.min(...gaps(at))).toBeLessThan(1e-9);
    expect(at[0]).toBeGreaterThanOrEqual(0);
    expect(at[0]).toBeLessThan(250);
    expect(times('periodic', 4, 1, 2)[0]).not.toBe(at[0]);
  });

  test('burst: so many at once, then a pause that keeps the rate', () => {
    const at = times('burst', 20, 3 * BURST);
    expect(gaps(at).filter((gap) => gap === 0)).toHaveLength(3 * (BURST - 1));
    expect(at[BURST]! - at[0]!).toBeCloseTo(BURST * 50, 9);
  });
});

describe('the plan of a round', () => {
  test('is the same for the same seed and round, another for another', () => {
    expect(planRound(DEFAULT_SCENARIO, 1)).toEqual(planRound(DEFAULT_SCENARIO, 1));
    expect(planRound(DEFAULT_SCENARIO, 2)).not.toEqual(planRound(DEFAULT_SCENARIO, 1));
    expect(planRound({ ...DEFAULT_SCENARIO, seed: 2 }, 1)).not.toEqual(planRound(DEFAULT_SCENARIO, 1));
  });

  test('does not depend on which transports are measured', () => {
    expect(planRound({ ...DEFAULT_SCENARIO, transports: ['websocket'] }, 1)).toEqual(planRound(DEFAULT_SCENARIO, 1));
  });

  test('is in the order of time, within the round, of all pairs', () => {
    const plan = planRound({ ...DEFAULT_SCENARIO, durationMs: 60_000 }, 1);
    expect([...plan.intendedAtMs]).toEqual([...plan.intendedAtMs].toSorted((a, b) => a - b));
    expect(plan.intendedAtMs.at(-1)).toBeLessThan(61_000);
    expect(new Set(plan.pair).size).toBe(20);
    expect(plan.size / (20 * 2 * 61)).toBeCloseTo(1, 1);
  });
});

describe('random numbers', () => {
  test('are the same for the same path and unlike for another', () => {
    const draw = (...path: (string | number)[]): number[] => {
      const random = seeded(1, ...path);
      return Array.from({ length: 5 }, () => random());
    };
    expect(draw('a', 1)).toEqual(draw('a', 1));
    expect(draw('a', 1)).not.toEqual(draw('a', 2));
    expect(draw('a', 12)).not.toEqual(draw('a1', 2));
  });

  test('the order of a round is drawn: each one comes first about as often', () => {
    const first = Array.from({ length: 3000 }, (_, round) => shuffled(['a', 'b', 'c'], seeded(1, 'order', round))[0]!);
    for (const name of ['a', 'b', 'c'])
      expect(first.filter((each) => each === name).length / 3000).toBeCloseTo(1 / 3, 1);
    expect(shuffled([1, 2, 3, 4], seeded(1)).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
  });
});
