import { describe, expect, test } from '@jest/globals';
import { bootFigures } from '../../../bench/check/statistics/boot-figures.ts';
import {
  coinUpperTail,
  fUpperTail,
  tQuantile,
  trigamma,
  trigammaInverse,
} from '../../../bench/check/statistics/distributions.ts';
import { estimate, halfWidth } from '../../../bench/check/statistics/estimate.ts';
import { fitPrior, fits, scaleToRun } from '../../../bench/check/statistics/prior.ts';
import type { Series } from '../../../bench/check/statistics/series.ts';
import { countStalls, stallsMore } from '../../../bench/check/statistics/stalls.ts';
import { seeded } from '../../../bench/random.ts';
import { normal } from './normal.ts';

describe('distributions agree with printed tables', () => {
  test.each([
    [0.025, 5, 2.5706],
    [0.005, 2, 9.9248],
    [0.001, 8, 4.5008],
    [0.025, 1e6, 1.96],
  ])('t that is exceeded with probability %d at %d degrees of freedom', (tail, degrees, value) => {
    expect(tQuantile(tail, degrees)).toBeCloseTo(value, 3);
  });

  test('F, the fair coin and the trigamma function', () => {
    expect(fUpperTail(4.2565, 2, 9)).toBeCloseTo(0.05, 4);
    expect([coinUpperTail(10, 10), coinUpperTail(0, 0), coinUpperTail(6, 10)]).toEqual([
      1 / 1024,
      1,
      expect.closeTo(386 / 1024, 12),
    ]);
    expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 10);
    for (const x of [0.01, 0.7, 3, 400]) expect(trigammaInverse(trigamma(x))).toBeCloseTo(x, 6);
  });
});

describe('the prior', () => {
  /** Variances of 500 runs of six boots each, whose true variance is drawn as the model has it. */
  function runs(degrees: number, variance: number) {
    const random = seeded(1, 'prior', degrees);
    const chiSquared = (n: number): number =>
      Array.from({ length: n }, () => normal(random) ** 2).reduce((sum, each) => sum + each, 0);
    return Array.from({ length: 500 }, () => {
      const truth = (degrees * variance) / chiSquared(degrees);
      return { variance: (truth * chiSquared(5)) / 5, degreesOfFreedom: 5 };
    });
  }

  test('is found again in what it has drawn', () => {
    const prior = fitPrior(runs(8, 4))!;
    expect(prior.variance).toBeGreaterThan(3.5);
    expect(prior.variance).toBeLessThan(4.5);
    expect(prior.degreesOfFreedom).toBeGreaterThan(6);
    expect(prior.degreesOfFreedom).toBeLessThan(11);
  });

  test('is not made of a handful of runs, nor of such as do not vary', () => {
    expect(fitPrior(runs(8, 4).slice(0, 4))).toBeNull();
    expect(fitPrior(runs(8, 0))).toBeNull();
  });

  test('does not fit a run that is much noisier, but does one that is quieter', () => {
    const prior = { variance: 1, degreesOfFreedom: 10 };
    expect(fits({ variance: 9, degreesOfFreedom: 2 }, prior)).toBe(false);
    expect(fits({ variance: 3, degreesOfFreedom: 2 }, prior)).toBe(true);
    expect(fits({ variance: 0.01, degreesOfFreedom: 2 }, prior)).toBe(true);
  });

  test('grows with the noise of all figures of a run, and of those of one kind', () => {
    const prior = { variance: 1, degreesOfFreedom: 10 };
    const figures = (['p50', 'p50', 'p99'] as const).map((kind, i) => ({
      kind,
      prior,
      own: { variance: [7, 5, 3][i]!, degreesOfFreedom: 2 },
    }));
    const scaled = scaleToRun(figures);
    expect(scaled.map(({ variance }) => variance)).toEqual([6, 6, 5]);
    // By how much is known from two or three figures of two degrees of freedom each, half of which count.
    expect(scaled.map(({ degreesOfFreedom }) => degreesOfFreedom)).toEqual(
      [2, 2, 3].map((degrees) => expect.closeTo(1 / (1 / 10 + 1 / degrees), 10)),
    );
    const quiet = figures.map((figure) => ({ ...figure, own: { variance: 0.1, degreesOfFreedom: 2 } }));
    expect(scaleToRun(quiet)).toEqual([prior, prior, prior]);
  });

  test('narrows the interval of three boots, where it fits', () => {
    const figures = [0.01, 0.03, 0.02];
    const prior = { variance: 1e-4, degreesOfFreedom: 10 };
    const [plain, moderated] = [estimate(figures, null), estimate(figures, prior)];
    expect([plain.mean, moderated.mean]).toEqual([0.02, 0.02]);
    expect(halfWidth(plain, 0.001)).toBeCloseTo((22.327 * 0.01) / Math.sqrt(3), 4);
    expect(halfWidth(moderated, 0.001)).toBeCloseTo((3.9296 * 0.01) / Math.sqrt(3), 4);
    expect(estimate([0.1, 0.5, 0.9], prior).isModerated).toBe(false);
    // What is known to vary can't agree by more than chance.
    expect(estimate([1, 1, 1], null, 0.25).standardError).toBeCloseTo(0.5 / Math.sqrt(3), 10);
  });
});

/** Messages at even times, of which `latencyOf` says how long each took. */
function series(count: number, latencyOf: (i: number) => number): Series {
  const index = Uint32Array.from({ length: count }, (_, i) => i);
  return {
    index,
    atMs: Float64Array.from(index, (i) => (i * 6000) / count),
    excessMs: Float64Array.from(index, latencyOf),
  };
}

const ROUNDS = { rounds: 6, roundMs: 1000 } as const;

describe('the figures of a boot', () => {
  const random = seeded(1, 'boot');
  const base = series(600, () => Math.exp(normal(random)));

  test('are zero for the same, and the factor for what is slower by one', () => {
    const same = bootFigures({ base, candidate: base }, ROUNDS)!;
    expect([same.p50, same.p95, same.p99]).toEqual([0, 0, 0]);
    expect(same.baseMs.p50).toBeGreaterThan(0.8);
    expect(same.baseMs.p50).toBeLessThan(1.2);
    expect(same.baseMs.p95).toBeGreaterThan(4);
    expect(same.baseMs.p95).toBeLessThan(7);
    const slower = { ...base, excessMs: base.excessMs.map((ms) => 1.1 * ms) };
    const found = bootFigures({ base, candidate: slower }, ROUNDS)!;
    expect(found.p50).toBeCloseTo(Math.log(1.1), 10);
    expect(found.p95).toBeCloseTo(Math.log(1.1), 10);
    expect(found.p99).toBeGreaterThan(0);
  });

  test('know which two messages are a pair though some are missing', () => {
    const without = (all: Series, missing: (i: number) => boolean): Series => {
      const kept = [...all.index.keys()].filter((i) => !missing(i));
      return {
        index: Uint32Array.from(kept, (i) => all.index[i]!),
        atMs: Float64Array.from(kept, (i) => all.atMs[i]!),
        excessMs: Float64Array.from(kept, (i) => all.excessMs[i]!),
      };
    };
    const found = bootFigures(
      { base: without(base, (i) => i % 5 === 0), candidate: without(base, (i) => i % 7 === 0) },
      ROUNDS,
    );
    expect(found!.p50).toBe(0);
  });

  test('leave out a slow stretch that hits both, and a tail that one round alone has', () => {
    const troubled = (i: number): boolean => i >= 100 && i < 200;
    const stalled = base.excessMs.map((ms, i) => (troubled(i) ? 20 * ms : ms));
    const found = bootFigures({ base: { ...base, excessMs: stalled }, candidate: base }, ROUNDS)!;
    expect(found.p95).toBe(0);
  });

  test('say how many messages more were beyond the 99th percentile', () => {
    const calm = series(600, () => 1);
    const spiky = series(600, (i) => (i % 50 === 0 ? 9 : 1));
    const found = bootFigures({ base: calm, candidate: spiky }, ROUNDS)!;
    expect([found.p50, found.p99]).toEqual([0, 12 / 600]);
    expect(found.p99Variance).toBeCloseTo((0.01 * 0.99 * 2) / 600, 10);
  });

  test('are none where there is too little', () => {
    expect(bootFigures({ base: series(100, () => 1), candidate: series(100, () => 1) }, ROUNDS)).toBeNull();
    expect(bootFigures({ base: series(0, () => 1), candidate: series(0, () => 1) }, ROUNDS)).toBeNull();
  });
});

describe('stalls', () => {
  const calm = series(600, () => 1);
  /** A message each 10 ms. */
  const slowAt = (took: Readonly<Record<number, number>>): Series => series(600, (i) => took[i] ?? 1);
  /** Over another transport nothing happens. */
  const counted = (base: Series, candidate: Series): unknown =>
    countStalls([
      { base, candidate },
      { base: calm, candidate: calm },
    ]);
  const stalling = slowAt({ 10: 28, 11: 19, 200: 35, 201: 26, 202: 17 });

  test('are when slow answers of one side alone come together', () => {
    expect(counted(calm, stalling)).toEqual({ base: 0, candidate: 2 });
    expect(counted(stalling, calm)).toEqual({ base: 2, candidate: 0 });
    expect(counted(stalling, stalling)).toEqual({ base: 0, candidate: 0 });
    const [lonely, mild, apart] = [slowAt({ 300: 30 }), slowAt({ 300: 13, 301: 13 }), slowAt({ 300: 15, 302: 15 })];
    for (const none of [lonely, mild, apart]) expect(counted(calm, none)).toEqual({ base: 0, candidate: 0 });
  });

  test('are none where the other side is slow just then, too: that was the machine', () => {
    expect(counted(slowAt({ 202: 11 }), stalling)).toEqual({ base: 0, candidate: 1 });
    expect(counted(slowAt({ 202: 9 }), stalling)).toEqual({ base: 0, candidate: 2 });
    expect(counted(slowAt({ 206: 11 }), stalling)).toEqual({ base: 0, candidate: 2 });
  });

  test('show in the answers of all transports together, of which one may hold several messages', () => {
    const both = (...candidates: Series[]): unknown =>
      countStalls(candidates.map((candidate) => ({ base: calm, candidate })));
    expect(both(slowAt({ 100: 18 }), slowAt({ 101: 18 }))).toEqual({ base: 0, candidate: 1 });
    expect(both(slowAt({ 100: 28, 101: 18 }), calm)).toEqual({ base: 0, candidate: 0 });
  });

  test('over one transport alone may be a single slow answer', () => {
    const one = (base: Series, candidate: Series): unknown => countStalls([{ base, candidate }]);
    expect(one(calm, slowAt({ 300: 15, 400: 15, 500: 13 }))).toEqual({ base: 0, candidate: 2 });
    expect(one(slowAt({ 400: 11 }), slowAt({ 300: 15, 400: 15 }))).toEqual({ base: 0, candidate: 1 });
  });

  test('of a boot are no more than it may say', () => {
    const ever = series(600, (i) => [28, 19][i % 20] ?? 1);
    expect(counted(calm, ever)).toEqual({ base: 0, candidate: 5 });
  });

  test('count when they are both many and improbable', () => {
    expect(stallsMore({ base: 0, candidate: 12 }, 0.001)).toBe(true);
    expect(stallsMore({ base: 0, candidate: 9 }, 0.001)).toBe(false);
    expect(stallsMore({ base: 40, candidate: 80 }, 0.001)).toBe(false);
    expect(stallsMore({ base: 40, candidate: 85 }, 0.001)).toBe(true);
    expect(stallsMore({ base: 0, candidate: 0 }, 0.001)).toBe(false);
  });
});
