import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ageOver, type Update } from '../../bench/freshness.ts';

test('by hand: a saw-tooth of two teeth', () => {
  const updates = [
    { intendedAtMs: 0, handledAtMs: 10 },
    { intendedAtMs: 20, handledAtMs: 25 },
  ];
  // From 10 to 25 the age goes from 10 to 25, from 25 to 40 from 5 to 20.
  expect(ageOver(updates, 0, 40)).toEqual({ area: 17.5 * 15 + 12.5 * 15, span: 30, peakSum: 25, peaks: 1 });
});

test('what was known before the window counts in it; before anything is known there is no age', () => {
  expect(ageOver([{ intendedAtMs: 0, handledAtMs: 5 }], 10, 20)).toEqual({
    area: 15 * 10,
    span: 10,
    peakSum: 0,
    peaks: 0,
  });
  expect(ageOver([], 0, 100)).toEqual({ area: 0, span: 0, peakSum: 0, peaks: 0 });
  expect(ageOver([{ intendedAtMs: 0, handledAtMs: 100 }], 0, 100)).toEqual({ area: 0, span: 0, peakSum: 0, peaks: 0 });
});

test('an older message that comes late makes nobody younger', () => {
  const newer = { intendedAtMs: 10, handledAtMs: 12 };
  const late = { intendedAtMs: 5, handledAtMs: 15 };
  expect(ageOver([newer, late], 0, 20)).toEqual(ageOver([newer], 0, 20));
});

test('the integral agrees with brute force', () => {
  const update = fc.record({ intendedAtMs: fc.nat(200), delay: fc.nat(60) });
  const window = fc.tuple(fc.nat(250), fc.nat(250)).filter(([from, to]) => from < to);
  fc.assert(
    fc.property(fc.array(update, { maxLength: 20 }), window, (drawn, [from, to]) => {
      const updates: Update[] = drawn
        .map(({ intendedAtMs, delay }) => ({ intendedAtMs, handledAtMs: intendedAtMs + delay }))
        .toSorted((a, b) => a.handledAtMs - b.handledAtMs);
      // All times are whole, so that the age grows linearly within each millisecond.
      let area = 0;
      let span = 0;
      for (let t = from; t < to; t += 1) {
        const known = updates.filter(({ handledAtMs }) => handledAtMs <= t).map(({ intendedAtMs }) => intendedAtMs);
        if (known.length === 0) continue;
        area += t + 0.5 - Math.max(...known);
        span += 1;
      }
      const sums = ageOver(updates, from, to);
      expect(sums.area).toBeCloseTo(area, 6);
      expect(sums.span).toBe(span);
    }),
    { numRuns: 500 },
  );
});

test('at even times with a constant delay the mean age is delay + P/2, the peak delay + P', () => {
  const [period, delay] = [100, 7];
  const updates = Array.from({ length: 1000 }, (_, i) => ({
    intendedAtMs: i * period,
    handledAtMs: i * period + delay,
  }));
  const { area, span, peakSum, peaks } = ageOver(updates, 10 * period, 990 * period);
  expect(area / span).toBeCloseTo(delay + period / 2, 6);
  expect(peakSum / peaks).toBeCloseTo(delay + period, 6);
});
