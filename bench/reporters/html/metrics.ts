import type { SummaryEntry } from '../../result.ts';
import {
  combinations,
  findingAt,
  nameOf,
  type Settings,
  settingsInWords,
  type SweepAxis,
  type SweepResult,
  transportsOf,
} from '../../sweep/sweep-result.ts';
import { threeDigits } from '../format.ts';
import { labelOf } from '../label.ts';

/** What a sweep is drawn by. */
export interface Metric {
  readonly id: string;
  readonly name: string;
  /** Empty for a plain number. */
  readonly unit: string;
  readonly of: (finding: SummaryEntry) => number | null;
}

export const METRICS: readonly Metric[] = [
  { id: 'p50', name: 'Latency, median', unit: 'ms', of: ({ latencyMs }) => latencyMs?.p50 ?? null },
  {
    id: 'age',
    name: 'Age of what the receiver knows, mean',
    unit: 'ms',
    of: ({ freshnessMs }) => freshnessMs.meanAge,
  },
  { id: 'requests', name: 'Requests per message', unit: '', of: ({ cost }) => cost.requestsPerMessage },
  {
    id: 'bytes',
    name: 'Bytes per message, up and down',
    unit: '',
    of: ({ cost: { bytesUpPerMessage: up, bytesDownPerMessage: down } }) =>
      up === null || down === null ? null : up + down,
  },
  { id: 'cpu', name: 'CPU of the server per message', unit: 'µs', of: ({ cost }) => cost.serverCpuMicrosPerMessage },
];

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

/** `rtt: 0, 40ms, 100ms`. */
export function axisInWords({ flag, values }: SweepAxis): string {
  return `${nameOf(flag)}: ${values.join(', ')}`;
}
