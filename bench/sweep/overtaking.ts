/** What two have at a place on an axis, the more the better; null where it is not known. */
export interface Duel {
  readonly at: number;
  readonly a: number | null;
  readonly b: number | null;
}

/** A place, or the two known ones that it lies between. */
type Edge = readonly [low: number, high: number];

/** A part of the axis; null where it goes on to the end of what was measured. */
export interface Stretch {
  readonly from: Edge | null;
  readonly to: Edge | null;
}

/** Below this share of the larger a difference is none: it would come and go from run to run. */
const TIE = 0.02;

/**
 * Where on the axis `b` is ahead of `a`; null where one of them is ahead throughout, or neither anywhere. Between two
 * places next to each other it is where straight lines would cross; across a place where nothing is known nothing is
 * reckoned.
 *
 * @param duels In the order of the axis.
 */
export function overtakings(duels: readonly Duel[]): Stretch[] | null {
  const leads = duels.map((duel) => lead(duel));
  const decided = leads.flatMap((sign, index) => (sign === 0 ? [] : [index]));
  const changes = decided.slice(1).flatMap((index, before) => {
    const from = decided[before]!;
    return leads[from] === leads[index] ? [] : [edgeBetween(duels, from, index)];
  });
  if (changes.length === 0) return null;
  const isAheadFirst = leads[decided[0]!] === 1;
  const edges: (Edge | null)[] = isAheadFirst ? [null, ...changes] : changes;
  const stretches: Stretch[] = [];
  for (let index = 0; index < edges.length; index += 2) {
    stretches.push({ from: edges[index]!, to: edges[index + 1] ?? null });
  }
  return stretches;
}

/** 1 where `b` is ahead, -1 where `a` is, 0 where neither or where it is not known. */
function lead({ a, b }: Duel): -1 | 0 | 1 {
  if (a === null || b === null || Math.abs(b - a) <= TIE * Math.max(Math.abs(a), Math.abs(b))) return 0;
  return b > a ? 1 : -1;
}

function edgeBetween(duels: readonly Duel[], first: number, last: number): Edge {
  for (let index = first; index < last; index += 1) {
    const [left, right] = [duels[index]!, duels[index + 1]!];
    if (left.a === null || left.b === null || right.a === null || right.b === null) continue;
    const [before, after] = [left.b - left.a, right.b - right.a];
    if (before * after > 0) continue;
    // Both are 0 only where they run on together; they part at the later one.
    const at = before === after ? right.at : left.at + (right.at - left.at) * (before / (before - after));
    return [at, at];
  }
  return [duels[first]!.at, duels[last]!.at];
}
