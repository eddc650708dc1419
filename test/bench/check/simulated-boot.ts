import { bootFigures } from '../../../bench/check/statistics/boot-figures.ts';
import type { BootFindings } from '../../../bench/check/statistics/judge.ts';
import type { Series, Sides } from '../../../bench/check/statistics/series.ts';
import { countStalls } from '../../../bench/check/statistics/stalls.ts';
import type { Random } from '../../../bench/random.ts';
import { normal } from './normal.ts';

// A global costs Jest a look into another context each time it is named; here that is millions of times.
const { exp, floor, log, max } = Math;

/*
 * Latencies as a shared runner has them, made up: what makes a benchmark in CI hard is in them – boots that differ, a
 * clock that drifts, neighbours that take the machine for a while, from both sides or from one.
 */

export const SIMULATED_ROUNDS = { rounds: 7, roundMs: 1000 } as const;
const WINDOW_MS = 7000;

/** What is known of a transport: how long it takes, and how much that varies. */
interface Kind {
  readonly name: string;
  readonly medianMs: number;
  /** Standard deviation of the logarithm. */
  readonly spread: number;
  /** Messages that come in one answer share its delay. */
  readonly perAnswer: number;
}

export const KINDS: readonly Kind[] = [
  { name: 'short-polling', medianMs: 2, spread: 0.3, perAnswer: 1 },
  { name: 'long-polling', medianMs: 1, spread: 0.4, perAnswer: 1 },
  { name: 'websocket', medianMs: 0.7, spread: 0.45, perAnswer: 1 },
];

/** What is wrong with the candidate. */
export interface Planted {
  /** Latencies are so many times as long. */
  readonly factor?: number;
  readonly delayMs?: number;
  /** It stands still for so long, … */
  readonly pauseMs?: number;
  /** … so often. */
  readonly pauseEveryMs?: number;
}

/** How noisy the machine is during a run: 1 is a busy one; a run has its own. */
export function drawNoise(random: Random): number {
  return 0.7 * exp(0.35 * normal(random));
}

export function simulateBoot(random: Random, noise: number, planted: Planted = {}): BootFindings {
  const machine = simulateMachine(random, noise);
  const pauses = pausesOf(random, planted);
  const sides = KINDS.map((kind) => {
    const times = pairTimes(random);
    return {
      base: seriesOf(kind, times.base, random, machine, machine.stallsOfBase, noise, {}),
      candidate: seriesOf(
        kind,
        times.candidate,
        random,
        machine,
        [...machine.stallsOfCandidate, ...pauses],
        noise,
        planted,
      ),
    };
  });
  return {
    figures: new Map(KINDS.map(({ name }, i) => [name, bootFigures(sides[i]!, SIMULATED_ROUNDS)!])),
    stalls: countStalls(sides),
  };
}

interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

interface Machine {
  /** How slow it is at a time, by hundredths of a second. */
  readonly slowness: Float64Array;
  readonly stallsOfBase: Stretch[];
  readonly stallsOfCandidate: Stretch[];
}

const STEP_MS = 10;

function simulateMachine(random: Random, noise: number): Machine {
  const slowness = new Float64Array(WINDOW_MS / STEP_MS + 1);
  let drift = 0.2 * noise * normal(random);
  for (let i = 0; i < slowness.length; i += 1) {
    drift += 0.01 * noise * normal(random);
    slowness[i] = exp(drift);
  }
  // Others want the processors too, for some hundredths of a second at a time.
  for (const { fromMs, toMs } of stretches(random, 250 / noise, 10, 120)) {
    const slower = 1.2 + exponential(random, 2);
    for (let i = floor(fromMs / STEP_MS); i < toMs / STEP_MS && i < slowness.length; i += 1) slowness[i]! *= slower;
  }
  // All stand still.
  const ofBoth = stretches(random, 1500 / noise, 4, 40);
  // One side's process alone is off its processor: now and then, and then often again soon.
  const ofOne = (): Stretch[] =>
    stretches(random, 20_000 / noise, 4, 40).flatMap((stall) =>
      random() < 0.3 ? [stall, ...stretches(random, 100, 4, 30, stall.toMs, stall.toMs + 500)] : [stall],
    );
  return { slowness, stallsOfBase: [...ofBoth, ...ofOne()], stallsOfCandidate: [...ofBoth, ...ofOne()] };
}

function pausesOf(random: Random, { pauseMs, pauseEveryMs = WINDOW_MS }: Planted): Stretch[] {
  if (pauseMs === undefined) return [];
  const pauses: Stretch[] = [];
  for (let at = random() * pauseEveryMs; at < WINDOW_MS; at += pauseEveryMs)
    pauses.push({ fromMs: at, toMs: at + pauseMs });
  return pauses;
}

/** Stretches of time at random, on average so far apart and between so long and so long. */
function stretches(random: Random, everyMs: number, minMs: number, maxMs: number, from = 0, to = WINDOW_MS): Stretch[] {
  const found: Stretch[] = [];
  for (let at = from + exponential(random, everyMs); at < to; at += exponential(random, everyMs))
    found.push({ fromMs: at, toMs: at + minMs + (maxMs - minMs) * random() });
  return found;
}

const PAIRS = 700;

/** Both messages of a pair lie in the same hundredth of a second, in random order. */
function pairTimes(random: Random): Sides<Float64Array> {
  const [base, candidate] = [new Float64Array(PAIRS), new Float64Array(PAIRS)];
  for (let i = 0; i < PAIRS; i += 1) {
    const first = i * 10 + 5 * random();
    const second = first + 5 * random();
    const isBaseFirst = random() < 0.5;
    base[i] = isBaseFirst ? first : second;
    candidate[i] = isBaseFirst ? second : first;
  }
  return { base, candidate };
}

function seriesOf(
  { medianMs, spread, perAnswer }: Kind,
  atMs: Float64Array,
  random: Random,
  { slowness }: Machine,
  stalls: readonly Stretch[],
  noise: number,
  { factor = 1, delayMs = 0 }: Planted,
): Series {
  // Where things lie in memory, what was compiled when: it stays for a boot.
  const ofBoot = exp(0.01 * noise * normal(random));
  const ofTail = spread * exp(0.03 * noise * normal(random));
  const excessMs = new Float64Array(PAIRS);
  let answer = 1;
  for (let i = 0; i < PAIRS; i += 1) {
    const at = atMs[i]!;
    if (i % perAnswer === 0) answer = exp(ofTail * normal(random));
    // Some meet a collection or a cold cache.
    const slow = random() < 0.01 ? 2 + 4 * random() : 1;
    const own = medianMs * ofBoot * answer * slow * slowness[floor(at / STEP_MS)]!;
    let ends = at + own * factor + delayMs;
    for (const { fromMs, toMs } of stalls) if (at < toMs && ends > fromMs) ends += toMs - max(at, fromMs);
    excessMs[i] = ends - at;
  }
  return { index: Uint32Array.from(excessMs, (_, i) => i), atMs, excessMs };
}

function exponential(random: Random, mean: number): number {
  return -log(1 - random()) * mean;
}
