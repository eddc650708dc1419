import { type Random, shuffled } from '../../random.ts';

/** Stretches between changes are at least so long: of fewer values a mean says little. */
const SHORTEST = 3;
const PERMUTATIONS = 999;
/** A split that shuffled values would give this often is none. */
const CHANCE = 0.01;
/**
 * Fewer values can't show any change: of the 165 ways to take three of eleven, the highest and the lowest three part them
 * best, and that is more than one in a hundred; of the 220 for twelve it is less.
 */
export const SHORTEST_SERIES = 12;

/**
 * Where the level of a series changes: indices of the first value of each new level, ascending. By binary segmentation (A.
 * Scott and M. Knott, "A cluster analysis method for grouping means", 1974): the split that explains most of the variance
 * is kept if the values in another order seldom explain as much, and both parts are looked at alike. The permutation test
 * asks for no distribution, as in the E-divisive means of D. Matteson and N. James (2014).
 */
export function changePoints(values: readonly number[], random: Random): number[] {
  const split = bestSplit(values);
  if (split === null) return [];
  let asGood = 1;
  for (let i = 0; i < PERMUTATIONS; i += 1) {
    if (bestSplit(shuffled(values, random))!.gain >= split.gain) asGood += 1;
  }
  if (asGood / (PERMUTATIONS + 1) > CHANCE) return [];
  const { at } = split;
  const after = changePoints(values.slice(at), random).map((index) => at + index);
  return [...changePoints(values.slice(0, at), random), at, ...after];
}

/** Where two means explain most of what one does not, and how much that is; null where there are too few to say. */
function bestSplit(values: readonly number[]): { readonly at: number; readonly gain: number } | null {
  const count = values.length;
  if (count < SHORTEST_SERIES) return null;
  const total = values.reduce((sum, value) => sum + value, 0);
  let before = 0;
  let best = { at: SHORTEST, gain: -1 };
  for (let at = 1; at <= count - SHORTEST; at += 1) {
    before += values[at - 1]!;
    const difference = before / at - (total - before) / (count - at);
    const gain = ((at * (count - at)) / count) * difference ** 2;
    if (at >= SHORTEST && gain > best.gain) best = { at, gain };
  }
  return best;
}
