import type { Millis } from '../../../servers/protocol/units.ts';
import { coinUpperTail } from './distributions.ts';
import { type Series, SIDES, type Sides } from './series.ts';

/** How often one side stood still and the other did not. */
export type StallCounts = Sides<number>;

/** What a side that stands still for longer makes of answers that are under way just then, … */
const SLOW_MS: Millis = 14;
const LEAST_ANSWERS = 2;
/** Over one transport alone there seldom are two. */
const LEAST_ANSWERS_OF_ONE = 1;
/** … which come out together when it goes on. */
const TOGETHER_MS: Millis = 10;
/** An answer of the other side that took so long, … */
const SLOW_FOR_OTHER_MS: Millis = 10;
/** … so shortly before or after, says that it was the machine. */
const NEAR_MS: Millis = 10;
/** What one boot may say: a process that shared a core with another one for as long as it lived would else decide it all. */
const MOST_OF_BOOT = 5;
/** Beside being improbable, stalls must be many: twice as many as the base's, and so many more. */
const FACTOR = 2;
const MORE = 5;

/**
 * Counts, over all transports of a boot together – a server that stands still does so for all of them –, how often one side
 * stalls: slow answers that come together, while none of the other side is. What hits both is the machine's.
 *
 * The limits are those that, of many tried, told pauses of 20 ms best from what else happens on two cores: a pause shows
 * in two or three messages a transport, and one process alone is off its processor for 10 ms now and then.
 */
export function countStalls(transports: readonly Sides<Series>[]): StallCounts {
  const [base, candidate] = SIDES.map((side) => slowAnswers(transports.map((sides) => sides[side])));
  const least = transports.length > 1 ? LEAST_ANSWERS : LEAST_ANSWERS_OF_ONE;
  return { base: stallsOf(base!, candidate!, least), candidate: stallsOf(candidate!, base!, least) };
}

/** An answer, which may hold several messages: when it came, and how long the slowest of them took. */
interface Answer {
  readonly atMs: Millis;
  readonly tookMs: Millis;
}

/** In the order in which they came. */
function slowAnswers(transports: readonly Series[]): Answer[] {
  return transports
    .flatMap(({ atMs, excessMs }) => {
      const answers = new Map<Millis, Millis>();
      for (let i = 0; i < atMs.length; i += 1) {
        const tookMs = excessMs[i]!;
        if (tookMs <= SLOW_FOR_OTHER_MS) continue;
        const cameAtMs = Math.round(atMs[i]! + tookMs);
        answers.set(cameAtMs, Math.max(tookMs, answers.get(cameAtMs) ?? 0));
      }
      return Array.from(answers, ([cameAtMs, tookMs]): Answer => ({ atMs: cameAtMs, tookMs }));
    })
    .toSorted((a, b) => a.atMs - b.atMs);
}

function stallsOf(ofOne: readonly Answer[], ofOther: readonly Answer[], least: number): number {
  const answers = ofOne.filter(({ tookMs }) => tookMs > SLOW_MS);
  const isStall = (together: readonly Answer[]): boolean => {
    if (together.length < least) return false;
    const fromMs = together[0]!.atMs - Math.max(...together.map(({ tookMs }) => tookMs)) - NEAR_MS;
    const toMs = together.at(-1)!.atMs + NEAR_MS;
    return !ofOther.some(({ atMs, tookMs }) => atMs >= fromMs && atMs - tookMs <= toMs);
  };
  let stalls = 0;
  let from = 0;
  for (let i = 1; i <= answers.length; i += 1) {
    if (i < answers.length && answers[i]!.atMs - answers[i - 1]!.atMs <= TOGETHER_MS) continue;
    if (isStall(answers.slice(from, i))) stalls += 1;
    from = i;
  }
  return Math.min(MOST_OF_BOOT, stalls);
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
