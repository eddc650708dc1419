import Table from 'cli-table3';
import { TRANSPORT_LABELS } from '../../servers/protocol/transport-name.ts';
import type { Finding, RoundResult, RunResult } from '../result.ts';
import { mebibytes, percent, threeDigits } from './format.ts';

type Cell = (finding: Finding, rounds: readonly RoundResult[]) => string;

/** The table's rows: a heading without cells, or a figure with the cell of each transport. */
const ROWS: readonly (readonly [label: string, cell?: Cell])[] = [
  ['messages'],
  ['  delivered / sent', ({ completeness: { delivered, sent } }) => `${delivered} / ${sent}`],
  ['  lost', ({ completeness }) => String(completeness.lost)],
  ['  shown twice', ({ completeness }) => String(completeness.duplicatedShown)],
  ['  out of order', ({ completeness }) => String(completeness.outOfOrder)],
  ['latency in ms, from the intended send time to the handler'],
  ['  mean', ({ latencyMs }) => threeDigits(latencyMs?.mean ?? null)],
  ['  p50', ({ latencyMs }) => threeDigits(latencyMs?.p50 ?? null)],
  ['  p90', ({ latencyMs }) => threeDigits(latencyMs?.p90 ?? null)],
  ['  p99', ({ latencyMs }) => threeDigits(latencyMs?.p99 ?? null)],
  ['  max', ({ latencyMs }) => threeDigits(latencyMs?.max ?? null)],
  ['delivery leg in ms, from the mailbox to the handler'],
  ['  mean', ({ deliveryLegMs }) => threeDigits(deliveryLegMs?.mean ?? null)],
  ['  p99', ({ deliveryLegMs }) => threeDigits(deliveryLegMs?.p99 ?? null)],
  ['age of what the receiver knows, in ms'],
  ['  mean', ({ freshnessMs }) => threeDigits(freshnessMs.meanAge)],
  ['  mean peak', ({ freshnessMs }) => threeDigits(freshnessMs.meanPeakAge)],
  ['cost per message of receiving'],
  ['  requests', ({ cost }) => threeDigits(cost.requestsPerMessage)],
  ['  empty answers', ({ cost }) => percent(cost.emptyShare)],
  ['  bytes up', ({ cost }) => threeDigits(cost.bytesUpPerMessage)],
  ['  bytes down', ({ cost }) => threeDigits(cost.bytesDownPerMessage)],
  ['cost of the server'],
  ['  CPU µs per message', ({ cost }) => threeDigits(cost.serverCpuMicrosPerMessage)],
  ['  memory in MiB', ({ cost }) => mebibytes(cost.serverRssBytes)],
  ['rounds that count', (_, rounds) => `${rounds.filter(({ valid }) => valid).length} of ${rounds.length}`],
];

/** The findings as a table: a row for each figure, a column for each transport. */
export function table({ summary, rounds }: RunResult): string {
  const lines = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '' };
  const sides = { 'bottom-left': '', 'bottom-right': '', left: '', 'left-mid': '', right: '', 'right-mid': '' };
  const grid = new Table({
    head: ['', ...summary.map(({ transport, valid }) => TRANSPORT_LABELS[transport] + (valid ? '' : ' (invalid)'))],
    colAligns: ['left', ...summary.map(() => 'right' as const)],
    chars: { ...lines, ...sides, mid: '', 'mid-mid': '', middle: ' ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1 },
  });
  for (const [label, cell] of ROWS) {
    if (cell === undefined) grid.push([{ content: label, colSpan: summary.length + 1 }]);
    else grid.push([label, ...summary.map((finding) => cell(finding, roundsOf(finding)))]);
  }
  return grid.toString().replaceAll(/ +$/gm, '');

  function roundsOf({ transport }: Finding): readonly RoundResult[] {
    return rounds.filter((round) => round.transport === transport);
  }
}
