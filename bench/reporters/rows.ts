import type { Freshness } from '../figures.ts';
import type { LatencySummary } from '../histogram.ts';
import type { RunResult, SummaryEntry } from '../result.ts';
import type { Theory } from '../theory/prediction.ts';
import { mebibytes, NONE, percent, threeDigits } from './format.ts';

type Figure = (entry: SummaryEntry) => string;

/** A row of the table; without a figure it is a heading. */
interface Row {
  readonly label: string;
  readonly figure?: Figure;
  /** What theory says of it. */
  readonly theory?: (theory: Theory) => string;
  /** Whether it is shown of an arm that has no valid finding. */
  readonly always?: boolean;
}

const ROWS: readonly Row[] = [
  { label: 'messages' },
  {
    label: 'delivered / sent',
    figure: ({ completeness: { delivered, sent } }) => `${delivered} / ${sent}`,
    always: true,
  },
  { label: 'lost', figure: ({ completeness }) => String(completeness.lost), always: true },
  { label: 'shown twice', figure: ({ completeness }) => String(completeness.duplicatedShown), always: true },
  { label: 'out of order', figure: ({ completeness }) => String(completeness.outOfOrder), always: true },
  { label: 'latency in ms, from the intended send time to the handler' },
  latency('mean', 'latencyMs', 'mean'),
  latency('p50', 'latencyMs', 'p50'),
  latency('p90', 'latencyMs', 'p90'),
  latency('p99', 'latencyMs', 'p99'),
  latency('max', 'latencyMs', 'max'),
  { label: 'of that, from the sender to the mailbox' },
  { label: 'mean', figure: ({ sendLegMs }) => threeDigits(sendLegMs?.mean ?? null) },
  { label: "of that, from the mailbox to the handler: the transport's own" },
  latency('mean', 'deliveryLegMs', 'mean'),
  latency('p99', 'deliveryLegMs', 'p99'),
  { label: 'age of what the receiver knows, in ms' },
  age('mean', 'meanAge'),
  age('mean peak', 'meanPeakAge'),
  { label: 'cost per message of receiving' },
  {
    label: 'requests',
    figure: ({ cost }) => threeDigits(cost.requestsPerMessage),
    theory: ({ cost }) => threeDigits(cost.requestsPerMessage),
  },
  {
    label: 'empty answers',
    figure: ({ cost }) => percent(cost.emptyShare),
    theory: ({ cost }) => percent(cost.emptyShare),
  },
  { label: 'bytes up', figure: ({ cost }) => threeDigits(cost.bytesUpPerMessage) },
  { label: 'bytes down', figure: ({ cost }) => threeDigits(cost.bytesDownPerMessage) },
  { label: 'cost of the server' },
  { label: 'CPU µs per message', figure: ({ cost }) => threeDigits(cost.serverCpuMicrosPerMessage) },
  { label: 'memory in MiB', figure: ({ cost }) => mebibytes(cost.serverRssBytes) },
];

function latency(label: string, series: 'latencyMs' | 'deliveryLegMs', figure: keyof LatencySummary): Row {
  const of = (from: SummaryEntry | Theory): string => threeDigits(from[series]?.[figure] ?? null);
  return { label, figure: of, theory: of };
}

function age(label: string, figure: keyof Freshness): Row {
  const of = ({ freshnessMs }: SummaryEntry | Theory): string => threeDigits(freshnessMs[figure]);
  return { label, figure: of, theory: of };
}

/** A line of a table of findings; without cells it is a heading. */
export interface TableLine {
  readonly label: string;
  /** One for each arm. */
  readonly cells?: readonly TableCell[];
}

export interface TableCell {
  readonly measured: string;
  /** What theory says; empty where it says nothing. */
  readonly theory: string;
}

/** What the tables of a result show, in their order, whatever they are written in. */
export function tableLines({ summary, rounds }: RunResult): TableLine[] {
  const lines = ROWS.map(({ label, figure, theory, always = false }): TableLine => {
    if (figure === undefined) return { label };
    const cells = summary.map((entry) => ({
      measured: entry.valid || always ? figure(entry) : NONE,
      theory: theory === undefined || entry.theory === null ? '' : theory(entry.theory),
    }));
    return { label, cells };
  });
  const counted = summary.map(({ transport }) => {
    const all = rounds.filter((round) => round.transport === transport);
    return { measured: `${all.filter(({ valid }) => valid).length} of ${all.length}`, theory: '' };
  });
  return [...lines, { label: 'rounds' }, { label: 'that count', cells: counted }];
}
