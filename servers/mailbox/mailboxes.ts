import type { Address } from '../protocol/address.ts';
import type { Position } from '../protocol/cursor.ts';
import type { Message } from '../protocol/message.ts';
import type { Notice } from '../protocol/notice.ts';
import type { Page } from '../protocol/page.ts';
import type { Bytes, Millis } from '../protocol/units.ts';
import type { Retention } from './retention.ts';
import type { Waiter } from './waiter.ts';

/** A message as its sender hands it to a mailbox; seq and time are the mailbox's to give. */
export interface Entry {
  readonly id: string;
  readonly from: string;
  readonly body: string;
  /** The group that it was sent to, where this is one member's copy. An id means something else in each group. */
  readonly to?: Address;
  readonly notice?: Notice;
}

export interface Appended {
  readonly message: Message;
  /** Of the log that it is in. */
  readonly epoch: string;
  /** True where this sender had sent this id before: `message` is then the first one, and nothing was added. */
  readonly repeated: boolean;
}

export interface ReadOptions {
  /** Most messages in the page. */
  readonly limit: number;
}

export interface WaitOptions extends ReadOptions {
  /** How long to wait for a message before the page comes back empty. */
  readonly holdMs: Millis;
  /** Ends the wait from outside: `waiter.end(error)` makes it reject with that error. Serves one wait. */
  readonly waiter: Waiter;
}

/** What is kept at a moment, over all mailboxes. */
export interface Held {
  readonly mailboxes: number;
  readonly messages: number;
  readonly bytes: Bytes;
}

/** Something that wants to hear of new messages in a mailbox. */
export interface Watcher {
  /**
   * Called once for all messages of one turn of the event loop, at its end; the watcher then reads from its own cursor.
   */
  wake(): void;
}

/**
 * The one module behind all transports: for each party an append-only log, read by cursor. Reading does not consume;
 * retention is the only way out, and what it took is announced as a gap.
 *
 * Short polling is `read`; long polling is `wait`; a WebSocket is `watch` and `read` until the line ends.
 *
 * Every method but `watch` and `unwatch` is asynchronous so that a store may lie outside the process. `read`, `wait` and
 * `append` on a mailbox that is not open reject with {@link UnknownMailboxError}.
 */
export interface Mailboxes {
  /**
   * Makes the party's mailbox where there is none yet.
   *
   * @throws {MailboxesFullError} where there are as many as there may be.
   */
  open(box: Address): Promise<void>;

  /** Forgets the mailbox and all that is in it, where there is one. Opened again, it is a new one. */
  drop(box: Address): Promise<void>;

  /** Whether the party's mailbox is kept. */
  has(box: Address): Promise<boolean>;

  /**
   * Adds a message at the end, with the next seq, in one step with storing it; one that is there already is not added.
   * Whoever watches is woken at the end of the turn: what is less urgent than their pages – the sender's receipt – goes in
   * an immediate that is asked for after this.
   *
   * @throws {MailboxesFullError} where the messages of all mailboxes together would exceed their bound.
   */
  append(box: Address, entry: Entry): Promise<Appended>;

  /** What is after `from`, in order, as one consistent snapshot; at once. */
  read(box: Address, from: Position, options: ReadOptions): Promise<Page>;

  /** What is after `from`; where nothing is, what comes next, or an empty page at the end of the hold. */
  wait(box: Address, from: Position, options: WaitOptions): Promise<Page>;

  /** Begins to wake `watcher` after each append to `box`, until {@link unwatch}. To miss nothing: watch first, then read. */
  watch(box: Address, watcher: Watcher): void;
  unwatch(box: Address, watcher: Watcher): void;

  /** Watchers registered now, parked waits among them. 0 when nobody reads. */
  readonly watching: number;

  /** How much is kept. What is set here counts from the next look at each mailbox. */
  retention: Retention;

  /** What is held now, over all mailboxes. */
  readonly held: Held;

  /** Stops the upkeep. Ends no wait: whoever waits ends its own. */
  close(): Promise<void>;
}

/** There is no such mailbox: its party never signed in, or was away for longer than anything is kept. */
export class UnknownMailboxError extends Error {
  override readonly name = 'UnknownMailboxError';
  readonly code = 'unknown-mailbox';

  constructor(box: Address) {
    super(`no mailbox of ${box}`);
  }
}

/** A bound on all mailboxes together is reached; it clears as messages age. */
export class MailboxesFullError extends Error {
  override readonly name = 'MailboxesFullError';
  readonly code = 'mailboxes-full';
}
