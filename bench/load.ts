import type { Millis } from '../servers/protocol/units.ts';
import { now } from './clock.ts';
import type { Plan } from './plan.ts';

/** A clock, and a way to wait on it. */
export interface Timing {
  now(): Millis;
  /** Resolves at `atMs` or as soon after it as can be. */
  sleepUntil(atMs: Millis): Promise<void>;
  /** Lets everything else have its turn. */
  yield(): Promise<void>;
}

/** A timer wakes up to a millisecond late and more; this much before the time, it is left for turns of the event loop. */
const TIMER_SLACK_MS: Millis = 2;

export const realTiming: Timing = {
  now,
  async sleepUntil(atMs) {
    const ahead = atMs - now();
    if (ahead > TIMER_SLACK_MS) await new Promise((resolve) => setTimeout(resolve, ahead - TIMER_SLACK_MS));
    while (now() < atMs) await new Promise(setImmediate);
  },
  yield: () => new Promise(setImmediate),
};

/**
 * For a load whose latencies count from the sending: a generator that never spins leaves the processor to whom it
 * measures, and sends up to two milliseconds late.
 */
export const restfulTiming: Timing = {
  ...realTiming,
  sleepUntil: (atMs) => new Promise((resolve) => setTimeout(resolve, atMs - now())),
};

/** Messages that a late generator sends before the answers to them are looked at. */
const MAX_AT_ONCE = 50;

export interface LoadOptions {
  /** What it has not come to by then is not sent any more. Default: never. */
  readonly giveUpAtMs?: Millis;
  /** Default: {@link realTiming}. */
  readonly timing?: Timing;
}

/**
 * The open loop: sends each message of the plan at its time, whatever has become of those before it. What is late is sent
 * at once, all of it, and its time stays the intended one (G. Tene's rule against coordinated omission, as in wrk2).
 */
export async function sendOnSchedule(
  plan: Plan,
  startAtMs: Millis,
  send: (i: number) => void,
  signal: AbortSignal,
  { giveUpAtMs = Infinity, timing = realTiming }: LoadOptions = {},
): Promise<void> {
  let atOnce = 0;
  for (let i = 0; i < plan.size; i += 1) {
    const dueAtMs = startAtMs + plan.intendedAtMs[i]!;
    const nowMs = timing.now();
    if (nowMs > giveUpAtMs) return;
    if (nowMs < dueAtMs) {
      await timing.sleepUntil(dueAtMs);
      atOnce = 0;
    } else if ((atOnce += 1) === MAX_AT_ONCE) {
      await timing.yield();
      atOnce = 0;
    }
    signal.throwIfAborted();
    send(i);
  }
}
