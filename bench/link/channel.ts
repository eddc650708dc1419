import type { Socket } from 'node:net';
import type { Bytes, Millis } from '../../servers/protocol/units.ts';
import { now } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Agenda } from './agenda.ts';
import { isPlain, type LinkShape } from './shape.ts';

/** Bytes under way in one direction of a connection before the link stops reading, as a full window would. */
const MAX_UNDER_WAY: Bytes = 1024 * 1024;

/** What a channel shares with all others of its link. */
export interface Medium {
  readonly shape: LinkShape;
  readonly agenda: Agenda;
  readonly random: Random;
  /** Until then nothing arrives anywhere. */
  readonly stalledUntilMs: Millis;
}

/** One direction of one connection: passes on what comes, as late as the link's shape asks for, in order. */
export class Channel {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #medium: Medium;
  /** Told how many bytes more have been given to the other side. */
  readonly #left: ((count: Bytes) => void) | undefined;
  /** Whether it swallows everything. */
  #isLost: boolean;
  #underWay: Bytes = 0;
  /** What is held up, in order. */
  #queue: (() => unknown)[] = [];
  /** When the line is free again for the next bytes. */
  #freeAtMs: Millis = 0;
  #lastDueMs: Millis = 0;
  /** Added to the first bytes: the round trip that setting up the connection took, which a relay can't delay itself. */
  #handshakeMs: Millis;

  constructor(
    from: Socket,
    to: Socket,
    medium: Medium,
    handshakeMs: Millis,
    isLost: boolean,
    left?: (count: Bytes) => void,
  ) {
    this.#from = from;
    this.#to = to;
    this.#medium = medium;
    this.#handshakeMs = handshakeMs;
    this.#isLost = isLost;
    this.#left = left;
    from.on('end', () => this.#pass(0, () => void to.end()));
    from.on('close', (hadError) => this.#pass(0, () => (hadError ? reset(to) : to.destroySoon())));
  }

  send(bytes: Buffer): void {
    this.#underWay += bytes.length;
    if (this.#underWay > MAX_UNDER_WAY) this.#from.pause();
    this.#pass(bytes.length, () => {
      this.#to.write(bytes, () => this.#arrived(bytes.length));
      if (this.#left !== undefined) this.#tellLeft(bytes.length);
    });
  }

  /** From now on swallows everything, what is under way too. */
  lose(): void {
    this.#isLost = true;
    this.#queue = [];
  }

  /** Ends this direction, as far as the receiving side can tell. */
  finish(): void {
    this.#pass(0, () => void this.#to.end());
  }

  /** What was written to a side that is not there yet, or not any more, has not left. */
  #tellLeft(length: Bytes): void {
    if (this.#to.connecting) this.#to.once('connect', () => this.#left!(length));
    else if (this.#to.writable) this.#left!(length);
  }

  #arrived(length: Bytes): void {
    this.#underWay -= length;
    if (this.#underWay <= MAX_UNDER_WAY / 2) this.#from.resume();
  }

  #pass(length: Bytes, deliver: () => unknown): void {
    if (this.#isLost) {
      this.#underWay = 0;
      return;
    }
    const dueMs = this.#dueMs(length);
    if (dueMs === null) {
      deliver();
    } else {
      this.#queue.push(deliver);
      this.#medium.agenda.at(dueMs, this.#deliverNext);
    }
  }

  /**
   * Called once for each of the queue, and takes the first, whichever it was put on the agenda for: what a stall holds up
   * longer must not be overtaken.
   */
  readonly #deliverNext = (): void => {
    const { stalledUntilMs, agenda } = this.#medium;
    if (stalledUntilMs > now()) agenda.at(stalledUntilMs, this.#deliverNext);
    // What was lost meanwhile is gone from the queue.
    else this.#queue.shift()?.();
  };

  /** When bytes that come now are through; null where nothing holds them up. */
  #dueMs(length: Bytes): Millis | null {
    const { shape, random, stalledUntilMs } = this.#medium;
    const atMs = now();
    const { rttMs, jitterMs, bandwidth } = shape;
    const isIdle = this.#queue.length === 0 && stalledUntilMs <= atMs;
    if (isIdle && isPlain(shape)) return null;
    this.#freeAtMs = Math.max(this.#freeAtMs, atMs) + ((length as number) * 1000) / (bandwidth as number);
    const transitMs = Math.max(0, rttMs / 2 + this.#handshakeMs + (2 * random() - 1) * jitterMs);
    this.#handshakeMs = 0;
    this.#lastDueMs = Math.max(this.#lastDueMs, this.#freeAtMs + transitMs, stalledUntilMs);
    return this.#lastDueMs;
  }
}

/**
 * Resets a connection. One that is being ended just now is closed instead: Node would lose its handle, leave the connection
 * open and spin when the process ends.
 */
export function reset(socket: Socket): void {
  if (socket.writableEnded && !socket.writableFinished) socket.destroy();
  else socket.resetAndDestroy();
}
