import type { Appended } from '../mailbox/mailboxes.ts';
import type { Retention } from '../mailbox/retention.ts';
import type { Address } from '../protocol/address.ts';
import { isCursor, placeOf, type Position } from '../protocol/cursor.ts';
import type { Notice } from '../protocol/notice.ts';
import type { Page } from '../protocol/page.ts';
import type { Millis } from '../protocol/units.ts';
import type { Notices } from './notices.ts';

/** A message whose sender is to hear what becomes of it. */
interface Awaited {
  readonly sender: Address;
  readonly to: Address;
  readonly id: string;
  readonly epoch: string;
  readonly seq: number;
  readonly at: Millis;
}

type Fate = Extract<Notice, { ids: unknown }>['code'];

/** Most ids in one notice, so that it stays well within what a page may be. */
const MAX_IDS = 100;

/**
 * Tells senders what becomes of messages that they were told would wait, or asked about. That a receiver has a message is
 * seen from the cursor it asks with next, and over a socket from the pong to a ping sent after it; that it never will, from
 * the gap it is told of or from the message's age.
 */
export class Confirmations {
  readonly #notices: Notices;
  readonly #maxMessages: number;
  readonly #maxAgeMs: Millis;
  readonly #now: () => Millis;
  /** By mailbox, in order of seq. */
  readonly #awaited = new Map<Address, Awaited[]>();

  /** @param now The clock that stamps messages. */
  constructor(notices: Notices, { maxMessages, maxAgeMs }: Retention, now: () => Millis) {
    this.#notices = notices;
    this.#maxMessages = maxMessages;
    this.#maxAgeMs = maxAgeMs;
    this.#now = now;
  }

  /** Whether anybody wants to hear of a message in this mailbox. */
  isAwaited(box: Address): boolean {
    return this.#awaited.has(box);
  }

  /** The sender is to hear what becomes of this message. */
  expect(box: Address, { message: { id, seq, at }, epoch }: Appended, sender: Address, to: Address): void {
    // What an earlier mailbox of this party held is gone with it, and must not stand before what is awaited now.
    this.#settle(box, (awaited) => awaited.epoch !== epoch, 'undeliverable');
    const awaited = { sender, to, id, epoch, seq, at };
    const all = this.#awaited.get(box);
    if (all === undefined) {
      this.#awaited.set(box, [awaited]);
      return;
    }
    all.push(awaited);
    const tooMany = all.length - this.#maxMessages;
    if (tooMany >= MAX_IDS) this.#tell(box, all.splice(0, tooMany), 'undeliverable');
  }

  /** The reader of the mailbox has everything up to `position`. */
  has(box: Address, position: Position): void {
    if (this.#awaited.size === 0 || !isCursor(position)) return;
    const { epoch, seq } = placeOf(position);
    this.#settle(box, (awaited) => awaited.epoch === epoch && awaited.seq <= seq, 'delivered');
  }

  /** The reader of the mailbox was given this page; what was lost before it will not be had. */
  gave(box: Address, page: Page): void {
    if (this.#awaited.size === 0 || page.kind !== 'gap') return;
    const { epoch, seq } = placeOf(page.cursor);
    this.#settle(box, (awaited) => awaited.epoch !== epoch || awaited.seq <= seq, 'undeliverable');
  }

  /** Gives up on messages too old to be kept. */
  giveUpOld(): void {
    const now = this.#now();
    for (const box of this.#awaited.keys()) this.#settle(box, ({ at }) => now - at > this.#maxAgeMs, 'undeliverable');
  }

  /** The first of them, as far as `isSettled` goes, have met this fate. */
  #settle(box: Address, isSettled: (awaited: Awaited) => boolean, fate: Fate): void {
    const all = this.#awaited.get(box);
    if (all === undefined) return;
    const open = all.findIndex((awaited) => !isSettled(awaited));
    if (open === 0) return;
    const settled = all.splice(0, open === -1 ? all.length : open);
    if (all.length === 0) this.#awaited.delete(box);
    this.#tell(box, settled, fate);
  }

  #tell(party: Address, awaited: readonly Awaited[], code: Fate): void {
    // One notice for what one sender sent in a row, be it a thousand messages.
    for (let i = 0; i < awaited.length;) {
      const { sender, to } = awaited[i]!;
      const ids: string[] = [];
      for (; i < awaited.length && ids.length < MAX_IDS; i += 1) {
        const next = awaited[i]!;
        if (next.sender !== sender || next.to !== to) break;
        ids.push(next.id);
      }
      void this.#notices.send(sender, { code, party, to, ids });
    }
  }
}
