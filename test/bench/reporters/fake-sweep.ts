import type { RunResult, SummaryEntry } from '../../../bench/result.ts';
import { combinations, type Settings, type SweepAxis, type SweepResult } from '../../../bench/sweep/sweep-result.ts';
import { ENVIRONMENT, fakeResult } from './fake-result.ts';

/** What is made up of a transport under some settings; null for what doesn't count. */
export interface FakeFigures {
  readonly p50: number;
  readonly age: number;
  readonly bytes: number;
  readonly cpu: number;
  readonly requests?: number;
}

export type FakeModel = Readonly<Record<string, (settings: Settings) => FakeFigures | null>>;

/** A sweep that never was, with the figures that the model has for each combination of the axes' values. */
export function fakeSweep(axes: readonly SweepAxis[], model: FakeModel): SweepResult {
  const base = fakeResult({ transports: Object.keys(model), rounds: 1, scenario: { pairs: 2 } });
  const cells = combinations(axes).map((settings) => ({ settings, result: runOf(base, settings, model) }));
  return { schema: 1, kind: 'sweep', environment: ENVIRONMENT, axes, cells };
}

function runOf(base: RunResult, settings: Settings, model: FakeModel): RunResult {
  const summary = base.summary.map((entry): SummaryEntry => {
    const figures = model[entry.transport]!(settings);
    if (figures === null) return { ...entry, valid: false, invalidBecause: ['the machine was busy'] };
    const { p50, age, bytes, cpu, requests = 1 } = figures;
    const cost = { requestsPerMessage: requests, bytesUpPerMessage: bytes / 4, bytesDownPerMessage: (bytes * 3) / 4 };
    return {
      ...entry,
      valid: true,
      invalidBecause: [],
      latencyMs: { ...entry.latencyMs!, p50 },
      freshnessMs: { meanAge: age, meanPeakAge: age },
      cost: { ...entry.cost, ...cost, serverCpuMicrosPerMessage: cpu },
    };
  });
  return { ...base, summary };
}
