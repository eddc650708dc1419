import { closeOf } from '../../servers/protocol/close-code.ts';
import { decodeServerFrame, type ServerFrame } from '../../servers/protocol/frame.ts';
import { isPage, type Page } from '../../servers/protocol/page.ts';
import { ROUTES } from '../../servers/protocol/routes.ts';
import { type Millis, toMillis } from '../../servers/protocol/units.ts';
import { ENGLISH, type ExplainWords } from './explain-words.ts';
import { parseObject } from './http-api.ts';
import type { TraceEvent } from './trace.ts';

type Of<Kind extends TraceEvent['kind']> = Extract<TraceEvent, { kind: Kind }>;

interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly body: string | null;
}

interface Answered extends Omit<Asked, 'body'> {
  readonly status: number;
  readonly body: string;
  /** Since it was asked. */
  readonly durationMs: Millis;
}

/**
 * What an event means in terms of the protocol, in a few words: `asks, server may hold 15 s`, `empty after 15.0 s`,
 * `page with 3 messages`, `ping 4`, `closed 4409 superseded by server`.
 */
export function explain(event: TraceEvent): string {
  return (EXPLANATIONS[event.kind] as (event: TraceEvent) => string)(event);
}

const EXPLANATIONS: { readonly [Kind in TraceEvent['kind']]: (event: Of<Kind>) => string } = {
  request: (event) => explainRequest(event, ENGLISH),
  answer: (event) => explainAnswer(event, ENGLISH),
  'no-answer': ({ how, why, durationMs }) => ENGLISH.noAnswer(how, durationMs, why),
  'socket-opening': ({ path }) => explainUpgrade(path, ENGLISH),
  'socket-opened': () => ENGLISH.opened,
  'frame-in': ({ text }) => explainServerFrame(text, ENGLISH),
  'frame-out': ({ text }) => explainClientFrame(text, ENGLISH),
  'socket-closed': ({ code, reason, by }) => explainClose(code, reason, by, ENGLISH),
};

/** What a request asks for. */
export function explainRequest({ method, path, body }: Asked, words: ExplainWords): string {
  const { pathname, searchParams } = splitPath(path);
  if (pathname === ROUTES.websocket) return explainUpgrade(path, words);
  if (pathname === ROUTES.sessions) {
    return { POST: words.signsIn, GET: words.asksIfSignedIn, DELETE: words.signsOut }[method] ?? method;
  }
  if (pathname === ROUTES.messages) {
    const drafts = parseObject(body ?? '');
    return Array.isArray(drafts) ? words.sends(drafts.length) : words.sendsOne;
  }
  const [, about = ''] = pathname.split('/');
  if (!pathname.endsWith('/messages')) {
    const does: Partial<Record<string, (about: string) => string>> = {
      GET: words.looksUp,
      POST: words.addsTo,
      PUT: words.follows,
      DELETE: words.ends,
    };
    return does[method]?.(about) ?? method;
  }
  if (pathname !== ROUTES.shortPolling && pathname !== ROUTES.longPolling) return words.looksBack(about);
  const holdMs = toMillis(Number(searchParams.get('hold')));
  return holdMs > 0 ? words.asksToHold(holdMs) : words.asks;
}

/** What an answer says. */
export function explainAnswer({ method, path, status, body, durationMs }: Answered, words: ExplainWords): string {
  const value = parseObject(body);
  if ('error' in value) return words.refused(status, codeOf(value.error));
  if (status === 101) return words.upgraded;
  if (status > 299) return words.refused(status, null);
  if (isPage(value)) return value.kind === 'empty' ? words.emptyAfter(durationMs) : explainPage(value, words);
  if (path === ROUTES.messages && Array.isArray(value)) return explainOutcomes(value, words);
  if (path !== ROUTES.sessions) return words.answered(status);
  if (method === 'DELETE') return words.signedOut;
  return words.signedIn('address' in value ? String(value.address) : null);
}

function explainOutcomes(outcomes: readonly unknown[], words: ExplainWords): string {
  const refusals = outcomes.flatMap((outcome) =>
    isObject(outcome) && 'error' in outcome ? [codeOf(outcome.error)] : [],
  );
  return words.receipts(outcomes.length - refusals.length, refusals);
}

function explainPage(page: Page, words: ExplainWords): string {
  if (page.kind === 'gap') return words.gap(page.reason);
  if (page.kind === 'empty') return words.empty;
  return words.page(page.messages.length, page.more);
}

function explainUpgrade(path: string, words: ExplainWords): string {
  return words.asksForUpgrade(splitPath(path).searchParams.get('after'));
}

/** Of any request that somebody may make: what `URL` takes for no path, too. */
function splitPath(path: string): { pathname: string; searchParams: URLSearchParams } {
  const [pathname = '', ...query] = path.split('?');
  return { pathname, searchParams: new URLSearchParams(query.join('?')) };
}

/** What a text frame of the server's says. */
export function explainServerFrame(text: string, words: ExplainWords): string {
  const frame: ServerFrame | null = decodeServerFrame(text);
  if (frame === null) return words.unknownFrame;
  if (frame.type === 'page') return explainPage(frame, words);
  if (frame.type === 'receipt') return words.receipt;
  if (frame.type === 'error')
    return frame.id === undefined ? words.aboutToClose(frame.code) : words.refusedFrame(frame.code);
  if (frame.type === 'ping' || frame.type === 'pong') return `${frame.type} ${frame.n}`;
  return words.hello(frame.heartbeatMs, frame.silenceMs);
}

/** What a text frame of a client's says. */
export function explainClientFrame(text: string, words: ExplainWords): string {
  const frame = parseObject(text);
  if (!('type' in frame)) return words.unknownFrame;
  if (frame.type === 'publish') return words.sendsOne;
  return 'n' in frame ? `${String(frame.type)} ${String(frame.n)}` : String(frame.type);
}

/** How a socket was closed. */
export function explainClose(code: number, reason: string, by: Of<'socket-closed'>['by'], words: ExplainWords): string {
  const known = closeOf(code);
  return words.closed(code, known?.error ?? known?.reason ?? (reason || null), by);
}

function codeOf(error: unknown): string {
  return isObject(error) && 'code' in error ? String(error.code) : 'without a code';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
