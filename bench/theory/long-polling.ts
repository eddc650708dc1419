import { DEFAULT_PAGE_LIMIT } from '../../servers/protocol/limits.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import type { Scenario } from '../scenario.ts';
import { later } from './connection.ts';
import { gateOf } from './gate.ts';
import { type Prediction, predictionOf } from './prediction.ts';
import { sendingOf, staysWithin } from './sending.ts';
import { readByRequests, sendOverHttp } from './simulated-http.ts';
import type { Times } from './times.ts';
import type { TransportTheory } from './transport-theory.ts';

/** Share of the messages that may find a long poll away though the formula says that none does: too few for p99.9. */
const NEGLIGIBLE_SHARE = 1e-4;

/** The receiver asks, and is answered when there is something, or at the end of the hold; then asks again at once. */
export const longPolling: TransportTheory = {
  ownSettings: ['holdMs'],

  closedForm,

  asksEveryMs: (scenario, { gapMs }) => gapMs + holdOf(scenario),

  send: sendOverHttp,

  read(appendedAtMs, pair, onPage) {
    const holdMs = holdOf(pair.scenario);
    return readByRequests(appendedAtMs, pair, onPage, {
      firstAtMs: appendedAtMs[0]! - 2 * pair.scenario.rttMs - pair.phase * holdMs,
      answeredAfter: (atMs, nextAppendMs) => (nextAppendMs > atMs + holdMs ? atMs + holdMs : later(atMs, nextAppendMs)),
      nextAfter: (gotAtMs) => gotAtMs,
    });
  },
};

/** As the client asks for it: in whole milliseconds. */
function holdOf({ holdMs }: Scenario): Millis {
  return Math.round(holdMs);
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
function closedForm(scenario: Scenario, times: Times): Prediction | null {
  const { transitMs, requestMs, exchangeMs, gapMs, spacingMs } = times;
  const holdMs = holdOf(scenario);
  const sending = sendingOf(scenario, times);
  if (sending === null || gapMs + holdMs === 0 || !staysWithin(DEFAULT_PAGE_LIMIT, gapMs / spacingMs)) return null;
  const constantMs = requestMs + transitMs;
  const inStep = {
    latency: { constantMs, gapShare: sending.waitShare, gapMs: exchangeMs },
    deliveryLeg: { constantMs: transitMs },
    meanAgeMs: constantMs + sending.meanAgeMs,
    newerAfterMs: spacingMs,
  };
  if (scenario.schedule === 'periodic') {
    const inVain = Math.floor(spacingMs / (gapMs + holdMs));
    if (spacingMs - inVain * (gapMs + holdMs) <= gapMs) return null;
    const cost = { requestsPerMessage: inVain + 1, emptyShare: inVain / (inVain + 1) };
    return predictionOf({ ...inStep, cost });
  }
  const polls = gateOf(1 / spacingMs, gapMs, holdMs);
  const cost = { requestsPerMessage: polls.turnsPerMessage, emptyShare: polls.emptyShare };
  if (exchangeMs > 0) {
    const isInStep = gapMs === exchangeMs && polls.waitShare * polls.emptyShare < NEGLIGIBLE_SHARE;
    return isInStep ? predictionOf({ ...inStep, cost }) : null;
  }
  const waits = { constantMs: 0, gapShare: polls.waitShare, gapMs };
  return predictionOf({
    latency: waits,
    deliveryLeg: waits,
    meanAgeMs: polls.meanAgeMs,
    newerAfterMs: spacingMs,
    cost,
  });
}
