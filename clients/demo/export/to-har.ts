import type { Bytes, Millis } from '../../../servers/protocol/units.ts';
import type { Entry } from '../journal/journal.ts';
import type { AnswerContent, RequestContent, WireEvent } from '../wire/wire-event.ts';
import type { Har, HarEntry, HarFrame, HarPage, HarRequest, HarResponse, NameAndValue } from './har.ts';

/** Where a request went whose headers nobody saw. */
const UNKNOWN_ORIGIN = 'http://unknown.invalid';
const SWITCHING_PROTOCOLS = 101;

type Sent = Extract<WireEvent, { kind: 'sent' }>;

/** A request or an answer on its way. */
interface Leg<Content> {
  readonly content: Content;
  readonly sentAt: Millis;
  /** What only one side saw arrived when it was seen. Null where it did not arrive. */
  arrivedAt: Millis | null;
}

interface Exchange {
  readonly phone: string;
  readonly connection: number;
  readonly request: Leg<RequestContent>;
  answer: Leg<AnswerContent> | null;
  readonly frames: HarFrame[];
}

/**
 * The HTTP exchanges of a trace as a HAR log: a page for each phone, an entry for each request. Times are those of the wire:
 * `send` until the server had the request, `wait` until it began to answer, `receive` until the phone had the answer.
 * A request whose answer never came has status 0. A WebSocket is the request that opened it, with its frames as Chromium
 * writes them.
 */
export function toHar(entries: Iterable<Entry>): Har {
  const exchanges = exchangesOf(entries);
  return {
    log: {
      version: '1.2',
      creator: { name: 'transport-lab', version: '1' },
      pages: pagesOf(exchanges),
      entries: exchanges.map((exchange) => toEntry(exchange)),
    },
  };
}

function exchangesOf(entries: Iterable<Entry>): readonly Exchange[] {
  const exchanges: Exchange[] = [];
  /** By phone and piece: requests, and the legs that are under way. */
  const requests = new Map<string, Exchange>();
  const legs = new Map<string, Leg<unknown>>();
  /** By phone and connection: sockets. */
  const sockets = new Map<string, Exchange>();
  for (const entry of entries) {
    if (entry.of !== 'wire') continue;
    const { event } = entry;
    if (event.kind === 'sent') takeSent(event);
    else if (event.kind === 'arrived') arrive(event);
  }
  return exchanges;

  function takeSent(event: Sent): void {
    const { phone, connection, piece, content, at: sentAt, isOneSided = false } = event;
    const key = `${phone} ${piece}`;
    const arrivedAt = isOneSided ? sentAt : null;
    if (content.kind === 'request') {
      const request: Leg<RequestContent> = { content, sentAt, arrivedAt };
      const exchange: Exchange = { phone, connection, request, answer: null, frames: [] };
      exchanges.push(exchange);
      requests.set(key, exchange);
      legs.set(key, request);
    } else if (content.kind === 'answer') {
      const exchange = requests.get(`${phone} ${content.answers}`);
      if (exchange === undefined) return;
      exchange.answer = { content, sentAt, arrivedAt };
      legs.set(key, exchange.answer);
      if (content.status === SWITCHING_PROTOCOLS) sockets.set(`${phone} ${connection}`, exchange);
    } else {
      const { opcode, text: data } = content;
      const type = event.direction === 'up' ? 'send' : 'receive';
      sockets.get(`${phone} ${connection}`)?.frames.push({ type, time: sentAt / 1000, opcode, data });
    }
  }

  function arrive({ phone, piece, at }: Extract<WireEvent, { kind: 'arrived' | 'lost' }>): void {
    const leg = legs.get(`${phone} ${piece}`);
    if (leg !== undefined) leg.arrivedAt = at;
  }
}

function pagesOf(exchanges: readonly Exchange[]): readonly HarPage[] {
  const pages = new Map<string, HarPage>();
  for (const { phone, request } of exchanges) {
    if (pages.has(phone)) continue;
    pages.set(phone, { startedDateTime: isoTime(request.sentAt), id: phone, title: phone, pageTimings: {} });
  }
  return [...pages.values()];
}

function toEntry({ phone, connection, request, answer, frames }: Exchange): HarEntry {
  const send = between(request.sentAt, request.arrivedAt);
  const wait = between(request.arrivedAt ?? request.sentAt, answer?.sentAt);
  const receive = between(answer?.sentAt ?? 0, answer?.arrivedAt);
  return {
    pageref: phone,
    startedDateTime: isoTime(request.sentAt),
    time: send + wait + receive,
    request: toRequest(request.content),
    response: toResponse(answer),
    cache: {},
    timings: { blocked: -1, dns: -1, connect: -1, ssl: -1, send, wait, receive },
    connection: `${phone} ${connection}`,
    ...(frames.length === 0 ? {} : { _webSocketMessages: frames }),
  };
}

function toRequest({ method, path, head, body, headBytes, bodyBytes }: RequestContent): HarRequest {
  const headers = headersIn(head);
  const host = valueOf(headers, 'host');
  const origin = host === undefined ? UNKNOWN_ORIGIN : `http://${host}`;
  const url = URL.canParse(path, origin) ? new URL(path, origin) : new URL(UNKNOWN_ORIGIN);
  return {
    method,
    url: url.href,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers,
    queryString: [...url.searchParams].map(([name, value]) => ({ name, value })),
    headersSize: knownSize(headBytes),
    bodySize: bodyBytes,
    ...(body === '' ? {} : { postData: { mimeType: valueOf(headers, 'content-type') ?? '', text: body, params: [] } }),
  };
}

function toResponse(answer: Leg<AnswerContent> | null): HarResponse {
  const { status, head, body, headBytes, bodyBytes } = answer?.content ?? NO_ANSWER;
  const headers = headersIn(head);
  const isLost = answer !== null && answer.arrivedAt === null;
  return {
    status: isLost ? 0 : status,
    statusText: /^HTTP\/\S+ \d+ (.*)/.exec(head)?.[1] ?? '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers,
    content: { size: bodyBytes, mimeType: valueOf(headers, 'content-type') ?? '', text: body },
    redirectURL: '',
    headersSize: knownSize(headBytes),
    bodySize: bodyBytes,
    ...(answer === null || isLost ? { _error: isLost ? 'lost on the way' : 'no answer' } : {}),
  };
}

const NO_ANSWER = { status: 0, head: '', body: '', headBytes: 0, bodyBytes: 0 } as const;

function headersIn(head: string): readonly NameAndValue[] {
  return head
    .split('\r\n')
    .slice(1)
    .map((line) => {
      const colon = line.indexOf(':');
      return { name: line.slice(0, colon), value: line.slice(colon + 1).trim() };
    });
}

function valueOf(headers: readonly NameAndValue[], name: string): string | undefined {
  return headers.find((header) => header.name.toLowerCase() === name)?.value;
}

/** A client's own trace does not know what a browser adds. */
function knownSize(bytes: Bytes): Bytes {
  return (bytes as number) === 0 ? -1 : bytes;
}

/** How long it took; 0 where it did not come about. Clocks of two sides may differ by a hair. */
function between(from: Millis, to: Millis | null | undefined): number {
  return to === null || to === undefined ? 0 : Math.max(0, to - from);
}

function isoTime(at: Millis): string {
  return new Date(at).toISOString();
}
