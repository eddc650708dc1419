import type { Millis } from '../../../servers/protocol/units.ts';
import { coinUpperTail } from './distributions.ts';
import { type Series, SIDES, type Sides } from './series.ts';

/** Windows in which one side stood still and the other did not. */
export type StallCounts = Sides<number>;

const WINDOW_MS: Millis = 100;
/** A message that took so much may have met a stall, … */
const STALL_MS: Millis = 10;
/** … but one alone, of whichever transport, may just have been slow. */
const LEAST_SLOW = 2;
/** Beside being improbable, stalls must be many: twice as many as the base's, and so many more. */
const FACTOR = 2;
const MORE = 5;

/**
 * Counts, over all transports of a boot together – a server that stands still does so for all of them –, the windows in
 * which one side stalls: messages of it are slow, and none of the other side. What hits both is the machine's.
 * Neighbouring windows in which the same side stalls are one stall: whoever kept it from running need not have done so for
 * one window, and what comes in a row is no evidence each time.
 */
export function countStalls(transports: readonly Sides<Series>[], durationMs: Millis): StallCounts {
  const windows = Math.ceil(durationMs / WINDOW_MS);
  const [base, candidate] = SIDES.map((side) => {
    const slow = new Uint32Array(windows);
    for (const sides of transports) {
      const { atMs, excessMs } = sides[side];
      // What is beyond the window is written nowhere.
      for (let i = 0; i < atMs.length; i += 1)
        if (excessMs[i]! > STALL_MS) slow[Math.floor(atMs[i]! / WINDOW_MS)]! += 1;
    }
    return slow;
  });
  return { base: stallsOf(base!, candidate!), candidate: stallsOf(candidate!, base!) };
}

function stallsOf(slow: Uint32Array, slowOfOther: Uint32Array): number {
  let stalls = 0;
  let wasStalled = false;
  for (let i = 0; i < slow.length; i += 1) {
    const isStalled = slow[i]! >= LEAST_SLOW && slowOfOther[i] === 0;
    if (isStalled && !wasStalled) stalls += 1;
    wasStalled = isStalled;
  }
  return stalls;
}

/** One-sided sign test (W. Dixon and A. Mood, 1946): how probable so many of the candidate's would be, were both alike. */
export function stallProbability({ base, candidate }: StallCounts): number {
  return coinUpperTail(candidate, base + candidate);
}

/** Stalls of the candidate from which on they are many, beside so many of the base's. */
export function mostStalls(base: number): number {
  return FACTOR * base + MORE;
}

/** Whether the candidate stalls more than could be the machine's. @param error Probability of saying so by mistake. */
export function stallsMore(counts: StallCounts, error: number): boolean {
  return stallProbability(counts) < error && counts.candidate >= mostStalls(counts.base);
}
