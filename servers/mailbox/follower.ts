import type { Address } from '../protocol/address.ts';
import type { Position } from '../protocol/cursor.ts';
import { hasMore, type Page } from '../protocol/page.ts';
import type { Mailboxes, ReadOptions, Watcher } from './mailboxes.ts';

/** Where a follower puts its pages. */
export interface Sink {
  /** Takes one page. Pages come in order, none after {@link Follower.stop}. */
  write(page: Page): void;
  /** While true nothing is read for this sink; call {@link Follower.wake} when it turns false. */
  isFull(): boolean;
  /** Reading failed; the follower has stopped. */
  failed(failure: unknown): void;
}

/**
 * Follows a mailbox: everything after a position, then everything that comes, until stopped. The log is the only queue:
 * a sink that is full leaves its messages there, and what retention has trimmed by the time it reads on is announced as a
 * gap like any other.
 *
 * The first page without more behind it is written even when it is empty: it tells the reader that it has caught up.
 */
export class Follower implements Watcher {
  readonly #mailboxes: Mailboxes;
  readonly #box: Address;
  readonly #options: ReadOptions;
  readonly #sink: Sink;
  #position: Position;
  #isReading = false;
  #wokenMeanwhile = false;
  #isCaughtUp = false;
  #isStopped = false;

  constructor(mailboxes: Mailboxes, box: Address, from: Position, options: ReadOptions, sink: Sink) {
    this.#mailboxes = mailboxes;
    this.#box = box;
    this.#position = from;
    this.#options = options;
    this.#sink = sink;
  }

  start(): void {
    this.#mailboxes.watch(this.#box, this);
    this.wake();
  }

  stop(): void {
    this.#isStopped = true;
    this.#mailboxes.unwatch(this.#box, this);
  }

  /** There may be something to read, or room to put it. */
  wake(): void {
    if (this.#isReading) this.#wokenMeanwhile = true;
    else if (!this.#isStopped && !this.#sink.isFull()) void this.#read();
  }

  async #read(): Promise<void> {
    this.#isReading = true;
    try {
      let more: boolean;
      do {
        this.#wokenMeanwhile = false;
        const page = await this.#mailboxes.read(this.#box, this.#position, this.#options);
        if (this.#isStopped) return;
        this.#position = page.cursor;
        more = hasMore(page);
        if (page.kind !== 'empty' || !this.#isCaughtUp) this.#sink.write(page);
        this.#isCaughtUp ||= !more;
      } while ((more || this.#wokenMeanwhile) && !this.#isStopped && !this.#sink.isFull());
    } catch (failure) {
      this.stop();
      this.#sink.failed(failure);
    } finally {
      this.#isReading = false;
    }
  }
}
