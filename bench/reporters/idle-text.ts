import Table from 'cli-table3';
import wrapAnsi from 'wrap-ansi';
import type { IdleFinding } from '../idle/idle.ts';
import { mebibytes, threeDigits } from './format.ts';
import { labelOf } from './label.ts';
import { PLAIN_TABLE } from './table.ts';
import { WIDTH } from './text.ts';

const ROWS: readonly (readonly [label: string, figure: (finding: IdleFinding) => string])[] = [
  ['receivers', ({ receivers }) => String(receivers)],
  ['connections held', ({ connections }) => String(connections)],
  ['resident memory with one, MiB', ({ before }) => mebibytes(before.rssBytes)],
  ['resident memory with all, MiB', ({ after }) => mebibytes(after.rssBytes)],
  ['resident KiB per receiver', ({ rssBytesPerReceiver }) => threeDigits(rssBytesPerReceiver / 1024)],
  ['held KiB per receiver', ({ heldBytesPerReceiver }) => threeDigits(heldBytesPerReceiver / 1024)],
  ['server CPU, ms per second', ({ cpuMillisPerSecond }) => threeDigits(cpuMillisPerSecond)],
  ['requests per receiver and hour', ({ requestsPerHour }) => threeDigits(requestsPerHour)],
  ['KiB per receiver and hour', ({ bytesPerHour }) => threeDigits(bytesPerHour / 1024)],
];

/** What idle receivers cost, as text for a person. */
export function idleText(findings: readonly IdleFinding[]): string {
  const grid = new Table({
    ...PLAIN_TABLE,
    head: ['', ...findings.map(({ transport }) => labelOf(transport))],
    colAligns: ['left', ...findings.map(() => 'right' as const)],
  });
  for (const [label, figure] of ROWS) grid.push([label, ...findings.map((finding) => figure(finding))]);
  return `${grid.toString().replaceAll(/ +$/gm, '')}\n\n${NOTES.map((note) => wrapAnsi(note, WIDTH)).join('\n')}`;
}

const NOTES = [
  'Memory is taken after a forced collection. "Held" is what the program itself counts: heap in use and buffers.',
  'Resident memory leaves out what the kernel keeps for a connection: socket structures and, while data is under way, buffers of some KiB each way.',
];
