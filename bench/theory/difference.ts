import type { Figures } from '../figures.ts';
import type { LatencySummary } from '../histogram.ts';
import type { Theory } from './prediction.ts';

/** Measured less predicted, figure by figure. */
export type Difference = Omit<Theory, 'source'>;

/** Measured less predicted, figure by figure; null where either is. */
export function differenceOf(
  measured: Pick<Figures, 'latencyMs' | 'deliveryLegMs' | 'freshnessMs' | 'cost'>,
  theory: Theory,
): Difference {
  return {
    latencyMs: lessSummary(measured.latencyMs, theory.latencyMs),
    deliveryLegMs: lessSummary(measured.deliveryLegMs, theory.deliveryLegMs),
    freshnessMs: {
      meanAge: less(measured.freshnessMs.meanAge, theory.freshnessMs.meanAge),
      meanPeakAge: less(measured.freshnessMs.meanPeakAge, theory.freshnessMs.meanPeakAge),
    },
    cost: {
      requestsPerMessage: less(measured.cost.requestsPerMessage, theory.cost.requestsPerMessage),
      emptyShare: less(measured.cost.emptyShare, theory.cost.emptyShare),
    },
  };
}

function lessSummary(measured: LatencySummary | null, predicted: LatencySummary | null): LatencySummary | null {
  if (measured === null || predicted === null) return null;
  return {
    mean: measured.mean - predicted.mean,
    p50: measured.p50 - predicted.p50,
    p90: measured.p90 - predicted.p90,
    p99: measured.p99 - predicted.p99,
    p999: measured.p999 - predicted.p999,
    max: measured.max - predicted.max,
  };
}

function less(measured: number | null, predicted: number | null): number | null {
  return measured === null || predicted === null ? null : measured - predicted;
}
