import type { TraceEvent } from '../../core/trace.ts';
import type { Bytes, Millis } from '../../../servers/protocol/units.ts';
import type { WireEvent } from './wire-event.ts';

const NO_BYTES: Bytes = 0;
const encoder = new TextEncoder();

/**
 * What a client's own trace tells of the wire: one end of everything, and neither the browser's headers nor how it shares
 * out its connections. Each exchange, and each socket, counts as a connection.
 */
export class TraceReader {
  readonly #phone: string;
  #pieces = 0;
  #connections = 0;
  /** Connections and pieces of exchanges and sockets that are not over. */
  readonly #exchanges = new Map<number, { readonly connection: number; readonly piece: number }>();
  readonly #sockets = new Map<number, number>();

  constructor(phone: string) {
    this.#phone = phone;
  }

  /** @param at Unix time of the event, in ms. */
  read(event: TraceEvent, at: Millis): readonly WireEvent[] {
    switch (event.kind) {
      case 'request':
        return this.#request(event, at);
      case 'answer':
        return this.#answer(event, at);
      case 'no-answer':
        return this.#noAnswer(event, at);
      case 'socket-opening':
        this.#sockets.set(event.socket, this.#connect());
        return [];
      case 'socket-opened':
        return [{ kind: 'opened', at, phone: this.#phone, connection: this.#socket(event.socket) }];
      case 'frame-in':
      case 'frame-out':
        return this.#frame(event, at);
      case 'socket-closed':
        break;
    }
    const connection = this.#socket(event.socket);
    this.#sockets.delete(event.socket);
    return [{ kind: 'closed', at, phone: this.#phone, connection, by: event.by }];
  }

  #request({ exchange, method, path, headers, body }: Of<'request'>, at: Millis): readonly WireEvent[] {
    const [connection, piece] = [this.#connect(), this.#count()];
    this.#exchanges.set(exchange, { connection, piece });
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const head = [`${method} ${path}`, ...lines].join('\r\n');
    const content = { kind: 'request', method, path, head, headBytes: NO_BYTES, ...bodyOf(body ?? '') } as const;
    const about = { phone: this.#phone, connection, at };
    return [{ kind: 'sent', ...about, piece, direction: 'up', content, isOneSided: true }];
  }

  #answer({ exchange, status, body }: Of<'answer'>, at: Millis): readonly WireEvent[] {
    const asked = this.#exchanges.get(exchange);
    if (asked === undefined) return [];
    this.#exchanges.delete(exchange);
    const answers = asked.piece;
    const content = {
      kind: 'answer',
      status,
      head: String(status),
      headBytes: NO_BYTES,
      answers,
      ...bodyOf(body),
    } as const;
    const about = { phone: this.#phone, connection: asked.connection, at };
    return [
      { kind: 'sent', ...about, piece: this.#count(), direction: 'down', content, isOneSided: true },
      { kind: 'closed', ...about, by: 'client' },
    ];
  }

  #noAnswer({ exchange, how }: Of<'no-answer'>, at: Millis): readonly WireEvent[] {
    const asked = this.#exchanges.get(exchange);
    if (asked === undefined) return [];
    this.#exchanges.delete(exchange);
    const by = how === 'aborted' ? 'client' : 'link';
    return [{ kind: 'closed', phone: this.#phone, connection: asked.connection, at, by }];
  }

  #frame({ kind, socket, text, bytes }: Of<'frame-in' | 'frame-out'>, at: Millis): readonly WireEvent[] {
    const isOut = kind === 'frame-out';
    return [
      {
        kind: 'sent',
        phone: this.#phone,
        connection: this.#socket(socket),
        at,
        piece: this.#count(),
        direction: isOut ? 'up' : 'down',
        content: {
          kind: 'frame',
          opcode: 1,
          final: true,
          masked: isOut,
          text,
          headerBytes: NO_BYTES,
          payloadBytes: bytes,
        },
        isOneSided: true,
      },
    ];
  }

  #connect(): number {
    this.#connections += 1;
    return this.#connections;
  }

  #count(): number {
    this.#pieces += 1;
    return this.#pieces;
  }

  #socket(socket: number): number {
    return this.#sockets.get(socket) ?? 0;
  }
}

type Of<Kind extends TraceEvent['kind']> = Extract<TraceEvent, { kind: Kind }>;

function bodyOf(body: string): { readonly body: string; readonly bodyBytes: Bytes } {
  return { body, bodyBytes: encoder.encode(body).length };
}
