import { expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CHECK_SCENARIO } from '../../../bench/check/check-scenario.ts';
import { isContinuedBy, type Ledger, priorsOf, readLedger } from '../../../bench/check/ledger.ts';
import { DEFAULT_BUDGETS } from '../../../bench/check/statistics/budget.ts';
import { fakeResult } from '../reporters/fake-result.ts';
import { temporaryFolder } from '../../harness/temporary-folder.ts';

const rules = { alpha: 0.01, looks: [3, 4, 5], budgets: DEFAULT_BUDGETS };

const ledger: Ledger = {
  schema: 1,
  kind: 'check-ledger',
  environment: fakeResult().environment,
  scenario: CHECK_SCENARIO,
  rules,
  runs: 10,
  entries: [3, 4, 5, 6, 7, 8, 4, 5, 6, 7].map((variance) => ({
    transport: 'websocket',
    metric: 'p50',
    baseMs: 1,
    variance: variance * 1e-4,
    degreesOfFreedom: 5,
  })),
  tested: [],
};

function fileWith(text: string): string {
  const file = path.join(temporaryFolder(), 'ledger.json');
  writeFileSync(file, text);
  return file;
}

test('a ledger says how what it has seen varies, and what is usual how the rest does', () => {
  const priors = priorsOf(readLedger(fileWith(JSON.stringify(ledger))), { ...CHECK_SCENARIO, seed: 7 });
  const prior = priors('websocket', 'p50')!;
  expect(prior.variance).toBeGreaterThan(4e-4);
  expect(prior.variance).toBeLessThan(7e-4);
  const usual = priorsOf(null, CHECK_SCENARIO);
  expect(priors('websocket', 'p95')).toEqual(usual('websocket', 'p95'));
  expect(usual('websocket', 'p50')).not.toEqual(prior);
  expect(usual('sse', 'p50')).toBeNull();
});

test('nothing is known of another schedule, and of a handful of runs only what is usual', () => {
  const other = { ...CHECK_SCENARIO, rate: 50 };
  expect([priorsOf(ledger, other)('websocket', 'p50'), priorsOf(null, other)('websocket', 'p50')]).toEqual([
    null,
    null,
  ]);
  const few = { ...ledger, entries: ledger.entries.slice(0, 9) };
  expect(priorsOf(few, CHECK_SCENARIO)('websocket', 'p50')).toEqual(priorsOf(null, CHECK_SCENARIO)('websocket', 'p50'));
});

test('it is continued by runs of the same load and the same rules alone', () => {
  expect(isContinuedBy(ledger, { ...CHECK_SCENARIO, seed: 7 }, rules)).toBe(true);
  expect(isContinuedBy(ledger, { ...CHECK_SCENARIO, rate: 50 }, rules)).toBe(false);
  expect(isContinuedBy(ledger, { ...CHECK_SCENARIO, transports: ['websocket'] }, rules)).toBe(false);
  expect(isContinuedBy(ledger, CHECK_SCENARIO, { ...rules, alpha: 0.05 })).toBe(false);
});

test.each(['', '{}', '[]', 'null', '{"kind":"check","schema":1}'])('%j is none', (text) => {
  expect(() => readLedger(fileWith(text))).toThrow(/can't be read|is no ledger/);
});
