import { TOKEN_SUBPROTOCOL_PREFIX } from '../../servers/protocol/frame.ts';
import { ROUTES } from '../../servers/protocol/routes.ts';
import type { Bytes, Millis } from '../../servers/protocol/units.ts';
import type { HttpAnswer, HttpRequest, Now, OpenSocket, PendingRequest, Ports, SocketEvents } from './ports.ts';

/** What an event of an HTTP exchange is about. */
interface Exchange {
  /** Monotonic, in ms. */
  readonly at: Millis;
  /** Number of the exchange, from 1: what belongs together has the same. */
  readonly exchange: number;
  readonly method: HttpRequest['method'];
  /** Path and query. */
  readonly path: string;
}

/** What an event of a socket is about. */
interface OfSocket {
  /** Monotonic, in ms. */
  readonly at: Millis;
  /** Number of the socket, from 1. */
  readonly socket: number;
}

interface Frame extends OfSocket {
  readonly text: string;
  /** Of the text in UTF-8, without what frames it on the wire. */
  readonly bytes: Bytes;
}

/** One thing that went over the wire, as plain data. No token, password or key is in any of them. */
export type TraceEvent =
  | (Exchange & {
      readonly kind: 'request';
      /** Without the one that holds the token. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | null;
    })
  | (Exchange & {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: string;
      /** Since the request. */
      readonly durationMs: Millis;
    })
  | (Exchange & {
      readonly kind: 'no-answer';
      /** `aborted` by this side, or failed on the way. */
      readonly how: 'aborted' | 'failed';
      readonly why: string;
      readonly durationMs: Millis;
    })
  | (OfSocket & {
      readonly kind: 'socket-opening';
      readonly path: string;
      /** Without the one that holds the token. */
      readonly protocols: readonly string[];
    })
  | (OfSocket & { readonly kind: 'socket-opened' })
  | (Frame & { readonly kind: 'frame-in' })
  | (Frame & { readonly kind: 'frame-out' })
  | (OfSocket & {
      readonly kind: 'socket-closed';
      /** 1006 where there was no close frame. */
      readonly code: number;
      readonly reason: string;
      /** Who was the first to say so; `link` where nobody did. */
      readonly by: 'client' | 'server' | 'link';
    });

/** Is told of an event. It must not throw. */
export type TraceListener = (event: TraceEvent) => void;

const HIDDEN = '…';
const TOKEN_MEMBER = /"token"\s*:\s*"([^"]+)"/;
/** What a person or a toy signs in with, and what the server gives an owner for a toy. */
const SECRET_PATHS: ReadonlySet<string> = new Set([ROUTES.sessions, ROUTES.toys]);
const SECRET_MEMBERS = /"(password|key)"\s*:\s*"(?:[^"\\]|\\.)*"/g;
const encoder = new TextEncoder();

/** The ports to the network. */
type Wire = Pick<Ports, 'request' | 'openSocket'>;

/** The same ports, of which everything that goes through them is reported as it happens. */
export function tracePorts(ports: Wire, report: TraceListener, now: Now): Wire {
  // A token is hidden wherever it may turn up, not only where it belongs: an error's message may well quote it.
  const tokens = new Set<string>();
  let exchanges = 0;
  let sockets = 0;

  function clean(text: string): string {
    let cleaned = text;
    for (const token of tokens) cleaned = cleaned.replaceAll(token, HIDDEN);
    return cleaned;
  }

  function withoutToken(headers: HttpRequest['headers']): Record<string, string> {
    const authorization = headers['Authorization'];
    if (authorization !== undefined) tokens.add(authorization.replace(/^Bearer /, ''));
    return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'Authorization'));
  }

  /** A password may be a word that stands elsewhere too: it is hidden where it is one. */
  function cleanBody(path: string, text: string): string {
    return clean(SECRET_PATHS.has(path) ? text.replaceAll(SECRET_MEMBERS, `"$1":"${HIDDEN}"`) : text);
  }

  function request(asked: HttpRequest): PendingRequest {
    const { method, path } = asked;
    const startedAt = now();
    exchanges += 1;
    const headers = withoutToken(asked.headers);
    const about = { exchange: exchanges, method, path: clean(path) };
    const body = asked.body === undefined ? null : cleanBody(path, asked.body);
    report({ kind: 'request', at: startedAt, ...about, headers, body });
    const { answer, abort } = ports.request(asked);
    let abortedFor: Error | undefined;

    async function answered(): Promise<HttpAnswer> {
      let got: HttpAnswer;
      try {
        got = await answer;
      } catch (failure) {
        const at = now();
        const how = abortedFor === undefined ? 'failed' : 'aborted';
        const why = clean(messageOf(abortedFor ?? failure));
        report({ kind: 'no-answer', at, ...about, how, why, durationMs: at - startedAt });
        throw failure;
      }
      if (path === ROUTES.sessions) {
        const token = TOKEN_MEMBER.exec(got.text)?.[1];
        if (token !== undefined) tokens.add(token);
      }
      const at = now();
      const { status, text } = got;
      report({ kind: 'answer', at, ...about, status, body: cleanBody(path, text), durationMs: at - startedAt });
      return got;
    }

    return {
      answer: answered(),
      abort(why) {
        abortedFor = why;
        abort(why);
      },
    };
  }

  const openSocket: OpenSocket = (path, protocols, events) => {
    sockets += 1;
    const socket = sockets;
    let endedHere = false;
    const offered: string[] = [];
    for (const protocol of protocols) {
      if (protocol.startsWith(TOKEN_SUBPROTOCOL_PREFIX)) tokens.add(protocol.slice(TOKEN_SUBPROTOCOL_PREFIX.length));
      else offered.push(protocol);
    }
    report({ kind: 'socket-opening', at: now(), socket, path: clean(path), protocols: offered });

    function reportFrame(kind: 'frame-in' | 'frame-out', text: string): void {
      report({ kind, at: now(), socket, text: clean(text), bytes: encoder.encode(text).length });
    }

    const traced: SocketEvents = {
      opened() {
        report({ kind: 'socket-opened', at: now(), socket });
        events.opened();
      },
      received(text) {
        reportFrame('frame-in', text);
        events.received(text);
      },
      closed(code, reason) {
        const by = endedHere ? 'client' : code === 1006 ? 'link' : 'server';
        report({ kind: 'socket-closed', at: now(), socket, code, reason: clean(reason), by });
        events.closed(code, reason);
      },
    };
    const opened = ports.openSocket(path, protocols, traced);
    return {
      get readyState() {
        return opened.readyState;
      },
      send(text) {
        reportFrame('frame-out', text);
        opened.send(text);
      },
      close(code, reason) {
        endedHere = true;
        opened.close(code, reason);
      },
      terminate() {
        endedHere = true;
        opened.terminate();
      },
      // Where the platform can't, its absence says so.
      ...(opened.pause === undefined ? {} : { pause: () => opened.pause?.() }),
      ...(opened.resume === undefined ? {} : { resume: () => opened.resume?.() }),
    };
  };

  return { request, openSocket };
}

function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
