import type { Millis } from '../../../servers/protocol/units.ts';
import { quantile, type Series, type Sides } from './series.ts';

export const METRICS = ['p50', 'p95', 'p99'] as const;
export type Metric = (typeof METRICS)[number];

/** What one boot says of one transport: candidate against base, 0 for no difference. */
export interface BootFigures extends Readonly<Record<Metric, number>> {
  /** ln(candidate / base) of messages that were sent as a pair: of the middle half of all pairs the mean. */
  readonly p50: number;
  /** ln(candidate / base) of the 95th percentile: of all rounds the median. */
  readonly p95: number;
  /** Share of the candidate's messages above the 99th percentile of both together, less that of the base's. */
  readonly p99: number;
  /** Variance that the last has merely because messages are counted: no boots can agree better. */
  readonly p99Variance: number;
  /** What the base took. */
  readonly baseMs: Readonly<Record<Metric, Millis>>;
}

/** How a boot's window is cut: stretches of time, between which the machine may change. */
export interface Rounds {
  readonly rounds: number;
  readonly roundMs: Millis;
}

/** Fewer messages of either side in a round say nothing of its 95th percentile. */
const LEAST_MESSAGES = 20;
/** What takes less can't be told from nothing. */
const SHORTEST_MS: Millis = 0.001;

/**
 * Part of the sorted values whose mean stands for a percentile: a kernel quantile estimator with a flat kernel (S. Sheather
 * and J. Marron, "Kernel quantile estimators", 1990), which varies a tenth to a fifth less from boot to boot than a single
 * order statistic does.
 */
type Band = readonly [from: number, to: number];
const MIDDLE: Band = [0.25, 0.75];
const TAIL: Band = [0.92, 0.98];

/**
 * Compares the sides of a boot. What a machine that others use, too, does to one message it mostly does to its pair: so
 * the ratio of pairs varies little more than half as much from boot to boot as the ratio of medians does on a busy machine,
 * and one boot says as much as three.
 * A tail has no pairs: of the 95th percentiles the median of the rounds is taken, as a stall of the machine during one of
 * them says nothing of the software. Of a ratio of 99th percentiles the noise is too great; counted are the messages
 * beyond it, over all of the boot.
 *
 * @returns null where there are too few messages.
 */
export function bootFigures({ base, candidate }: Sides<Series>, rounds: Rounds): BootFigures | null {
  const [logs, baseLogs] = [logarithms(candidate), logarithms(base)];
  const ratios = pairDifferences(base, baseLogs, candidate, logs);
  const ours = byRound(candidate, logs, rounds);
  const tails = byRound(base, baseLogs, rounds).flatMap((theirs, round) => {
    if (Math.min(ours[round]!.length, theirs.length) < LEAST_MESSAGES) return [];
    const baseTail = meanOver(TAIL, theirs);
    return [{ ratio: meanOver(TAIL, ours[round]!) - baseTail, baseTail }];
  });
  if (tails.length === 0 || ratios.length < LEAST_MESSAGES) return null;
  const all = new Float64Array(base.excessMs.length + candidate.excessMs.length);
  all.set(base.excessMs);
  all.set(candidate.excessMs, base.excessMs.length);
  const limit = quantile(all.toSorted(), 0.99);
  const [above, aboveBase] = [shareAbove(candidate, limit), shareAbove(base, limit)];
  const pooled = (above + aboveBase) / 2;
  return {
    p50: meanOver(MIDDLE, ratios),
    p95: quantile(Float64Array.from(tails, ({ ratio }) => ratio).toSorted(), 0.5),
    p99: above - aboveBase,
    p99Variance: pooled * (1 - pooled) * (1 / base.index.length + 1 / candidate.index.length),
    baseMs: {
      p50: Math.exp(meanOver(MIDDLE, baseLogs.toSorted())),
      p95: Math.exp(tails.reduce((sum, { baseTail }) => sum + baseTail, 0) / tails.length),
      p99: quantile(base.excessMs.toSorted(), 0.99),
    },
  };
}

function logarithms({ excessMs }: Series): Float64Array {
  const { log } = Math;
  return excessMs.map((ms) => log(ms > SHORTEST_MS ? ms : SHORTEST_MS));
}

/** Of each pair that has both its messages, ascending. */
function pairDifferences(base: Series, baseLogs: Float64Array, candidate: Series, logs: Float64Array): Float64Array {
  const differences = new Float64Array(logs.length);
  let count = 0;
  let j = 0;
  for (let i = 0; i < logs.length; i += 1) {
    while (j < baseLogs.length && base.index[j]! < candidate.index[i]!) j += 1;
    if (base.index[j] !== candidate.index[i]) continue;
    differences[count] = logs[i]! - baseLogs[j]!;
    count += 1;
  }
  return differences.subarray(0, count).toSorted();
}

/** The logarithms of each round's latencies, ascending. */
function byRound({ atMs }: Series, logs: Float64Array, { rounds, roundMs }: Rounds): Float64Array[] {
  const lists: number[][] = Array.from({ length: rounds }, () => []);
  for (let i = 0; i < logs.length; i += 1) lists[Math.trunc(atMs[i]! / roundMs)]?.push(logs[i]!);
  return lists.map((list) => Float64Array.from(list).toSorted());
}

function meanOver([from, to]: Band, ascending: Float64Array): number {
  const [first, end] = [Math.floor(from * ascending.length), Math.ceil(to * ascending.length)];
  let sum = 0;
  for (let i = first; i < end; i += 1) sum += ascending[i]!;
  return sum / (end - first);
}

function shareAbove({ excessMs }: Series, limit: Millis): number {
  let above = 0;
  for (const each of excessMs) if (each > limit) above += 1;
  return above / excessMs.length;
}
