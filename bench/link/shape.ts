import type { BytesPerSecond, Millis } from '../../servers/protocol/units.ts';

/** What a link does to everything that passes. */
export interface LinkShape {
  /** Half of it each way. */
  readonly rttMs: Millis;
  /** Up to so much more or less than that half, uniformly, for each piece; none overtakes another. */
  readonly jitterMs: Millis;
  /** Of each connection, each way; Infinity for no bound. */
  readonly bandwidth: BytesPerSecond;
}

/** Passes everything at once. */
export const PLAIN: LinkShape = { rttMs: 0, jitterMs: 0, bandwidth: Infinity };

/** Whether a link of this shape does anything that no link would not. */
export function isPlain({ rttMs, jitterMs, bandwidth }: LinkShape): boolean {
  return rttMs === 0 && jitterMs === 0 && bandwidth === Infinity;
}
