import type { Millis } from '../../../servers/protocol/units.ts';
import { Ring } from '../journal/ring.ts';
import type { Content, Direction, WireEvent } from '../wire/wire-event.ts';
import { OPCODE_PING, type Purpose, readPurpose } from './purpose.ts';
import type { Seat } from './seat.ts';

/** A connection of a phone's. */
export interface Line {
  readonly seat: Seat;
  readonly number: number;
  readonly openedAt: Millis;
  /** Whether WebSocket frames went over it. */
  isSocket: boolean;
  closedAt: Millis | null;
  closedBy: Extract<WireEvent, { kind: 'closed' }>['by'] | null;
}

/** A request, an answer or a frame, and what became of it. */
export interface Piece {
  readonly seat: Seat;
  readonly connection: number;
  /** Of the phone, from 1. */
  readonly number: number;
  readonly direction: Direction;
  readonly content: Content;
  readonly purpose: Purpose;
  /** Ids of the messages that it brings or confirms. */
  readonly ids: readonly string[];
  readonly sentAt: Millis;
  /** Whether nobody could see its other end. */
  readonly isOneSided: boolean;
  arrivedAt: Millis | null;
  lostAt: Millis | null;
  /** Of a request its answer, of a ping its pong, and the other way round; null before there is one. */
  partner: Piece | null;
  /** Of a request whose answer has not come: when its connection ended. */
  cutAt: Millis | null;
}

/** Pieces that are kept of each phone: at 20 messages per second some three minutes. */
export const PIECES_KEPT = 4000;
const LINES_KEPT = 200;

/** What goes over the connections of one phone, put together from events; O(1) for each. */
export class Track {
  readonly seat: Seat;
  /** By the time at which they were sent. */
  readonly pieces = new Ring<Piece>(PIECES_KEPT);
  readonly lines = new Ring<Line>(LINES_KEPT);
  /** Of what may still change: open connections, pieces on their way, requests whose answer has not come. */
  readonly #open = new Map<number, Line>();
  readonly #underway = new Map<number, Piece>();
  readonly #unanswered = new Map<number, Piece>();
  readonly #pings: Record<Direction, Piece | null> = { up: null, down: null };

  constructor(seat: Seat) {
    this.seat = seat;
  }

  /** @returns The piece that was sent, arrived or was lost. */
  add(event: WireEvent): Piece | undefined {
    if (event.kind === 'sent') return this.#sent(event);
    if (event.kind === 'opened') this.#line(event.connection, event.at);
    else if (event.kind === 'closed') this.#closed(event);
    else return this.#ended(event);
    return undefined;
  }

  #sent(event: Extract<WireEvent, { kind: 'sent' }>): Piece {
    const { at: sentAt, connection, piece: number, direction, content, isOneSided = false } = event;
    const asked =
      content.kind === 'answer' && content.answers !== null ? this.#unanswered.get(content.answers) : undefined;
    const { purpose, ids } = readPurpose(content, direction, requestOf(asked));
    const piece: Piece = {
      seat: this.seat,
      connection,
      number,
      direction,
      content,
      purpose,
      ids,
      sentAt,
      isOneSided,
      arrivedAt: null,
      lostAt: null,
      partner: asked ?? null,
      cutAt: null,
    };
    this.#keep(piece);
    if (asked !== undefined) {
      asked.partner = piece;
      if (isOneSided) this.#unanswered.delete(asked.number);
    }
    if (content.kind === 'request') this.#unanswered.set(number, piece);
    if (content.kind === 'frame') this.#line(connection, sentAt).isSocket = true;
    if (purpose === 'heartbeat') this.#beat(piece);
    if (!isOneSided) this.#underway.set(number, piece);
    return piece;
  }

  #beat(piece: Piece): void {
    const ping = this.#pings[piece.direction === 'up' ? 'down' : 'up'];
    if (isPing(piece.content)) {
      this.#pings[piece.direction] = piece;
    } else if (ping?.partner === null) {
      piece.partner = ping;
      ping.partner = piece;
    }
  }

  #keep(piece: Piece): void {
    const dropped = this.pieces.at(this.pieces.added - PIECES_KEPT);
    if (dropped !== undefined) {
      this.#underway.delete(dropped.number);
      this.#unanswered.delete(dropped.number);
      // Otherwise each would keep alive the one before it.
      if (dropped.partner !== null) dropped.partner.partner = null;
    }
    this.pieces.add(piece);
  }

  #ended({ kind, piece: number, at }: Extract<WireEvent, { kind: 'arrived' | 'lost' }>): Piece | undefined {
    const piece = this.#underway.get(number);
    if (piece === undefined) return undefined;
    this.#underway.delete(number);
    if (kind === 'lost') {
      piece.lostAt = at;
      return piece;
    }
    piece.arrivedAt = at;
    if (piece.partner !== null) this.#unanswered.delete(piece.partner.number);
    return piece;
  }

  #closed({ connection, at, by }: Extract<WireEvent, { kind: 'closed' }>): void {
    const line = this.#open.get(connection);
    if (line !== undefined) {
      line.closedAt = at;
      line.closedBy = by;
      this.#open.delete(connection);
    }
    for (const piece of this.#unanswered.values()) {
      if (piece.connection !== connection) continue;
      piece.cutAt = at;
      this.#unanswered.delete(piece.number);
    }
  }

  #line(number: number, at: Millis): Line {
    const known = this.#open.get(number);
    if (known !== undefined) return known;
    const line: Line = { seat: this.seat, number, openedAt: at, isSocket: false, closedAt: null, closedBy: null };
    const dropped = this.lines.at(this.lines.added - LINES_KEPT);
    if (dropped !== undefined) this.#open.delete(dropped.number);
    this.#open.set(number, line);
    this.lines.add(line);
    return line;
  }
}

function requestOf(piece: Piece | undefined): Extract<Content, { kind: 'request' }> | undefined {
  return piece?.content.kind === 'request' ? piece.content : undefined;
}

function isPing(content: Content): boolean {
  return content.kind === 'frame' && (content.opcode === OPCODE_PING || content.text.includes('"ping"'));
}

/**
 * When an exchange, or a frame, was over; null while it is not. Who asks is not told of what is lost, and waits until the
 * connection ends.
 */
export function endOf(piece: Piece): Millis | null {
  if (piece.content.kind !== 'request')
    return piece.arrivedAt ?? piece.lostAt ?? (piece.isOneSided ? piece.sentAt : null);
  const { partner, cutAt } = piece;
  return partner?.arrivedAt ?? (partner?.isOneSided === true ? partner.sentAt : cutAt);
}

/** Index, as {@link Ring.at} takes it, of the first piece that was sent at `time` or later. */
export function firstSince(pieces: Ring<Piece>, time: Millis): number {
  let low = pieces.added - pieces.size;
  let high = pieces.added;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (pieces.at(middle)!.sentAt < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
