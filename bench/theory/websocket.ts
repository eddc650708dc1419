import { BURST } from '../schedule.ts';
import type { Scenario } from '../scenario.ts';
import { Connection } from './connection.ts';
import { type Prediction, predictionOf } from './prediction.ts';
import type { Times } from './times.ts';
import type { SimulatedPair, TransportTheory } from './transport-theory.ts';
import { wireSize } from './wire-size.ts';

/** Each message is a frame of its own, sent without waiting and pushed as it comes. */
export const websocket: TransportTheory = {
  ownSettings: [],

  closedForm,

  asksEveryMs: () => Infinity,

  send(intendedAtMs, pair) {
    const line = lineOf(pair);
    const bytes = wireSize.draftFrame(pair.scenario.payloadBytes);
    return intendedAtMs.map((atMs) => line.ask(atMs, bytes));
  },

  read(appendedAtMs, pair) {
    const line = lineOf(pair);
    const bytes = wireSize.pageFrame(pair.scenario.payloadBytes);
    return { handledAtMs: appendedAtMs.map((atMs) => line.answer(atMs, bytes)), isEndless: false };
  },
};

/** The connection is kept, whatever is done with those that serve requests. */
function lineOf({ scenario, random }: SimulatedPair): Connection {
  return new Connection({ ...scenario, keepAlive: true }, random);
}

/**
 * Delivery leg d, latency 2d. Mean age 2d + E[X²] / 2E[X] (Kaul, Yates and Gruteser 2012, for a constant delay), with X the
 * time to the next newer message: 2d + P (Poisson), 2d + P/2 (even); bursts of 10 are even with 10 P. No requests.
 */
function closedForm({ schedule }: Scenario, { transitMs, spacingMs }: Times): Prediction {
  const newerAfterMs = schedule === 'burst' ? BURST * spacingMs : spacingMs;
  return predictionOf({
    latency: { constantMs: 2 * transitMs },
    deliveryLeg: { constantMs: transitMs },
    meanAgeMs: 2 * transitMs + (schedule === 'poisson' ? spacingMs : newerAfterMs / 2),
    newerAfterMs,
    cost: { requestsPerMessage: 0, emptyShare: null },
  });
}
