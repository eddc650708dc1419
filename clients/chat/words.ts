import type { GroupListing } from '../../servers/protocol/group.ts';
import type { Message } from '../../servers/protocol/message.ts';
import { FATES, type Notice, noticeText } from '../../servers/protocol/notice.ts';
import { type PartyPresence, signText } from '../../servers/protocol/presence.ts';
import { TRANSPORT_LABELS } from '../../servers/protocol/transport-name.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import type { ClientStatus } from '../core/client.ts';
import type { Connection } from '../core/connection.ts';
import { explain } from '../core/explain.ts';
import type { TraceEvent } from '../core/trace.ts';

/** A person's name alone; of the others the address, for a toy is not a person of its name. */
export function nameOf(address: string): string {
  return address.replace(/^user:/, '');
}

/** A message as a line: `ann: hello`, in a group `ann in group:chess: hello`. */
export function messageText({ from, to, body }: Message): string {
  return `${nameOf(from)}${to === undefined ? '' : ` in ${to}`}: ${body}`;
}

/** What the server itself says, a line each. */
export function noticeLines(notice: Notice): string[] {
  if (notice.code === 'presence') return presenceLines(notice.parties);
  if (!('ids' in notice)) return [noticeText(notice)];
  const who = nameOf(notice.party);
  const what = notice.ids.length === 1 ? 'your message' : `your ${notice.ids.length} messages`;
  return [`${MARKS[notice.code]} ${who} ${FATES[notice.code]}: ${what}`];
}

const MARKS: Readonly<Record<keyof typeof FATES, string>> = {
  'recipient-offline': '对方不在线',
  delivered: '✓✓',
  undeliverable: '✗',
};

export function presenceLines(parties: readonly PartyPresence[]): string[] {
  return parties.map(({ address, online, sign }) => {
    return `${online ? '●' : '○'} ${nameOf(address)} is ${online ? 'online' : 'offline'} (${signText(sign)})`;
  });
}

export function groupLines(groups: readonly GroupListing[]): string[] {
  return groups.map(({ address, members, member }) => `${member ? '●' : '○'} ${address}, ${members} in it`);
}

/** An event of the wire as a line: which way, what, and what it means. */
export function traceText(event: TraceEvent): string {
  return `${ARROWS[event.kind]} ${subjectOf(event)} – ${explain(event)}`;
}

const ARROWS: Readonly<Record<TraceEvent['kind'], string>> = {
  request: '→',
  answer: '←',
  'no-answer': '✗',
  'socket-opening': '→',
  'socket-opened': '↔',
  'frame-in': '←',
  'frame-out': '→',
  'socket-closed': '✗',
};

function subjectOf(event: TraceEvent): string {
  if ('exchange' in event)
    return `${event.method} ${event.path.split('?')[0]!}${'status' in event ? ` ${event.status}` : ''}`;
  return 'bytes' in event ? `frame of ${event.bytes} B` : 'WebSocket';
}

/** Everything that is to be known of a client, a line each. */
export function statusLines(status: ClientStatus): string[] {
  const { transport, state, connection, position, failures, nextAttemptInMs, lastFault } = status;
  const retry = nextAttemptInMs === null ? '' : `, the next in ${seconds(nextAttemptInMs)}`;
  return [
    `${TRANSPORT_LABELS[transport]}: ${state}`,
    ...connectionLines(connection),
    `cursor ${position}; ${status.pages} pages, ${status.emptyPages} of them empty; ${status.unsent} messages unsent`,
    `${status.duplicates} came twice and were dropped; ${status.gaps} gaps announced`,
    `${failures} attempts failed in a row${retry}${lastFault === null ? '' : `; last fault: ${lastFault.message}`}`,
  ];
}

function connectionLines(connection: Connection): string[] {
  if (connection.kind === 'polls') {
    const { phase, phaseMs, holdMs, nextInMs } = connection;
    const of = holdMs === null ? '' : ` of at most ${seconds(holdMs)}`;
    const next = nextInMs === null ? '' : `, next poll in ${seconds(nextInMs)}`;
    return [`poll ${phase} for ${seconds(phaseMs)}${of}${next}`];
  }
  const { readyState, readyStateName, silentMs, silenceLimitMs, heartbeats, lastClose } = connection;
  const limit = silenceLimitMs === null ? '' : ` of ${seconds(silenceLimitMs)}`;
  const silence = silentMs === null ? '' : `, silent for ${seconds(silentMs)}${limit}`;
  const { sent, answered, received, roundTripMs } = heartbeats;
  const roundTrip = roundTripMs === null ? '' : `, round trip ${roundTripMs.toFixed(1)} ms`;
  return [
    `readyState ${readyState} ${readyStateName}${silence}`,
    `heartbeats: ${received} of the server's answered; ${answered} of ${sent} of one's own${roundTrip}`,
    ...(lastClose === null ? [] : [`last closed by ${lastClose.by}: ${lastClose.code} ${lastClose.reason}`]),
  ];
}

function seconds(ms: Millis): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
