import type { PhoneEvent } from '../phone/phone.ts';
import type { WireEvent } from '../wire/wire-event.ts';
import { Ring } from './ring.ts';

/** One thing that happened: on the wire, or on a phone. */
export type Entry =
  | { readonly of: 'wire'; readonly event: WireEvent }
  | { readonly of: 'phone'; readonly phone: string; readonly event: PhoneEvent };

/** Enough for some minutes of three lanes at work. */
export const CAPACITY = 20_000;

/**
 * Everything that happened, in the order in which it was heard of, as far as it is kept: what the page shows, and what is
 * exported and replayed.
 */
export class Journal {
  readonly entries = new Ring<Entry>(CAPACITY);
  readonly #listeners = new Set<(entry: Entry) => void>();

  add(entry: Entry): void {
    this.entries.add(entry);
    for (const listener of this.#listeners) listener(entry);
  }

  /** Calls `listener` with each entry from now on, until the returned function is called. */
  listen(listener: (entry: Entry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
