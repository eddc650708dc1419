import { expect, test } from '@jest/globals';
import { seeded, shuffled } from '../../bench/random.ts';

test('a stream is the same for the same path, and another for each other', () => {
  const draws = (...path: (string | number)[]): number[] => {
    const random = seeded(1, ...path);
    return [random(), random(), random()];
  };
  expect(draws('polls', 3)).toEqual(draws('polls', 3));
  expect(draws('polls', 3)).not.toEqual(draws('polls', 4));
  expect(draws('polls', 3)).not.toEqual(draws('load', 3));
});

// Such are the phases of polls: were those of neighbours alike, all would ask together.
test('streams whose paths differ in their last character begin anywhere', () => {
  for (const path of ['b', 'start', 'schedule']) {
    const first = Array.from({ length: 1000 }, (_, i) => seeded(7, path, i)());
    const tenths = Array.from({ length: 10 }, (_, tenth) => first.filter((x) => Math.floor(10 * x) === tenth).length);
    for (const count of tenths) expect(Math.abs(count - 100)).toBeLessThan(40);
    const neighbours = first.slice(1).map((x, i) => Math.abs(x - first[i]!));
    // The difference of two that have nothing to do with each other is a third on average.
    expect(neighbours.reduce((sum, x) => sum + x, 0) / neighbours.length).toBeCloseTo(1 / 3, 1);
    const twenty = first.slice(0, 20).toSorted((a, b) => a - b);
    const gaps = twenty.slice(1).map((x, i) => x - twenty[i]!);
    expect(gaps.filter((gap) => gap < 0.001).length).toBeLessThanOrEqual(3);
  }
});

test('a shuffled list has every order about as often', () => {
  const orders = new Map<string, number>();
  for (let i = 0; i < 600; i += 1) {
    const order = shuffled(['a', 'b', 'c'], seeded(1, 'order', i)).join('');
    orders.set(order, (orders.get(order) ?? 0) + 1);
  }
  expect(orders.size).toBe(6);
  for (const count of orders.values()) expect(Math.abs(count - 100)).toBeLessThan(40);
});
