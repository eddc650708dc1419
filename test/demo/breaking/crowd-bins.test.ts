import { expect, test } from '@jest/globals';
import { binsOf, peakOf } from '../../../clients/demo/breaking/crowd-bins.ts';

test('arrivals are counted in stretches of 100 ms, and what is before or after them is left out', () => {
  expect(binsOf([999, 1000, 1099.9, 1100, 1399, 1400], 1000, 4)).toEqual([2, 1, 0, 1]);
});

test('the peak is that of any stretch of 100 ms, also across two bins', () => {
  expect(peakOf([])).toBe(0);
  expect(peakOf([0, 90, 110, 189, 300])).toBe(3);
  expect(peakOf([0, 100, 200])).toBe(1);
});
