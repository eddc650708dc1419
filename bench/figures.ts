import type { Bytes, Millis } from '../servers/protocol/units.ts';
import type { LatencySummary } from './histogram.ts';
import type { Completeness, CostSums, Tally } from './tally.ts';

/** Freshness, in ms; null where nothing was received. */
export interface Freshness {
  /** Time-average Age of Information. */
  readonly meanAge: Millis | null;
  /** Mean age right before an update. */
  readonly meanPeakAge: Millis | null;
}

/** Costs per delivered message; null where there is nothing to divide by, or nobody who could tell. */
export interface Cost {
  /** Of the receivers. */
  readonly requestsPerMessage: number | null;
  /** Share of the answers that held nothing; null where nothing was asked. */
  readonly emptyShare: number | null;
  readonly bytesUpPerMessage: Bytes | null;
  readonly bytesDownPerMessage: Bytes | null;
  /** Of the senders. */
  readonly publishRequestsPerMessage: number | null;
  readonly publishBytesUpPerMessage: Bytes | null;
  readonly publishBytesDownPerMessage: Bytes | null;
  /** Both ways together. */
  readonly serverCpuMicrosPerMessage: number | null;
  readonly serverRssBytes: Bytes | null;
}

/** What is reported of a tally. */
export interface Figures {
  readonly completeness: Completeness;
  readonly latencyMs: LatencySummary | null;
  readonly deliveryLegMs: LatencySummary | null;
  readonly sendLegMs: LatencySummary | null;
  readonly sendLagMs: LatencySummary | null;
  /** By how much the link missed the delays it was asked for; null where there was none. */
  readonly linkErrorMs: LatencySummary | null;
  readonly freshnessMs: Freshness;
  readonly cost: Cost;
}

export function figuresOf(tally: Tally): Figures {
  const { area, span, peakSum, peaks } = tally.age;
  return {
    completeness: tally.completeness,
    latencyMs: tally.latency.summary(),
    deliveryLegMs: tally.deliveryLeg.summary(),
    sendLegMs: tally.sendLeg.summary(),
    sendLagMs: tally.sendLag.summary(),
    linkErrorMs: tally.linkError.summary(),
    freshnessMs: { meanAge: ratio(area, span), meanPeakAge: ratio(peakSum, peaks) },
    cost: costOf(tally.cost, tally.serverRssBytes),
  };
}

function costOf(sums: CostSums, serverRssBytes: Bytes | null): Cost {
  const { deliveries } = sums;
  return {
    requestsPerMessage: ratio(sums.requests, deliveries),
    // Pages that were pushed answer no request, and an empty one among them says "caught up".
    emptyShare: sums.requests === 0 ? null : ratio(sums.emptyPages, sums.pages),
    bytesUpPerMessage: ratio(sums.bytesUp, deliveries),
    bytesDownPerMessage: ratio(sums.bytesDown, deliveries),
    publishRequestsPerMessage: ratio(sums.publishRequests, deliveries),
    publishBytesUpPerMessage: ratio(sums.publishBytesUp, deliveries),
    publishBytesDownPerMessage: ratio(sums.publishBytesDown, deliveries),
    serverCpuMicrosPerMessage: ratio(sums.serverCpuMicros, deliveries),
    serverRssBytes,
  };
}

function ratio(sum: number | null, count: number): number | null {
  return sum === null || count === 0 ? null : sum / count;
}
