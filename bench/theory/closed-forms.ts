import { DEFAULT_PAGE_LIMIT } from '../../servers/protocol/limits.ts';
import type { TransportName } from '../../servers/protocol/transport-name.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import type { Scenario } from '../scenario.ts';
import { BURST } from '../schedule.ts';
import { gateOf } from './gate.ts';
import type { Prediction } from './prediction.ts';
import { sendingOf, staysWithin } from './sending.ts';
import { type Times, timesOf } from './times.ts';
import { summaryOfWaits, type Waits } from './waits.ts';

/** Share of the messages that may find a long poll away though the formula says that none does: too few for p99.9. */
const NEGLIGIBLE_SHARE = 1e-4;
/** Even messages that meet so few phases of a poll's cycle, for ever the same, leave much of it unseen. */
const FEW_PHASES = 100;

/**
 * What the formulas say of a transport; null where the settings are beyond them: jitter, a bound on the bandwidth, and
 * what each of them names. d, r, g, C and P = 1/λ are those of {@link Times}.
 *
 * Latency and age count from the intended send time at A, and so hold the send leg. As messages come in order, the age
 * right before one is its latency and the time since the one before it was meant: the mean peak age is mean latency + P.
 * (Of pages, not messages, the peaks would be higher, d + C + P for short polling; the bench counts messages.)
 *
 * @param turnaroundMs c: what a client takes from an answer to its next request, in ms. Default 0.
 */
export function closedForm(scenario: Scenario, transport: TransportName, turnaroundMs: Millis = 0): Prediction | null {
  if (scenario.jitterMs > 0 || scenario.bandwidth !== null) return null;
  return forms[transport](scenario, timesOf(scenario, turnaroundMs));
}

const forms: Readonly<Record<TransportName, (scenario: Scenario, times: Times) => Prediction | null>> = {
  'short-polling': shortPolling,
  'long-polling': longPolling,
  websocket,
};

/**
 * Delivery leg d, latency 2d. Mean age 2d + E[X²] / 2E[X] (Kaul, Yates and Gruteser 2012, for a constant delay), with X the
 * time to the next newer message: 2d + P (Poisson), 2d + P/2 (even); bursts of 10 are even with 10 P. No requests.
 */
function websocket({ schedule }: Scenario, { transitMs, spacingMs }: Times): Prediction {
  const newerAfterMs = schedule === 'burst' ? BURST * spacingMs : spacingMs;
  const legs = { latency: { constantMs: 2 * transitMs }, deliveryLeg: { constantMs: transitMs } };
  const meanAgeMs = 2 * transitMs + (schedule === 'poisson' ? spacingMs : newerAfterMs / 2);
  return prediction(legs, meanAgeMs, newerAfterMs, { requestsPerMessage: 0, emptyShare: null });
}

/**
 * A poll comes to the server by every C, at a phase that has nothing to do with the messages. Delivery leg d + U(0, C),
 * whatever the schedule; 1/(λC) requests per message. What waits at the sender does so whatever the phase, so that latency
 * is the sum of both, mean age that of the mailbox and C/2 and the way, and the empty share that of stretches of C without
 * an append: e^(-λC) without a round trip, see {@link sendingOf}.
 *
 * Beyond it: what is beyond {@link sendingOf}; more messages in a cycle than a page takes; even messages that meet the same
 * few phases of polls at a fixed rate for ever – the mean over many pairs is that of the formula, but each pair keeps what
 * it drew. Where an interval of 0 meets no round trip the client asks without end, and the cost is unknown.
 */
function shortPolling(scenario: Scenario, times: Times): Prediction | null {
  const { transitMs, requestMs, exchangeMs, cycleMs, spacingMs } = times;
  const sending = sendingOf(scenario, times);
  if (sending === null || !staysWithin(DEFAULT_PAGE_LIMIT, cycleMs / spacingMs)) return null;
  const isLockable = scenario.schedule === 'periodic' && scenario.pollDiscipline === 'fixed-rate';
  if (isLockable && meetsFewPhases(spacingMs, cycleMs)) return null;
  const constantMs = requestMs + transitMs;
  const latency = { constantMs, gapShare: sending.waitShare, gapMs: exchangeMs, cycleMs };
  const legs = { latency, deliveryLeg: { constantMs: transitMs, cycleMs } };
  const cost = { requestsPerMessage: spacingMs / cycleMs, emptyShare: sending.quietShare(cycleMs) };
  return prediction(legs, constantMs + sending.meanAgeMs + cycleMs / 2, spacingMs, cycleMs === 0 ? UNKNOWN : cost);
}

/**
 * A held poll takes a message at once; one that comes while the next poll is on its way waits for it. Three cases have a
 * formula:
 *
 * - Messages come to the mailbox as a Poisson process – from many senders, or from one without a round trip: a
 *   {@link gateOf gate} with gap g and hold H. Delivery leg d with probability 1 - G, else d + U(0, g): at most d + g, the
 *   three transits of RFC 6202.
 * - They come from one sender of the lab, over a round trip: its outbox lets them by every r at the most, and g = r, so
 *   that the next poll is back when the next batch comes. Delivery leg d at all percentiles; it is at the sender that
 *   messages wait, see {@link sendingOf}. Out of step come only those that fall into the gap after an empty answer, fewer
 *   than qhG, which must be negligible.
 * - They are even, and each comes while a poll is held: P = n(g + H) + p, with g < p < g + H. Delivery leg d, n empty
 *   answers to each full one. (One that did wait brings the next ones nearer to the hold, until none waits.)
 */
function longPolling(scenario: Scenario, times: Times): Prediction | null {
  const { transitMs, requestMs, exchangeMs, gapMs, spacingMs } = times;
  const holdMs = Math.round(scenario.holdMs);
  const sending = sendingOf(scenario, times);
  if (sending === null || gapMs + holdMs === 0 || !staysWithin(DEFAULT_PAGE_LIMIT, gapMs / spacingMs)) return null;
  const constantMs = requestMs + transitMs;
  const latency = { constantMs, gapShare: sending.waitShare, gapMs: exchangeMs };
  const inStep = { latency, deliveryLeg: { constantMs: transitMs } };
  const meanAgeMs = constantMs + sending.meanAgeMs;
  if (scenario.schedule === 'periodic') {
    const inVain = Math.floor(spacingMs / (gapMs + holdMs));
    if (spacingMs - inVain * (gapMs + holdMs) <= gapMs) return null;
    const cost = { requestsPerMessage: inVain + 1, emptyShare: inVain / (inVain + 1) };
    return prediction(inStep, meanAgeMs, spacingMs, cost);
  }
  const polls = gateOf(1 / spacingMs, gapMs, holdMs);
  const cost = { requestsPerMessage: polls.turnsPerMessage, emptyShare: polls.emptyShare };
  if (exchangeMs > 0) {
    const isInStep = gapMs === exchangeMs && polls.waitShare * polls.emptyShare < NEGLIGIBLE_SHARE;
    return isInStep ? prediction(inStep, meanAgeMs, spacingMs, cost) : null;
  }
  const waits = { constantMs: 0, gapShare: polls.waitShare, gapMs };
  return prediction({ latency: waits, deliveryLeg: waits }, polls.meanAgeMs, spacingMs, cost);
}

const UNKNOWN: Prediction['cost'] = { requestsPerMessage: null, emptyShare: null };

/** @param newerAfterMs From a message to the next newer one, on average. */
function prediction(
  { latency, deliveryLeg }: { readonly latency: Waits; readonly deliveryLeg: Waits },
  meanAge: Millis,
  newerAfterMs: Millis,
  cost: Prediction['cost'],
): Prediction {
  const latencyMs = summaryOfWaits(latency);
  const freshnessMs = { meanAge, meanPeakAge: latencyMs.mean + newerAfterMs };
  return { latencyMs, deliveryLegMs: summaryOfWaits(deliveryLeg), freshnessMs, cost };
}

/** Whether after a few messages the polls' cycle is at the same place again. */
function meetsFewPhases(spacingMs: Millis, cycleMs: Millis): boolean {
  for (let messages = 1; messages <= FEW_PHASES; messages += 1) {
    const cycles = (messages * spacingMs) / cycleMs;
    if (Math.abs(cycles - Math.round(cycles)) < 1e-9 * messages) return true;
  }
  return false;
}
