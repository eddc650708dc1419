import { expect } from '@jest/globals';
import { Ajv, type ValidateFunction } from 'ajv';
import { readFileSync } from 'node:fs';
import type { CheckResult } from '../../bench/check/check-result.ts';
import type { IdleResult } from '../../bench/idle/idle-result.ts';
import type { RunResult } from '../../bench/result.ts';
import type { Scenario } from '../../bench/scenario.ts';
import type { SweepResult } from '../../bench/sweep/sweep-result.ts';

const ajv = new Ajv({ strict: true, allowUnionTypes: true });
for (const kind of ['result', 'sweep', 'idle', 'check']) {
  const text = readFileSync(new URL(`../../bench/${kind}.schema.json`, import.meta.url), 'utf8');
  ajv.addSchema(JSON.parse(text) as object);
}

/** Read what the bench wrote as JSON; fail with all that is not of the schema. */
export const readRun = (json: string): RunResult => read('result.schema.json', json) as RunResult;
export const readSweep = (json: string): SweepResult => read('sweep.schema.json', json) as SweepResult;
export const readIdle = (json: string): IdleResult => read('idle.schema.json', json) as IdleResult;
export const readCheck = (json: string): CheckResult => read('check.schema.json', json) as CheckResult;
export const readScenario = (json: string): Scenario =>
  read('result.schema.json#/properties/scenario', json) as Scenario;

function read(schema: string, json: string): unknown {
  const result: unknown = JSON.parse(json);
  const isValid = ajv.getSchema(schema) as ValidateFunction;
  isValid(result);
  expect(isValid.errors ?? []).toEqual([]);
  return result;
}
