import type { Millis } from '../../servers/protocol/units.ts';
import type { TransportFault } from './fault.ts';
import type { Random } from './ports.ts';

/** When to try again after a fault that may pass; the others are not tried again whatever the policy. */
export interface RetryPolicy {
  /**
   * @param attempt How many attempts have failed in a row before this one, from 0.
   * @returns How long to wait; null to give up.
   */
  delayMs(attempt: number, fault: TransportFault, random: Random): Millis | null;
}

export interface FullJitterOptions {
  /** The first wait is a random part of this. Default 250 ms. */
  readonly baseMs?: Millis;
  /** No wait is a part of more than this. Default 30 s. */
  readonly capMs?: Millis;
}

/**
 * Exponential backoff with full jitter: a random part of `base · 2^attempt`, at most of `cap` – for clients that all lost
 * the same server the spread matters more than the length (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture
 * Blog, 2015). Where the server names a time to stay away, that comes first and the jitter on top.
 */
export function fullJitter({ baseMs = 250, capMs = 30_000 }: FullJitterOptions = {}): RetryPolicy {
  return {
    delayMs(attempt, fault, random) {
      return (fault.afterMs ?? 0) + random() * Math.min(capMs, baseMs * 2 ** attempt);
    },
  };
}
