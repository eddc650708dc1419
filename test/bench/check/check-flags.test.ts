import { describe, expect, test } from '@jest/globals';
import { halved, looksOf, parseAlpha, parseBoots, parseBudgets } from '../../../bench/check/check-flags.ts';
import { DEFAULT_BUDGETS, inShares, limitsOf } from '../../../bench/check/statistics/budget.ts';
import { quantile } from '../../../bench/check/statistics/series.ts';
import { seeded } from '../../../bench/random.ts';

test.each([
  [3, [3]],
  [4, [3, 4]],
  [9, [3, 4, 5, 6, 7, 8, 9]],
])('of %d boots it looks after %j', (boots, looks) => {
  expect(looksOf(boots)).toEqual(looks);
});

describe('budgets', () => {
  test('are read in the unit of each, and the others stay', () => {
    expect(parseBudgets('p50=3%, p95=+1.5ms')).toEqual({
      p50: { unit: 'ratio', regression: 0.03, acceptable: expect.closeTo(0.048, 9), leastMs: 0.02 },
      p95: { unit: 'ms', regression: 1.5, acceptable: 4.5 },
      p99: DEFAULT_BUDGETS.p99,
    });
    expect(parseBudgets('p99=+1ms').p99).toEqual({ unit: 'ms', regression: 1, acceptable: 2 });
    expect(parseBudgets('p99=1pt').p99).toEqual({ unit: 'share', regression: 0.01, acceptable: 0.02 });
  });

  test.each(['', 'p50', 'p50=5', 'p90=5%', 'p50=5pt', 'p99=5%', 'p50=0%', 'p50=-5%', 'p50=5%,,'])(
    '"%s" are none',
    (text) => {
      expect(() => parseBudgets(text)).toThrow(/is no budget|points|mostly noise|call noise a regression/i);
    },
  );

  test('can be halved', () => {
    expect(halved(DEFAULT_BUDGETS).p50).toMatchObject({ regression: 0.025, acceptable: expect.closeTo(0.04, 9) });
    expect(halved(DEFAULT_BUDGETS).p99).toMatchObject({ regression: 0.003, acceptable: 0.006 });
  });

  test('are never below what anybody would notice', () => {
    const { p50, p99 } = DEFAULT_BUDGETS;
    expect(limitsOf(p50, 1).regression).toBeCloseTo(Math.log(1.05), 10);
    expect(limitsOf(p50, 1).acceptable).toBeCloseTo(Math.log(1.08), 10);
    expect(limitsOf(p50, 0.1).regression).toBeCloseTo(Math.log(1.2), 10);
    expect(limitsOf(p50, 0.1).acceptable).toBeCloseTo(Math.log(1.32), 10);
    expect(limitsOf({ unit: 'ms', regression: 1, acceptable: 2 }, 4).regression).toBeCloseTo(Math.log(1.25), 10);
    expect(limitsOf(p99, 4)).toEqual({ regression: 0.006, acceptable: 0.012 });
  });

  test('of p99, in ms, are as many messages more as lie beyond it when all slow ones take so much longer', () => {
    // 400,000 messages with an exponential tail of scale 2 ms; the candidate's take 1 ms longer.
    const random = seeded(1, 'tail');
    const tail = (): number => -2 * Math.log(1 - random());
    const base = Float64Array.from({ length: 200_000 }, tail).toSorted();
    const candidate = Float64Array.from({ length: 200_000 }, () => tail() + 1).toSorted();
    const limit = quantile(Float64Array.from([...base, ...candidate]).toSorted(), 0.99);
    const above = (all: Float64Array): number => all.filter((ms) => ms > limit).length / all.length;
    const budget = inShares(parseBudgets('p99=1ms').p99, quantile(base, 0.95), quantile(base, 0.99));
    expect(budget.unit).toBe('share');
    expect(budget.regression).toBeCloseTo(above(candidate) - above(base), 3);
    expect(budget.acceptable).toBeCloseTo(0.02 * Math.tanh(0.5), 3);
    expect(inShares(DEFAULT_BUDGETS.p99, 4, 8)).toBe(DEFAULT_BUDGETS.p99);
  });
});

test('nonsense is refused', () => {
  for (const text of ['0', '0.5', 'some', '']) expect(() => parseAlpha(text)).toThrow('Give a probability');
  for (const text of ['2', '0', 'nine']) expect(() => parseBoots(text)).toThrow(/at least 3|whole number/i);
  expect([parseAlpha('0.05'), parseBoots('3')]).toEqual([0.05, 3]);
});
