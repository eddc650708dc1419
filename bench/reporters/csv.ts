import type { LatencySummary } from '../histogram.ts';
import type { RoundResult, RunResult } from '../result.ts';

type Value = string | number | boolean | null;
type Column = readonly [name: string, value: (round: RoundResult) => Value];

/**
 * One line for each round, invalid ones included; columns are named as the members in the JSON, with a dot for each level
 * down. Quoted as RFC 4180 has it, lines end with CRLF; a figure that there is not is an empty field.
 */
export function csv({ rounds }: RunResult): string {
  const lines = [COLUMNS.map(([name]) => name), ...rounds.map((round) => COLUMNS.map(([, value]) => value(round)))];
  return lines.map((line) => `${line.map((value) => field(value)).join(',')}\r\n`).join('');
}

function field(value: Value): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const STATISTICS = ['mean', 'p50', 'p90', 'p99', 'p999', 'max'] as const satisfies readonly (keyof LatencySummary)[];

const COLUMNS: readonly Column[] = [
  ['round', ({ round }) => round],
  ['transport', ({ transport }) => transport],
  ['valid', ({ valid }) => valid],
  ['invalidBecause', ({ invalidBecause }) => invalidBecause.join('; ')],
  ...members('completeness', [
    'sent',
    'delivered',
    'lost',
    'duplicatedOnWire',
    'duplicatedShown',
    'outOfOrder',
    'gaps',
  ] as const),
  ...members('latencyMs', STATISTICS),
  ...members('deliveryLegMs', STATISTICS),
  ...members('sendLegMs', STATISTICS),
  ...members('sendLagMs', STATISTICS),
  ...members('freshnessMs', ['meanAge', 'meanPeakAge'] as const),
  ...members('cost', [
    'requestsPerMessage',
    'emptyShare',
    'bytesUpPerMessage',
    'bytesDownPerMessage',
    'publishRequestsPerMessage',
    'publishBytesUpPerMessage',
    'publishBytesDownPerMessage',
    'serverCpuMicrosPerMessage',
    'serverRssBytes',
  ] as const),
];

type Group = 'completeness' | 'latencyMs' | 'deliveryLegMs' | 'sendLegMs' | 'sendLagMs' | 'freshnessMs' | 'cost';

function members<Name extends Group>(
  group: Name,
  names: readonly (keyof NonNullable<RoundResult[Name]> & string)[],
): Column[] {
  const valueOf = (round: RoundResult, name: string): number | null =>
    (round[group] as Readonly<Record<string, number | null>> | null)?.[name] ?? null;
  return names.map((name) => [`${group}.${name}`, (round) => valueOf(round, name)]);
}
