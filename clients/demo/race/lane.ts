import { ageOver } from '../../../bench/freshness.ts';
import type { TransportName } from '../../../servers/protocol/transport-name.ts';
import type { Bytes, Millis } from '../../../servers/protocol/units.ts';
import type { Message } from '../../../servers/protocol/message.ts';
import type { ClientStatus } from '../../core/client.ts';
import { Ledger } from '../breaking/ledger.ts';
import { Ring } from '../journal/ring.ts';
import type { PhoneEvent } from '../phone/phone.ts';
import type { Content, WireEvent } from '../wire/wire-event.ts';
import { Latencies } from './latencies.ts';
import { seatAt, type Side } from './seat.ts';
import { type Piece, Track } from './track.ts';

/** One message's way through a lane, from A to B. */
export interface Way {
  readonly id: string;
  readonly lane: TransportName;
  body: string;
  /** When A was told to send it. */
  sendingAt: Millis | null;
  /** What first brought it to the server, or else last tried to. */
  publish: Piece | null;
  /** The frame that confirmed it; over HTTP the answer to `publish` does. */
  receipt: Piece | null;
  /** When A had the receipt. */
  storedAt: Millis | null;
  /** What first brought it to B, or else last tried to. */
  page: Piece | null;
  /** When B was given it, first. */
  receivedAt: Millis | null;
}

/** Bytes of requests, answers and frames, as they stood on the wire. */
export interface Volume {
  headers: Bytes;
  bodies: Bytes;
}

/** What a lane took of the wire. */
export interface Counters {
  /** B's polls. */
  polls: number;
  /** Answers to them, and those in which nothing was. */
  answers: number;
  empty: number;
  /** Requests of both. */
  requests: number;
  readonly up: Volume;
  readonly down: Volume;
}

/** B is given something newer than it had: when, and when that was sent. */
interface Refreshed {
  readonly handledAtMs: Millis;
  readonly intendedAtMs: Millis;
}

export const WAYS_KEPT = 1000;
const REFRESHED_KEPT = 4000;

/**
 * All that is known of one transport's lane, put together from the journal's entries one by one; O(1) for each. It keeps
 * the last {@link WAYS_KEPT} messages and, of each phone, the last pieces; counters know of more.
 */
export class Lane {
  readonly transport: TransportName;
  readonly tracks: Readonly<Record<Side, Track>>;
  readonly statuses: Record<Side, ClientStatus | null> = { a: null, b: null };
  readonly ways = new Map<string, Way>();
  /** What became of its messages. */
  ledger = new Ledger();
  latencies = new Latencies();
  counters = newCounters();
  /** Makes the saw-tooth of the age of what B knows. */
  readonly refreshed = new Ring<Refreshed>(REFRESHED_KEPT);
  /** Whether pieces were seen from one side only: then nobody knows the headers. */
  isOneSided = false;
  #countedFrom: Millis = 0;

  constructor(transport: TransportName) {
    this.transport = transport;
    this.tracks = { a: new Track(seatAt(transport, 'a')), b: new Track(seatAt(transport, 'b')) };
  }

  /** The age of what B knows, on average since the counters began; null where it knows nothing yet. */
  meanAgeUntil(now: Millis): Millis | null {
    const { area, span } = ageOver(this.refreshed, this.#countedFrom, now);
    return span === 0 ? null : area / (span as number);
  }

  /** Counts from 0 again. */
  resetCounters(now: Millis): void {
    this.#countedFrom = now;
    this.counters = newCounters();
    this.latencies = new Latencies();
    this.ledger = new Ledger();
  }

  addWire(side: Side, event: WireEvent): void {
    const piece = this.tracks[side].add(event);
    if (piece === undefined) return;
    if (event.kind === 'sent') this.#count(side, piece);
    for (const id of piece.ids) this.#note(this.#way(id), piece);
  }

  addPhone(side: Side, event: PhoneEvent): void {
    this.ledger.add(side, event);
    if (event.kind === 'status') this.statuses[side] = event.status;
    else if (event.kind === 'signed-out') this.statuses[side] = null;
    else if (side === 'a') this.#sender(event);
    else if (event.kind === 'received' && event.item.kind === 'message') this.#received(event.item.message, event.at);
  }

  #sender(event: PhoneEvent): void {
    if (event.kind === 'sending') {
      const way = this.#way(event.id);
      way.sendingAt = event.at;
      way.body = event.body;
    } else if (event.kind === 'stored') {
      this.#way(event.id).storedAt = event.at;
    }
  }

  #received({ id, notice }: Message, at: Millis): void {
    if (notice !== undefined) return;
    const way = this.#way(id);
    if (way.receivedAt !== null) return;
    way.receivedAt = at;
    const { sendingAt } = way;
    if (sendingAt === null) return;
    // What was sent before the counters began is none of theirs.
    if (sendingAt >= this.#countedFrom) this.latencies.add(at - sendingAt);
    const newest = this.refreshed.at(this.refreshed.added - 1);
    if (newest === undefined || sendingAt > newest.intendedAtMs) {
      this.refreshed.add({ handledAtMs: at, intendedAtMs: sendingAt });
    }
  }

  #note(way: Way, piece: Piece): void {
    const { purpose } = piece;
    if (purpose !== 'publish' && purpose !== 'receipt' && purpose !== 'page') return;
    if ((way[purpose]?.arrivedAt ?? null) === null) way[purpose] = piece;
  }

  #way(id: string): Way {
    const known = this.ways.get(id);
    if (known !== undefined) return known;
    const way: Way = {
      id,
      lane: this.transport,
      body: '',
      sendingAt: null,
      publish: null,
      receipt: null,
      storedAt: null,
      page: null,
      receivedAt: null,
    };
    this.ways.set(id, way);
    if (this.ways.size > WAYS_KEPT) this.ways.delete(this.ways.keys().next().value!);
    return way;
  }

  #count(side: Side, { content, direction, purpose, partner, isOneSided }: Piece): void {
    const { counters } = this;
    this.isOneSided ||= isOneSided;
    const volume = direction === 'up' ? counters.up : counters.down;
    const { headers, bodies } = bytesOf(content);
    volume.headers = (volume.headers as number) + (headers as number);
    volume.bodies = (volume.bodies as number) + (bodies as number);
    if (content.kind === 'request') counters.requests += 1;
    if (side !== 'b') return;
    if (purpose === 'ask') counters.polls += 1;
    if (partner?.purpose !== 'ask') return;
    counters.answers += 1;
    if (purpose === 'empty') counters.empty += 1;
  }
}

/** What a piece takes on the wire: what is about it, and itself. */
export function bytesOf(content: Content): Readonly<Volume> {
  return content.kind === 'frame'
    ? { headers: content.headerBytes, bodies: content.payloadBytes }
    : { headers: content.headBytes, bodies: content.bodyBytes };
}

function newCounters(): Counters {
  return {
    polls: 0,
    answers: 0,
    empty: 0,
    requests: 0,
    up: { headers: 0, bodies: 0 },
    down: { headers: 0, bodies: 0 },
  };
}
