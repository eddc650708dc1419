import type { CheckResult } from '../../../bench/check/check-result.ts';
import { CHECK_SCENARIO } from '../../../bench/check/check-scenario.ts';
import { DEFAULT_BUDGETS, limitsOf } from '../../../bench/check/statistics/budget.ts';
import type { Finding } from '../../../bench/check/statistics/judge.ts';
import { fakeResult } from './fake-result.ts';

/** A finding of the WebSocket's p50, unless it is said otherwise. */
export function fakeFinding(finding: Partial<Finding> = {}): Finding {
  const metric = finding.metric ?? 'p50';
  const limits = limitsOf(DEFAULT_BUDGETS[metric], 2);
  return {
    transport: 'websocket',
    metric,
    outcome: 'pass',
    estimate: 0.01,
    lower: -0.02,
    upper: 0.04,
    budget: limits.regression,
    acceptable: limits.acceptable,
    boots: 3,
    baseMs: 2,
    isModerated: true,
    ...finding,
  };
}

/** A check that passed after three boots, unless it is said otherwise. */
export function fakeCheck(result: Partial<CheckResult> = {}): CheckResult {
  const figures = { p50: 0.01, p95: 0, p99: 0, p99Variance: 1e-5, baseMs: { p50: 2, p95: 5, p99: 9 } };
  return {
    schema: 1,
    kind: 'check',
    environment: fakeResult().environment,
    scenario: { ...CHECK_SCENARIO, transports: ['websocket'] },
    sides: { base: 'main (1234567)', candidate: '.' },
    rules: { alpha: 0.01, looks: [3, 6, 9], budgets: DEFAULT_BUDGETS, ledgerRuns: 0 },
    outcome: 'pass',
    invalidBecause: [],
    openBecause: [],
    endedByTime: false,
    durationMs: 31_234,
    findings: [fakeFinding(), fakeFinding({ metric: 'p99', estimate: -0.0013, lower: -0.004, upper: 0.002 })],
    stalls: { base: 1, candidate: 2, outcome: 'pass', probability: 0.5 },
    counts: [
      { transport: 'websocket', what: 'bytesPerMessage', base: 435, candidate: 436, most: 456.75, outcome: 'pass' },
      { transport: null, what: 'waitersLeft', base: 0, candidate: 0, most: 0, outcome: 'pass' },
    ],
    boots: [1, 2, 3].map((boot) => ({
      boot,
      valid: true,
      invalidBecause: [],
      durationMs: 10_000,
      figures: { websocket: figures },
      stalls: { base: 0, candidate: 1 },
    })),
    ...result,
  };
}

export const SLOWER = fakeCheck({
  outcome: 'regression',
  findings: [
    fakeFinding({ outcome: 'regression', estimate: Math.log(1.12), lower: Math.log(1.07), upper: Math.log(1.17) }),
  ],
});

export const OPEN = fakeCheck({
  outcome: 'inconclusive',
  findings: [fakeFinding({ outcome: 'inconclusive', lower: -0.05, upper: 0.2 })],
});

export const INVALID = fakeCheck({
  outcome: 'invalid',
  invalidBecause: ['candidate, WebSocket: 3 of 600 messages were lost'],
  findings: [],
  stalls: null,
  counts: [],
});
