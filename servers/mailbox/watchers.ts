import type { Address } from '../protocol/address.ts';
import type { Watcher } from './mailboxes.ts';

/**
 * Who is to be woken when a mailbox grows. Knows nothing of what is in the mailboxes.
 *
 * Wakes are gathered over one turn of the event loop – the handling of everything that the sockets had to say at one
 * moment – and given together at its end: a reader then finds all messages of the turn in one page, and writes them in
 * one go. Of all that can be done for throughput this is the largest single gain, and a lone message hardly waits for it.
 */
export class Watchers {
  readonly #byBox = new Map<Address, Set<Watcher>>();
  /** To be woken at the end of this turn; and, while wakes are being given, those who are. */
  #due = new Set<Watcher>();
  #waking = new Set<Watcher>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Whether anybody watches `box`. */
  has(box: Address): boolean {
    return this.#byBox.has(box);
  }

  add(box: Address, watcher: Watcher): void {
    let watchers = this.#byBox.get(box);
    if (watchers === undefined) this.#byBox.set(box, (watchers = new Set()));
    if (watchers.has(watcher)) return;
    watchers.add(watcher);
    this.#count += 1;
  }

  remove(box: Address, watcher: Watcher): void {
    const watchers = this.#byBox.get(box);
    if (watchers?.delete(watcher) !== true) return;
    if (watchers.size === 0) this.#byBox.delete(box);
    this.#due.delete(watcher);
    this.#waking.delete(watcher);
    this.#count -= 1;
  }

  /**
   * Wakes everybody who watches `box`, at the end of this turn. They, and what they go on to do by promises, are done when
   * an immediate runs that was asked for after this.
   */
  wake(box: Address): void {
    const watchers = this.#byBox.get(box);
    if (watchers === undefined) return;
    if (this.#due.size === 0) setImmediate(this.#wakeDue);
    for (const watcher of watchers) this.#due.add(watcher);
  }

  readonly #wakeDue = (): void => {
    [this.#waking, this.#due] = [this.#due, this.#waking];
    for (const watcher of this.#waking) watcher.wake();
    this.#waking.clear();
  };
}
