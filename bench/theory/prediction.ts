import type { Millis } from '../../servers/protocol/units.ts';
import type { Cost, Freshness } from '../figures.ts';
import type { LatencySummary } from '../histogram.ts';
import { summaryOfWaits, type Waits } from './waits.ts';

/**
 * What theory says the figures are for the same settings, were the software infinitely fast: the same names as the
 * measured ones. Null where it says nothing.
 */
export interface Theory {
  /** Whether a formula or a simulation of the events answered. */
  readonly source: 'closed form' | 'simulation';
  readonly latencyMs: LatencySummary | null;
  readonly deliveryLegMs: LatencySummary | null;
  readonly freshnessMs: Freshness;
  readonly cost: Pick<Cost, 'requestsPerMessage' | 'emptyShare'>;
}

/** What a formula or a simulation says a transport's figures are, were the software infinitely fast. */
export type Prediction = Omit<Theory, 'source'>;

/** What a formula is made of. d, r, g, C and P = 1/λ are those of `Times`. */
export interface Formula {
  /** From the intended send time at A: it holds the send leg. */
  readonly latency: Waits;
  readonly deliveryLeg: Waits;
  /** Counts from the intended send time, too. */
  readonly meanAgeMs: Millis;
  /** From a message to the next newer one, on average. */
  readonly newerAfterMs: Millis;
  readonly cost: Prediction['cost'];
}

/**
 * The figures of a formula. As messages come in order, the age right before one is its latency and the time since the one
 * before it was meant: the mean peak age is mean latency + P. (Of pages, not messages, the peaks would be higher,
 * d + C + P for short polling; the bench counts messages.)
 */
export function predictionOf({ latency, deliveryLeg, meanAgeMs, newerAfterMs, cost }: Formula): Prediction {
  const latencyMs = summaryOfWaits(latency);
  const freshnessMs = { meanAge: meanAgeMs, meanPeakAge: latencyMs.mean + newerAfterMs };
  return { latencyMs, deliveryLegMs: summaryOfWaits(deliveryLeg), freshnessMs, cost };
}
