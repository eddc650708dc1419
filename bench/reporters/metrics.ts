import type { SummaryEntry } from '../result.ts';
import {
  combinations,
  findingAt,
  type Settings,
  settingsInWords,
  type SweepResult,
  transportsOf,
} from '../sweep/sweep-result.ts';
import { threeDigits } from './format.ts';
import { labelOf } from './label.ts';

/** What the runs of a sweep are compared by. */
export interface Metric {
  readonly id: string;
  readonly name: string;
  /** The name as the head of a column. */
  readonly short: string;
  /** Empty for a plain number. */
  readonly unit: string;
  readonly of: (finding: SummaryEntry) => number | null;
}

export const METRICS: readonly Metric[] = [
  { id: 'p50', name: 'Latency, median', short: 'p50', unit: 'ms', of: ({ latencyMs }) => latencyMs?.p50 ?? null },
  {
    id: 'age',
    name: 'Age of what the receiver knows, mean',
    short: 'age',
    unit: 'ms',
    of: ({ freshnessMs }) => freshnessMs.meanAge,
  },
  {
    id: 'requests',
    name: 'Requests per message',
    short: 'requests',
    unit: '',
    of: ({ cost }) => cost.requestsPerMessage,
  },
  { id: 'bytes', name: 'Bytes per message, up and down', short: 'bytes', unit: '', of: bytesPerMessage },
  {
    id: 'cpu',
    name: 'CPU of the server per message',
    short: 'CPU',
    unit: 'µs',
    of: ({ cost }) => cost.serverCpuMicrosPerMessage,
  },
];

/** Of receiving, up and down. */
export function bytesPerMessage({ cost: { bytesUpPerMessage, bytesDownPerMessage } }: SummaryEntry): number | null {
  return bytesUpPerMessage === null || bytesDownPerMessage === null ? null : bytesUpPerMessage + bytesDownPerMessage;
}

/** A value of a metric and what it was found of. */
export interface Found {
  readonly transport: string;
  readonly settings: Settings;
  readonly value: number;
}

/** Every value of the metric that counts. */
export function valuesOf(sweep: SweepResult, { of }: Metric): Found[] {
  return combinations(sweep.axes).flatMap((settings) =>
    transportsOf(sweep).flatMap((transport) => {
      const finding = findingAt(sweep, settings, transport);
      const value = finding && of(finding);
      return value === null ? [] : [{ transport, settings, value }];
    }),
  );
}

/** The lowest and the highest value, and where they are. */
export function rangeInWords({ name, unit }: Metric, found: readonly Found[]): string {
  const sorted = found.toSorted((a, b) => a.value - b.value);
  if (sorted.length === 0) return `${name}: nothing that counts`;
  const said = ({ transport, settings, value }: Found): string =>
    `${threeDigits(value)}${unit && `\u00A0${unit}`} (${labelOf(transport)} at ${settingsInWords(settings)})`;
  const [lowest, highest] = [sorted[0]!, sorted.at(-1)!];
  if (lowest.value === highest.value)
    return `${name}: ${threeDigits(lowest.value)}${unit && `\u00A0${unit}`} throughout`;
  return `${name}: from ${said(lowest)} to ${said(highest)}`;
}
