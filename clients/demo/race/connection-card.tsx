import type { JSX } from 'preact';
import type { Connection, PollConnection, SocketConnection } from '../../core/connection.ts';
import type { ClientStatus } from '../../core/client.ts';
import { inLanguage } from '../words/language.ts';
import { cardWords } from './card-words.ts';
import { sayMillis, UNKNOWN } from './figure.ts';

interface ConnectionCardProps {
  /** Such as `B`. */
  readonly who: string;
  /** Null while nobody is signed in. */
  readonly status: ClientStatus | null;
}

type Row = readonly [name: string, value: JSX.Element | string];

/** How a client's connection stands. */
export function ConnectionCard({ who, status }: ConnectionCardProps): JSX.Element {
  const words = inLanguage(cardWords);
  return (
    <>
      <h4>{words.connectionOf(who)}</h4>
      {status === null ? (
        <p class="soft">{words.signedOut}</p>
      ) : (
        <dl class="race-connection">
          {[...rowsOf(status.connection, status), ...commonRows(status)].map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

function rowsOf(connection: Connection, status: ClientStatus): readonly Row[] {
  return connection.kind === 'socket' ? socketRows(connection) : pollRows(connection, status);
}

function socketRows(socket: SocketConnection): readonly Row[] {
  const words = inLanguage(cardWords);
  const { readyState, readyStateName, silentMs, silenceLimitMs, isPaused, heartbeats, lastClose } = socket;
  const closed =
    lastClose === null ? words.never : `${words.closers[lastClose.by]} (${lastClose.code} ${lastClose.reason})`;
  return [
    [words.readyState, <b>{`${readyState} ${readyStateName}${isPaused ? ` – ${words.paused}` : ''}`}</b>],
    [words.silence, <Silence silentMs={silentMs} limitMs={silenceLimitMs} />],
    [words.roundTrip, sayMillis(heartbeats.roundTripMs)],
    [words.heartbeats, words.beats(heartbeats.received, heartbeats.sent, heartbeats.answered)],
    [words.lastClose, closed],
  ];
}

function Silence({ silentMs, limitMs }: { silentMs: number | null; limitMs: number | null }): JSX.Element {
  const words = inLanguage(cardWords);
  if (silentMs === null) return <>{UNKNOWN}</>;
  if (limitMs === null) return <>{words.silenceWithoutEnd(sayMillis(silentMs))}</>;
  return (
    <>
      {words.silenceOf(sayMillis(silentMs), sayMillis(limitMs))}{' '}
      <meter min={0} max={limitMs} high={limitMs * 0.75} value={silentMs} aria-label={words.silence} />
    </>
  );
}

function pollRows(
  { phase, phaseMs, holdMs, nextInMs }: PollConnection,
  { nextAttemptInMs }: ClientStatus,
): readonly Row[] {
  const words = inLanguage(cardWords);
  const isHeld = phase === 'held' && holdMs !== null;
  const isBackingOff = phase === 'idle' && nextAttemptInMs !== null;
  const state = isHeld
    ? words.held(sayMillis(phaseMs), sayMillis(holdMs))
    : isBackingOff
      ? words.backingOff
      : words[phase === 'asking' ? 'asking' : 'idle'];
  return [
    [
      words.phase,
      <>
        <b>{state}</b> {isHeld && <progress max={holdMs} value={phaseMs} aria-label={words.phase} />}
      </>,
    ],
    [words.nextPoll, sayMillis(nextInMs)],
  ];
}

function commonRows({ state, position, failures, nextAttemptInMs, lastFault }: ClientStatus): readonly Row[] {
  const words = inLanguage(cardWords);
  return [
    [words.receiver, words.states[state]],
    [words.cursor, position === 'start' ? words.start : <code>{position}</code>],
    [words.retries, String(failures)],
    [words.nextWait, sayMillis(nextAttemptInMs)],
    [words.lastFault, lastFault === null ? words.never : `${lastFault.code}: ${lastFault.message}`],
  ];
}
