import { closeOf } from '../../servers/protocol/close-code.ts';
import { decodeServerFrame, type ServerFrame } from '../../servers/protocol/frame.ts';
import { isPage, type Page } from '../../servers/protocol/page.ts';
import { ROUTES } from '../../servers/protocol/routes.ts';
import { type Millis, toMillis, toSeconds } from '../../servers/protocol/units.ts';
import { parseObject } from './http-api.ts';
import type { TraceEvent } from './trace.ts';

const UNKNOWN_FRAME = 'no frame of the protocol';

type Of<Kind extends TraceEvent['kind']> = Extract<TraceEvent, { kind: Kind }>;

/**
 * What an event means in terms of the protocol, in a few words: `asks, server may hold 15 s`, `empty after 15.0 s`,
 * `page with 3 messages`, `ping 4`, `closed 4409 superseded by server`.
 */
export function explain(event: TraceEvent): string {
  return (EXPLANATIONS[event.kind] as (event: TraceEvent) => string)(event);
}

const EXPLANATIONS: { readonly [Kind in TraceEvent['kind']]: (event: Of<Kind>) => string } = {
  request: explainRequest,
  answer: explainAnswer,
  'no-answer': ({ how, why, durationMs }) => `${how} after ${measured(durationMs)}: ${why}`,
  'socket-opening': ({ path }) => explainOpening(path),
  'socket-opened': () => 'open',
  'frame-in': ({ text }) => explainServerFrame(decodeServerFrame(text)),
  'frame-out': ({ text }) => explainClientFrame(parseObject(text)),
  'socket-closed': explainClose,
};

function explainRequest({ method, path, body }: Of<'request'>): string {
  const { pathname, searchParams } = new URL(path, 'http://server');
  if (pathname === ROUTES.sessions) {
    return { POST: 'signs in', GET: 'asks whether it is signed in', PUT: '', DELETE: 'signs out' }[method];
  }
  if (pathname === ROUTES.messages) {
    const drafts = parseObject(body ?? '');
    return Array.isArray(drafts) ? `sends ${count(drafts.length, 'message')}` : 'sends a message';
  }
  const [, about = ''] = pathname.split('/');
  if (!pathname.endsWith('/messages')) {
    return { GET: `looks up ${about}`, POST: `adds to ${about}`, PUT: `follows ${about}`, DELETE: `ends ${about}` }[
      method
    ];
  }
  if (pathname !== ROUTES.shortPolling && pathname !== ROUTES.longPolling) return `looks back in ${about}`;
  const holdMs = toMillis(Number(searchParams.get('hold')));
  return holdMs > 0 ? `asks, server may hold ${seconds(holdMs)}` : 'asks';
}

function explainAnswer({ method, path, status, body, durationMs }: Of<'answer'>): string {
  const value = parseObject(body);
  if ('error' in value) return `refused ${status} ${codeOf(value.error)}`;
  if (status > 299) return `refused ${status}, not by a server of the lab`;
  if (isPage(value)) return value.kind === 'empty' ? `empty after ${measured(durationMs)}` : explainPage(value);
  if (path === ROUTES.messages && Array.isArray(value)) return explainOutcomes(value as readonly object[]);
  if (path !== ROUTES.sessions) return `answered ${status}`;
  const who = 'address' in value ? ` as ${String(value.address)}` : '';
  return method === 'DELETE' ? 'signed out' : `signed in${who}`;
}

function explainOutcomes(outcomes: readonly object[]): string {
  const refusals = outcomes.flatMap((outcome) => ('error' in outcome ? [codeOf(outcome.error)] : []));
  const receipts = count(outcomes.length - refusals.length, 'receipt');
  return refusals.length === 0
    ? receipts
    : `${receipts}, ${refusals.length} refused: ${[...new Set(refusals)].join(', ')}`;
}

function explainPage(page: Page): string {
  if (page.kind === 'gap') return `gap: ${page.reason}`;
  if (page.kind === 'empty') return 'empty, caught up';
  return `page with ${count(page.messages.length, 'message')}${page.more ? ', more to come' : ''}`;
}

function explainOpening(path: string): string {
  const { searchParams } = new URL(path, 'http://server');
  const after = searchParams.get('after');
  return after === null ? 'opens to send only' : `opens to follow after ${after}`;
}

function explainServerFrame(frame: ServerFrame | null): string {
  if (frame === null) return UNKNOWN_FRAME;
  if (frame.type === 'page') return explainPage(frame);
  if (frame.type === 'receipt') return 'receipt';
  if (frame.type === 'error') return frame.id === undefined ? `about to close: ${frame.code}` : `refused ${frame.code}`;
  if (frame.type === 'ping' || frame.type === 'pong') return `${frame.type} ${frame.n}`;
  return `hello, pings every ${seconds(frame.heartbeatMs)}, silence of ${seconds(frame.silenceMs)} is the end`;
}

function explainClientFrame(frame: object): string {
  if (!('type' in frame)) return UNKNOWN_FRAME;
  if (frame.type === 'publish') return 'sends a message';
  return 'n' in frame ? `${String(frame.type)} ${String(frame.n)}` : String(frame.type);
}

function explainClose({ code, reason, by }: Of<'socket-closed'>): string {
  const known = closeOf(code);
  const what = known?.error ?? known?.reason ?? (reason || 'no reason given');
  return by === 'link' ? `closed ${code} ${what}` : `closed ${code} ${what} by ${by}`;
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'without a code';
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** A time that was taken. */
function measured(ms: Millis): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${toSeconds(ms).toFixed(1)} s`;
}

/** A time that was agreed. */
function seconds(ms: Millis): string {
  return `${toSeconds(ms)} s`;
}
