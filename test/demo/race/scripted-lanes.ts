import type { TransportName } from '../../../servers/protocol/transport-name.ts';
import type { Page } from '../../../servers/protocol/page.ts';
import type { Cursor } from '../../../servers/protocol/cursor.ts';
import { Lanes } from '../../../clients/demo/race/lanes.ts';
import { type Side, seatAt } from '../../../clients/demo/race/seat.ts';
import type { Content, Direction } from '../../../clients/demo/wire/wire-event.ts';

export const EMPTY: Page = { kind: 'empty', cursor: 'e.1' as Cursor };

/** A page with messages of these ids. */
export function pageOf(...ids: string[]): Page {
  const messages = ids.map((id, i) => ({ seq: i + 1, id, from: 'user:a', at: 0, body: id }));
  return { kind: 'messages', messages, cursor: 'e.9' as Cursor, more: false };
}

interface Times {
  /** When it is sent; it is 10 ms on its way unless this says otherwise, and never there where it says null. */
  readonly at: number;
  readonly arrivesAt?: number | null;
}

/** Lanes, and the events by which they hear of what goes over wires that there are not. */
export class ScriptedLanes {
  readonly lanes = new Lanes();
  readonly #pieces = new Map<string, number>();

  opened(lane: TransportName, side: Side, at: number, connection = 1): void {
    const { phone } = seatAt(lane, side);
    this.lanes.add({ of: 'wire', event: { kind: 'opened', phone, connection, at } });
  }

  closed(lane: TransportName, side: Side, at: number, by: 'client' | 'server' | 'link', connection = 1): void {
    const { phone } = seatAt(lane, side);
    this.lanes.add({ of: 'wire', event: { kind: 'closed', phone, connection, at, by } });
  }

  /** @returns Its number. */
  asks(lane: TransportName, side: Side, path: string, times: Times, body?: object): number {
    const text = body === undefined ? '' : JSON.stringify(body);
    const method = body === undefined ? 'GET' : 'POST';
    const head = `${method} ${path} HTTP/1.1`;
    const sizes = { headBytes: head.length, bodyBytes: text.length };
    return this.#goes(lane, side, 'up', { kind: 'request', method, path, head, body: text, ...sizes }, times);
  }

  answers(lane: TransportName, side: Side, answers: number, value: object, times: Times, status = 200): number {
    const body = JSON.stringify(value);
    const sizes = { headBytes: 20, bodyBytes: body.length };
    const content: Content = { kind: 'answer', status, head: `HTTP/1.1 ${status}`, body, ...sizes, answers };
    return this.#goes(lane, side, 'down', content, times);
  }

  frames(side: Side, direction: Direction, value: object, times: Times): number {
    const text = JSON.stringify(value);
    const content: Content = {
      kind: 'frame',
      opcode: 1,
      final: true,
      masked: direction === 'up',
      text,
      headerBytes: direction === 'up' ? 6 : 2,
      payloadBytes: text.length,
    };
    return this.#goes('websocket', side, direction, content, times);
  }

  lost(lane: TransportName, side: Side, piece: number, at: number): void {
    const { phone } = seatAt(lane, side);
    this.lanes.add({ of: 'wire', event: { kind: 'lost', phone, connection: 1, piece, at } });
  }

  /** A is told to send. */
  sending(lane: TransportName, id: string, at: number): void {
    const event = { kind: 'sending', id, to: 'user:b', body: id, at } as const;
    this.lanes.add({ of: 'phone', phone: seatAt(lane, 'a').phone, event });
  }

  stored(lane: TransportName, id: string, at: number): void {
    const event = { kind: 'stored', id, receipt: { id, at, online: true }, at } as const;
    this.lanes.add({ of: 'phone', phone: seatAt(lane, 'a').phone, event });
  }

  /** B is given it. */
  received(lane: TransportName, id: string, at: number): void {
    const message = { seq: 1, id, from: 'user:a', at, body: id };
    const event = { kind: 'received', item: { kind: 'message', message }, at } as const;
    this.lanes.add({ of: 'phone', phone: seatAt(lane, 'b').phone, event });
  }

  #goes(lane: TransportName, side: Side, direction: Direction, content: Content, times: Times): number {
    const { phone } = seatAt(lane, side);
    const { at, arrivesAt = at + 10 } = times;
    const piece = (this.#pieces.get(phone) ?? 0) + 1;
    this.#pieces.set(phone, piece);
    this.lanes.add({ of: 'wire', event: { kind: 'sent', phone, connection: 1, at, piece, direction, content } });
    if (arrivesAt !== null)
      this.lanes.add({ of: 'wire', event: { kind: 'arrived', phone, connection: 1, piece, at: arrivesAt } });
    return piece;
  }
}
