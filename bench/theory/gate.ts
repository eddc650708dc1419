import type { Millis } from '../../servers/protocol/units.ts';

/** What a gate does to messages that come to it as a Poisson process. */
export interface Gate {
  /** Share of the messages that find it shut; they wait uniformly in (0, gap), the others not at all. */
  readonly waitShare: number;
  /** How often it opens and shuts per message. */
  readonly turnsPerMessage: number;
  /** Share of the turns in which nothing passes. */
  readonly emptyShare: number;
  /** Age of Information behind the gate, on average. */
  readonly meanAgeMs: Millis;
}

/**
 * A gate that lets a message pass, is shut for a gap, lets pass together what came meanwhile, or else stays open for the
 * next, for a hold at the longest, after which it is shut for another gap. Both a long poll (gap: until the client asks
 * again) and an outbox with one request at a time (gap: the request; no end to the hold) are that.
 *
 * With λ the rate, g the gap, H the hold, q = e^(-λg), h = e^(-λH), by renewal theory – an exponential wait has no memory,
 * so that each turn begins anew:
 *
 * - a turn takes g, and with probability q a hold of (1 - h) / λ on average, so that λg + q(1 - h) messages pass in one;
 * - of these λg found it shut, at times that are uniform in the gap: G = λg / (λg + q(1 - h));
 * - nothing passes with probability qh.
 *
 * Age, after S. Kaul, R. Yates and M. Gruteser (INFOCOM 2012): with L the time between two turns in which something
 * passed, and S the age of what passed, independent of the L after it, it is E[S] + E[L²] / 2E[L] on average. S is 0 for
 * what passes at once; for the newest message of a gap it is exponential, cut off at g. E[L] and E[L²] follow from L being
 * a turn, or, with probability qh, one of g + H and another L. With a long hold this is 1/λ + λ²g³/6 up to terms of the
 * fourth order in λg.
 *
 * @param rate λ, per ms; above 0.
 * @param holdMs May be Infinity.
 */
export function gateOf(rate: number, gapMs: Millis, holdMs: Millis): Gate {
  const q = Math.exp(-rate * gapMs);
  const h = Math.exp(-rate * holdMs);
  const empty = q * h;
  const perTurn = rate * gapMs + q * (1 - h);
  const meanHold = (1 - h) / rate;
  const meanSquaredHold = (2 * (1 - h - (h === 0 ? 0 : rate * holdMs * h))) / rate ** 2;
  const meanSquaredTurn = gapMs ** 2 + 2 * gapMs * q * meanHold + q * meanSquaredHold;
  const between = perTurn / rate / (1 - empty);
  const afterVain = empty === 0 ? 0 : 2 * empty * (gapMs + holdMs) * between;
  const squaredBetween = (meanSquaredTurn + afterVain) / (1 - empty);
  const ageAtPass = (1 - q * (1 + rate * gapMs)) / rate / (1 - empty);
  return {
    waitShare: (rate * gapMs) / perTurn,
    turnsPerMessage: 1 / perTurn,
    emptyShare: empty,
    meanAgeMs: ageAtPass + squaredBetween / (2 * between),
  };
}
