export const SIDES = ['base', 'candidate'] as const;

/** What is compared: as it is, and as it shall be. */
export interface Sides<Each> {
  readonly base: Each;
  readonly candidate: Each;
}

/** The messages of one side over one transport in one boot, in parallel arrays. */
export interface Series {
  /** Number of the message, ascending: that of the message to the other side with which it makes a pair. */
  readonly index: Uint32Array;
  /** When the slower half of its way began, since the window did: its sending, or the poll that brought it. */
  readonly atMs: Float64Array;
  /** Its latency without that wait: what the software took. */
  readonly excessMs: Float64Array;
}

/** Value below which a share of the figures lies, between neighbours in proportion (type 7 of Hyndman and Fan, 1996). */
export function quantile(ascending: ArrayLike<number>, share: number): number {
  const place = share * (ascending.length - 1);
  const below = Math.floor(place);
  const low = ascending[below]!;
  return below + 1 < ascending.length ? low + (place - below) * (ascending[below + 1]! - low) : low;
}
