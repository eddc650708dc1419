import type { JSX } from 'preact';
import { TRANSPORT_NAMES, type TransportName } from '../../../servers/protocol/transport-name.ts';
import type { Millis } from '../../../servers/protocol/units.ts';
import type { ClientStatus } from '../../core/client.ts';
import { usePulse } from '../race/pulse.ts';
import { unixNow } from '../unix-now.ts';
import { inLanguage } from '../words/language.ts';
import { transportWords } from '../words/transport-words.ts';
import { breakingWords } from './breaking-words.ts';
import { type LedgerCount, verdictOf } from './ledger.ts';
import type { LaneSight } from './sight.ts';
import './ledger.css';

interface LedgerTableProps {
  /** Asked anew a few times a second. */
  readonly lane: (name: TransportName) => Pick<LaneSight, 'count' | 'b'>;
}

const ROWS = [
  'sent',
  'stored',
  'received',
  'missing',
  'lostAnnounced',
  'lostSilently',
  'shownTwice',
  'outOfOrder',
  'droppedAgain',
  'refused',
] as const satisfies readonly (keyof LedgerCount)[];

/** What is wrong where it is not 0. */
const FAULTS: ReadonlySet<string> = new Set(['lostSilently', 'shownTwice', 'outOfOrder']);

/** What became of the messages, a column for each lane. */
export function LedgerTable({ lane }: LedgerTableProps): JSX.Element {
  usePulse();
  const words = inLanguage(breakingWords);
  const now = unixNow();
  const accounts = TRANSPORT_NAMES.map((name) => {
    const { count, b } = lane(name);
    return { name, count, b };
  });
  return (
    <table class="ledger">
      <thead>
        <tr>
          <td />
          {accounts.map(({ name, count }) => {
            const verdict = verdictOf(count, now);
            return (
              <th key={name} scope="col">
                {inLanguage(transportWords)[name]}
                <span class={`ledger-verdict ledger-${verdict}`} title={words.verdicts[verdict]}>
                  {words.verdictsShort[verdict]}
                </span>
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {ROWS.map((row) => (
          <tr key={row}>
            <th scope="row">{words.counts[row]}</th>
            {accounts.map(({ name, count }) => (
              <td key={name} class={toneOf(row, count)}>
                {count[row]}
                {row === 'missing' && count.missingSince !== null && now - count.missingSince > 1000 && (
                  <small> {words.missingFor(seconds(now - count.missingSince))}</small>
                )}
              </td>
            ))}
          </tr>
        ))}
        <tr>
          <th scope="row">{words.stands}</th>
          {accounts.map(({ name, b }) => (
            <td key={name} class="ledger-stands">
              {standing(b)}
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}

function toneOf(row: (typeof ROWS)[number], count: LedgerCount): string | undefined {
  if (count[row] === 0) return 'ledger-none';
  if (FAULTS.has(row)) return 'ledger-fault';
  return row === 'lostAnnounced' ? 'ledger-said' : undefined;
}

/** How it stands with a client that receives, in a few words. */
function standing(status: ClientStatus | null): string {
  const { standings: words } = inLanguage(breakingWords);
  if (status === null) return words.none;
  const { connection, nextAttemptInMs, state } = status;
  if (state === 'waiting' && nextAttemptInMs !== null) return words.retry(seconds(nextAttemptInMs));
  if (connection.kind === 'socket') {
    const { readyState, readyStateName, silentMs } = connection;
    const silence = silentMs === null ? '' : `, ${words.silent(seconds(silentMs))}`;
    return `${readyState} ${readyStateName}${silence}`;
  }
  if (connection.phase === 'held') return words.held(seconds(connection.phaseMs));
  return words[connection.phase];
}

function seconds(ms: Millis): string {
  return ((ms as number) / 1000).toFixed(0);
}
