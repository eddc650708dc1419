import { EventEmitter } from 'node:events';
import { pEvent } from 'p-event';
import type { Millis } from '../protocol/units.ts';
import type { Watcher } from './mailboxes.ts';

/**
 * One parked wait. It is an emitter of its own, so that every listener of `p-event` goes with it: an `AbortSignal` that
 * outlives the wait would keep them all.
 */
export class Waiter extends EventEmitter<{ woken: []; ended: [Error] }> implements Watcher {
  #woken = false;
  #ended: Error | undefined;

  /** Ends the sleep: there is something to read, or the time is up. Before the sleep, it keeps it from beginning. */
  wake(): void {
    this.#woken = true;
    this.emit('woken');
  }

  /** Ends the sleep, and every later one, by making it reject with `reason`. The first reason stays. */
  end(reason: Error): void {
    this.#ended ??= reason;
    this.emit('ended', this.#ended);
  }

  /** @throws the reason, where this was ended. */
  throwIfEnded(): void {
    if (this.#ended !== undefined) throw this.#ended;
  }

  /** Sleeps until woken, at most for `ms`. Rejects when ended. */
  async sleep(ms: Millis): Promise<void> {
    this.throwIfEnded();
    if (!this.#woken) {
      // Not p-event's own timeout: it throws, and here the end of the time is as good as a wake.
      const timer = setTimeout(wake, ms, this);
      try {
        await pEvent(this, 'woken', { rejectionEvents: ['ended'] });
      } finally {
        clearTimeout(timer);
      }
    }
    this.#woken = false;
  }
}

function wake(waiter: Waiter): void {
  waiter.wake();
}
