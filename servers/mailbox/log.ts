import { randomBytes } from 'node:crypto';
import { type Cursor, formatCursor, placeOf, type Position } from '../protocol/cursor.ts';
import type { Message } from '../protocol/message.ts';
import type { GapReason, Page } from '../protocol/page.ts';
import type { Bytes, Millis } from '../protocol/units.ts';
import { type Appended, type Entry, MailboxesFullError, type ReadOptions } from './mailboxes.ts';
import type { Retention } from './retention.ts';

/**
 * Memory a kept message takes besides its text: the objects, the slot in the log, the entry in the table of ids; and what
 * such a table takes, for each sender. The test "M5 … memory" holds these figures against the measured ones.
 */
const OVERHEAD_BYTES: Bytes = 175;
const SENDER_BYTES: Bytes = 185;

/** What a message counts for in the bounds on bytes: near to the memory that it takes. */
function costOf(entry: Entry): Bytes {
  return OVERHEAD_BYTES + Buffer.byteLength(entry.body);
}

/** What a message takes in a page besides its body, with the longest of ids and names. */
const ENVELOPE_BYTES: Bytes = 240;

/** Most bytes of messages in one page, as they go over the wire, so that a long way to catch up goes in pieces; one message always fits. */
const MAX_PAGE_BYTES: Bytes = 128 * 1024;

/** What several logs hold together; each log keeps its part of the sum right. */
export interface Totals {
  messages: number;
  bytes: Bytes;
}

/**
 * One party's log in memory. Seqs are dense from 1. The kept messages are the newest `size` of them, in an array whose
 * used part begins at `#head` and moves on as the oldest are trimmed. Append and trim take constant time, read takes what
 * it answers.
 */
export class Log {
  readonly #epoch = randomBytes(9).toString('base64url');
  readonly #retention: Retention;
  readonly #totals: Totals;
  /** What is kept, by sender and id. */
  readonly #bySender = new Map<string, Map<string, Message>>();
  #messages: (Message | undefined)[] = [];
  #head = 0;
  #last = 0;
  #bytes: Bytes = 0;

  constructor(retention: Retention, totals: Totals) {
    this.#retention = retention;
    this.#totals = totals;
  }

  get size(): number {
    return this.#messages.length - this.#head;
  }

  /** @throws {MailboxesFullError} where the messages of all logs together would exceed their bound. */
  append(entry: Entry, at: Millis): Appended {
    const first = this.#bySender.get(entry.from)?.get(entry.id);
    if (first !== undefined) return { message: first, repeated: true };

    const cost = costOf(entry);
    if (this.#totals.bytes + cost > this.#retention.maxTotalBytes) {
      throw new MailboxesFullError(`all mailboxes together hold ${this.#totals.bytes} bytes and may not hold more`);
    }
    this.#last += 1;
    const message: Message = { seq: this.#last, id: entry.id, from: entry.from, at, body: entry.body };
    this.#messages.push(message);
    this.#remember(message);
    this.#count(1, cost);
    this.trim(at);
    return { message, repeated: false };
  }

  read(from: Position, { limit }: ReadOptions, now: Millis): Page {
    this.trim(now);
    const beforeOldest = this.#last - this.size;
    let after: number;
    if (from === 'end') {
      after = this.#last;
    } else if (from === 'start') {
      after = 0;
    } else {
      const { epoch, seq } = placeOf(from);
      if (epoch !== this.#epoch) return this.#gap('epoch-changed', beforeOldest);
      // Who is ahead of the log has seen all that is in it: only what comes from now on is new.
      if (seq > this.#last) return this.#gap('ahead', this.#last);
      after = seq;
    }
    if (after < beforeOldest) return this.#gap('trimmed', beforeOldest);
    if (after === this.#last) return { kind: 'empty', cursor: this.#cursor(after) };
    return this.#messagesAfter(after, limit);
  }

  /** Drops what retention no longer keeps at the time `now`. */
  trim(now: Millis): void {
    const { maxMessages, maxBytes, maxAgeMs } = this.#retention;
    let message: Message | undefined;
    while ((message = this.#messages[this.#head]) !== undefined) {
      if (this.size <= maxMessages && this.#bytes <= maxBytes && now - message.at <= maxAgeMs) break;
      this.#messages[this.#head] = undefined;
      this.#head += 1;
      this.#forget(message);
      this.#count(-1, 0 - costOf(message));
    }
    // Closing up only once the unused part is the larger one keeps the cost per message constant.
    if (this.#head > 16 && this.#head * 2 > this.#messages.length) {
      this.#messages = this.#messages.slice(this.#head);
      this.#head = 0;
    }
  }

  #messagesAfter(after: number, limit: number): Page {
    const messages: Message[] = [];
    let bytes: Bytes = 0;
    const begin = this.#messages.length - (this.#last - after);
    for (const message of this.#messages.slice(begin, begin + limit) as Message[]) {
      bytes += ENVELOPE_BYTES + bytesInJson(message.body);
      if (bytes > MAX_PAGE_BYTES && messages.length > 0) break;
      messages.push(message);
    }
    const end = after + messages.length;
    return { kind: 'messages', messages, cursor: this.#cursor(end), more: end < this.#last };
  }

  #remember(message: Message): void {
    let byId = this.#bySender.get(message.from);
    if (byId === undefined) {
      this.#bySender.set(message.from, (byId = new Map<string, Message>()));
      this.#count(0, SENDER_BYTES);
    }
    byId.set(message.id, message);
  }

  #forget({ from, id }: Message): void {
    const byId = this.#bySender.get(from)!;
    byId.delete(id);
    if (byId.size > 0) return;
    this.#bySender.delete(from);
    this.#count(0, 0 - SENDER_BYTES);
  }

  #gap(reason: GapReason, goOnFrom: number): Page {
    return { kind: 'gap', reason, cursor: this.#cursor(goOnFrom) };
  }

  #cursor(seq: number): Cursor {
    return formatCursor(this.#epoch, seq);
  }

  #count(messages: number, bytes: Bytes): void {
    this.#bytes += bytes;
    this.#totals.messages += messages;
    this.#totals.bytes += bytes;
  }
}

const ESCAPED = /["\\\p{Cc}]/u;

/** A control character is one byte in memory and six in a page. */
function bytesInJson(text: string): Bytes {
  return Buffer.byteLength(ESCAPED.test(text) ? JSON.stringify(text) : text);
}
