import { expect, test } from '@jest/globals';
import { describePlan, planFor } from './plan.ts';

test('the same seed is the same plan, another seed another', () => {
  expect(planFor(4711)).toEqual(planFor(4711));
  expect(planFor(4711)).not.toEqual(planFor(4712));
});

test('plans differ in everything that there is', () => {
  const plans = Array.from({ length: 300 }, (_, seed) => planFor(seed));
  const kinds = plans.flatMap(({ steps }) => steps.map(({ action }) => action.kind));
  expect([...new Set(kinds)].toSorted()).toEqual([
    'black hole',
    'cut',
    'half-close',
    'leave',
    'lose answers',
    'restart',
    'send',
    'sign out and in',
    'slow',
    'stall',
    'start',
    'stop',
    'use',
  ]);
});

test('a plan can be read', () => {
  const plan = planFor(4711);
  const lines = describePlan(plan);
  expect(lines).toHaveLength(1 + plan.steps.length);
  expect(lines[0]).toMatch(/^alice over \S+, bob over \S+, carol over \S+; group:all has alice, bob/);
});
