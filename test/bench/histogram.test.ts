import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Histogram } from '../../bench/histogram.ts';

const millis = fc.double({ min: 0, max: 100_000, noNaN: true });

/** To a thousandth of the value, or the microsecond below which nothing is told apart. */
function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= Math.max(0.001 * b, 0.001);
}

function histogramOf(values: readonly number[]): Histogram {
  const histogram = Histogram.empty();
  for (const value of values) histogram.record(value);
  return histogram;
}

test('agrees with a sorted array to three digits', () => {
  fc.assert(
    fc.property(fc.array(millis, { minLength: 1, maxLength: 500 }), (values) => {
      const sorted = values.toSorted((a, b) => a - b);
      const summary = histogramOf(values).summary()!;
      const exact = (percent: number): number => sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)]!;
      expect(near(summary.p50, exact(50))).toBe(true);
      expect(near(summary.p90, exact(90))).toBe(true);
      expect(near(summary.p99, exact(99))).toBe(true);
      expect(near(summary.p999, exact(99.9))).toBe(true);
      expect(near(summary.max, sorted.at(-1)!)).toBe(true);
      expect(near(summary.mean, values.reduce((sum, value) => sum + value, 0) / values.length)).toBe(true);
    }),
  );
});

test('merged, encoded and decoded, it is still the histogram of all samples, to three digits', () => {
  fc.assert(
    fc.property(fc.array(fc.array(millis, { maxLength: 50 }), { maxLength: 5 }), (parts) => {
      const whole = histogramOf(parts.flat());
      const merged = Histogram.merge(parts.map((part) => Histogram.decode(histogramOf(part).encode())));
      const [a, b] = [merged.summary(), whole.summary()];
      expect(a === null).toBe(b === null);
      for (const name of ['mean', 'p50', 'p90', 'p99', 'p999', 'max'] as const) {
        expect(near(a?.[name] ?? 0, b?.[name] ?? 0)).toBe(true);
      }
      expect(merged.count).toBe(parts.flat().length);
    }),
    { numRuns: 50 },
  );
});

test('without samples there are no figures', () => {
  expect(Histogram.empty().summary()).toBeNull();
  expect(Histogram.empty().percentile(50)).toBeNaN();
});

test('a time below 0 is 0, one beyond an hour an hour: every sample counts', () => {
  const histogram = histogramOf([-0.5, 4_000_000]);
  expect(histogram.count).toBe(2);
  expect(histogram.summary()).toMatchObject({ p50: 0 });
  expect(histogram.summary()!.max / 3_600_000).toBeCloseTo(1, 2);
});
