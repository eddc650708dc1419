import type { TransportName } from '../../servers/protocol/transport-name.ts';
import type { Figures } from '../figures.ts';
import type { LatencySummary } from '../histogram.ts';
import type { Difference, Theory } from '../result.ts';
import type { Scenario } from '../scenario.ts';
import { closedForm } from './closed-form.ts';
import { simulate } from './simulation.ts';
import { theories } from './theories.ts';
import { timesOf } from './times.ts';

/** Messages and requests that a prediction simulates. */
const EVENTS = 80_000;
const MIN_MESSAGES = 100;
/** Each with a phase of its own; but a pair must have some messages, or there is nothing but beginnings and ends. */
const MAX_PAIRS = 40;
const MESSAGES_PER_PAIR = 50;

/** What theory says a transport's figures are: from the formulas where they fit the settings, else simulated, to about 1 %. */
export function predict(scenario: Scenario, transport: TransportName): Theory {
  const prediction = closedForm(scenario, transport);
  if (prediction !== null) return { source: 'closed form', ...prediction };
  const messages = Math.max(MIN_MESSAGES, Math.round(EVENTS / (1 + idleRequests(scenario, transport))));
  const pairs = Math.min(MAX_PAIRS, Math.ceil(messages / MESSAGES_PER_PAIR));
  return { source: 'simulation', ...simulate(scenario, transport, { messages, pairs }) };
}

/** About how often a receiver asks between two messages: what decides how long a simulation takes. */
function idleRequests(scenario: Scenario, transport: TransportName): number {
  const times = timesOf(scenario, 0);
  const everyMs = theories[transport].asksEveryMs(scenario, times);
  return everyMs === 0 ? 1 : times.spacingMs / everyMs;
}

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
