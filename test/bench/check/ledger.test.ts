import { expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CHECK_SCENARIO } from '../../../bench/check/check-scenario.ts';
import { type Ledger, priorsOf, readLedger } from '../../../bench/check/ledger.ts';
import { fakeResult } from '../reporters/fake-result.ts';
import { temporaryFolder } from '../../harness/temporary-folder.ts';

const ledger: Ledger = {
  schema: 1,
  kind: 'check-ledger',
  environment: fakeResult().environment,
  scenario: CHECK_SCENARIO,
  runs: 6,
  entries: [3, 4, 5, 6, 7, 8].map((variance) => ({
    transport: 'websocket',
    metric: 'p50',
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

test('a ledger says how what it has seen varies, and nothing of what it has not', () => {
  const priors = priorsOf(readLedger(fileWith(JSON.stringify(ledger))), { ...CHECK_SCENARIO, seed: 7 });
  const prior = priors('websocket', 'p50')!;
  expect(prior.variance).toBeGreaterThan(4e-4);
  expect(prior.variance).toBeLessThan(7e-4);
  expect([priors('websocket', 'p95'), priors('long-polling', 'p50')]).toEqual([null, null]);
});

test('nor of another schedule, nor where there is none', () => {
  expect(priorsOf(ledger, { ...CHECK_SCENARIO, rate: 50 })('websocket', 'p50')).toBeNull();
  expect(priorsOf(null, CHECK_SCENARIO)('websocket', 'p50')).toBeNull();
});

test.each(['', '{}', '[]', 'null', '{"kind":"check","schema":1}'])('%j is none', (text) => {
  expect(() => readLedger(fileWith(text))).toThrow(/can't be read|is no ledger/);
});
