import type { Address } from '../protocol/address.ts';
import type { Position } from '../protocol/cursor.ts';
import type { Page } from '../protocol/page.ts';
import type { Millis } from '../protocol/units.ts';
import { Log, type Totals } from './log.ts';
import {
  type Appended,
  type Entry,
  type Held,
  type Mailboxes,
  MailboxesFullError,
  type ReadOptions,
  UnknownMailboxError,
  type WaitOptions,
  type Watcher,
} from './mailboxes.ts';
import { DEFAULT_RETENTION, type Retention } from './retention.ts';
import { wait } from './wait.ts';
import { Watchers } from './watchers.ts';

export interface MemoryMailboxesOptions {
  /** What is kept; see {@link Retention} for the default of each part. */
  readonly retention?: Partial<Retention>;
  /** The clock that stamps messages and ages them, in ms. Default: Unix time. */
  readonly now?: () => Millis;
  /** Whose mailbox stays though nobody touches it: that of somebody who may still come to read. Default: nobody's. */
  readonly isInUse?: (box: Address) => boolean;
  /** Whose mailbox makes no room for another, though nothing was ever in it and nobody is there. Default: nobody's. */
  readonly isClaimed?: (box: Address) => boolean;
}

/** Mailboxes in this process's memory: gone, and back under a new epoch, when it ends. */
export function createMemoryMailboxes(options: MemoryMailboxesOptions = {}): Mailboxes {
  const { retention, now = Date.now, isInUse = () => false, isClaimed = () => false } = options;
  return new MemoryMailboxes({ ...DEFAULT_RETENTION, ...retention }, now, isInUse, isClaimed);
}

/** Most mailboxes looked at to find one that may go, so that a full store costs who comes to it next to nothing. */
const MOST_LOOKS = 100;

interface Mailbox {
  readonly log: Log;
  usedAt: Millis;
}

class MemoryMailboxes implements Mailboxes {
  /** The logs look at it too. */
  readonly #retention: Retention;
  readonly #now: () => Millis;
  readonly #isInUse: (box: Address) => boolean;
  readonly #isClaimed: (box: Address) => boolean;
  readonly #boxes = new Map<Address, Mailbox>();
  /** Those that never had a message: nothing is lost with one. */
  readonly #unwritten = new Set<Address>();
  readonly #watchers = new Watchers();
  readonly #totals: Totals = { messages: 0, bytes: 0 };
  readonly #upkeep: NodeJS.Timeout;

  constructor(
    retention: Retention,
    now: () => Millis,
    isInUse: (box: Address) => boolean,
    isClaimed: (box: Address) => boolean,
  ) {
    this.#retention = retention;
    this.#now = now;
    this.#isInUse = isInUse;
    this.#isClaimed = isClaimed;
    // A mailbox in use trims itself; this is for those that nobody touches any more.
    this.#upkeep = setInterval(() => this.#forgetUnused(), Math.min(retention.maxAgeMs / 2, 60_000)).unref();
  }

  async open(box: Address): Promise<void> {
    const usedAt = this.#now();
    const mailbox = this.#boxes.get(box);
    if (mailbox === undefined) {
      if (this.#boxes.size >= this.#retention.maxMailboxes) this.#makeRoom();
      this.#boxes.set(box, { log: new Log(this.#retention, this.#totals), usedAt });
      this.#unwritten.add(box);
    } else {
      mailbox.usedAt = usedAt;
    }
  }

  async drop(box: Address): Promise<void> {
    this.#boxes.get(box)?.log.clear();
    this.#forget(box);
  }

  async has(box: Address): Promise<boolean> {
    return this.#boxes.has(box);
  }

  async append(box: Address, entry: Entry): Promise<Appended> {
    const at = this.#now();
    const appended = this.#use(box, at).append(entry, at);
    if (!appended.repeated) {
      if (appended.message.seq === 1) this.#unwritten.delete(box);
      this.#watchers.wake(box);
    }
    return appended;
  }

  async read(box: Address, from: Position, options: ReadOptions): Promise<Page> {
    const now = this.#now();
    return this.#use(box, now).read(from, options, now);
  }

  wait(box: Address, from: Position, options: WaitOptions): Promise<Page> {
    return wait(this, box, from, options);
  }

  watch(box: Address, watcher: Watcher): void {
    this.#watchers.add(box, watcher);
  }

  unwatch(box: Address, watcher: Watcher): void {
    this.#watchers.remove(box, watcher);
  }

  get watching(): number {
    return this.#watchers.count;
  }

  get retention(): Retention {
    return this.#retention;
  }

  set retention(retention: Retention) {
    Object.assign(this.#retention, retention);
  }

  get held(): Held {
    return { mailboxes: this.#boxes.size, ...this.#totals };
  }

  async close(): Promise<void> {
    clearInterval(this.#upkeep);
  }

  #use(box: Address, now: Millis): Log {
    const mailbox = this.#boxes.get(box);
    if (mailbox === undefined) throw new UnknownMailboxError(box);
    mailbox.usedAt = now;
    return mailbox.log;
  }

  /** A mailbox unused for so long that nothing in it can have been kept goes whole; who comes back finds a new epoch. */
  #forgetUnused(): void {
    const now = this.#now();
    for (const [box, mailbox] of this.#boxes) {
      mailbox.log.trim(now);
      if (this.#mayBeMissed(box)) mailbox.usedAt = now;
      else if (now - mailbox.usedAt > this.#retention.maxAgeMs) this.#forget(box);
    }
  }

  /** Forgets one that nobody will miss. */
  #makeRoom(): void {
    let looks = 0;
    for (const box of this.#unwritten) {
      if (!this.#mayBeMissed(box) && !this.#isClaimed(box)) {
        this.#forget(box);
        return;
      }
      // To the end, so that the next look begins behind it.
      this.#unwritten.delete(box);
      this.#unwritten.add(box);
      looks += 1;
      if (looks === MOST_LOOKS) break;
    }
    throw new MailboxesFullError(`there are ${this.#boxes.size} mailboxes and may not be more`);
  }

  #mayBeMissed(box: Address): boolean {
    return this.#isInUse(box) || this.#watchers.has(box);
  }

  #forget(box: Address): void {
    this.#boxes.delete(box);
    this.#unwritten.delete(box);
  }
}
