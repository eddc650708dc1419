import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Uniform in [0, 1). */
export type Random = () => number;

/**
 * A stream of random numbers that is always the same for the same seed and path: `seeded(1, 'schedule', 3)` has nothing to
 * do with `seeded(1, 'schedule', 4)`, so that what one part of a run draws does not move what another draws.
 */
export function seeded(seed: number, ...path: readonly (string | number)[]): Random {
  const generator = xoroshiro128plus(hash([seed, ...path].join('/')));
  return () => uniformFloat64(generator);
}

/**
 * FNV-1a, 32 bits (Fowler, Noll, Vo), and the finaliser of MurmurHash3 (A. Appleby) upon it: FNV alone leaves the last
 * character in the upper bits only, and the streams of neighbours would begin with nearly the same numbers.
 */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.codePointAt(i)!, 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}

/** A copy in random order (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}
