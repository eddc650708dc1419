import Table from 'cli-table3';
import wrapAnsi from 'wrap-ansi';
import { formatDuration } from '../../servers/protocol/quantity.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import type { IdleFinding, IdleResult, IdleScenario } from '../idle/idle-result.ts';
import { DEFAULT_SCENARIO, type Scenario } from '../scenario.ts';
import { theories } from '../theory/theories.ts';
import { timesOf } from '../theory/times.ts';
import { mebibytes, NONE, threeDigits } from './format.ts';
import { polls } from './headline.ts';
import { labelOf } from './label.ts';
import { PLAIN_TABLE } from './table.ts';
import { WIDTH } from './text.ts';

const ROWS: readonly (readonly [label: string, figure: (finding: IdleFinding) => string])[] = [
  ['receivers', ({ receivers }) => String(receivers)],
  ['open connections', ({ connections }) => String(connections)],
  ['waits at the server', ({ waits }) => (waits === null ? NONE : String(waits))],
  ['resident memory with one, MiB', ({ before }) => mebibytes(before.rssBytes)],
  ['resident memory with all, MiB', ({ after }) => mebibytes(after.rssBytes)],
  ['resident KiB per receiver', ({ rssBytesPerReceiver }) => threeDigits(rssBytesPerReceiver / 1024)],
  ['held KiB per receiver', ({ heldBytesPerReceiver }) => threeDigits(heldBytesPerReceiver / 1024)],
  ['server CPU, ms per second', ({ cpuMillisPerSecond }) => threeDigits(cpuMillisPerSecond)],
  ['requests per receiver and hour', ({ requestsPerHour }) => threeDigits(requestsPerHour)],
  ['KiB per receiver and hour', ({ bytesPerHour }) => threeDigits(bytesPerHour / 1024)],
];

/** What idle receivers cost, as text for a person. */
export function idleText(result: IdleResult): string {
  const { scenario, findings } = result;
  const grid = new Table({
    ...PLAIN_TABLE,
    head: ['', ...findings.map(({ transport }) => labelOf(transport))],
    colAligns: ['left', ...findings.map(() => 'right' as const)],
  });
  for (const [label, figure] of ROWS) grid.push([label, ...findings.map((finding) => figure(finding))]);
  const table = grid.toString().replaceAll(/ +$/gm, '');
  const notes = [...behind(result), ...NOTES, ...(scenario.receivers < MANY ? [TOO_FEW] : [])];
  return [headline(scenario), table, notes.map((note) => wrapAnsi(note, WIDTH)).join('\n')].join('\n\n');
}

function headline(scenario: IdleScenario): string {
  const { transports, receivers, holdMs, durationMs, keepAlive } = scenario;
  return [
    `${receivers} receivers on each transport, nothing sent for ${formatDuration(durationMs)}`,
    ...(transports.includes('short-polling') ? [polls(scenario)] : []),
    ...(transports.includes('long-polling') ? [`holds of ${formatDuration(holdMs)}`] : []),
    ...(keepAlive ? [] : ['a connection per request']),
  ].join(' · ');
}

/** Receivers that asked less often than they were to: so many were more than the machine could drive. */
function behind({ scenario: settings, findings }: IdleResult): string[] {
  const scenario: Scenario = { ...DEFAULT_SCENARIO, ...settings };
  const times = timesOf(scenario, 0);
  return findings.flatMap(({ transport, requestsPerHour }) => {
    const meant = HOUR_MS / theories[transport].asksEveryMs(scenario, times);
    if (requestsPerHour >= meant * (1 - SHORTFALL)) return [];
    const [asked, wanted] = [threeDigits(requestsPerHour), threeDigits(meant)];
    return `With ${labelOf(transport)} a receiver asked ${asked} times an hour, and was to ask ${wanted} times: so many are more than this machine can drive, and their cost is more than was measured. Give fewer, or let them ask less often.`;
  });
}

const HOUR_MS: Millis = 3_600_000;
/** Of the requests that were meant; less may be a matter of when one begins to count. */
const SHORTFALL = 0.1;

const NOTES = [
  'Memory is taken after a forced collection. "Held" is what the program itself counts: heap in use and buffers.',
  'Resident memory leaves out what the kernel keeps for a connection: socket structures and, while data is under way, buffers of some KiB each way.',
];

/** With fewer, what the process itself takes and gives back is more than what they cost. */
const MANY = 1000;
const TOO_FEW = `So few receivers say little of memory: what the server itself takes and gives back is more. Give ${MANY} or more.`;
