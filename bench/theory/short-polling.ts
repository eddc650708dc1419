import { DEFAULT_PAGE_LIMIT } from '../../servers/protocol/limits.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import type { Scenario } from '../scenario.ts';
import { type Prediction, predictionOf } from './prediction.ts';
import { sendingOf, staysWithin } from './sending.ts';
import { readByRequests, sendOverHttp, SLIGHTEST_MS } from './simulated-http.ts';
import { isAfterAnswer, type Times, timesOf } from './times.ts';
import type { TransportTheory } from './transport-theory.ts';

/** Even messages that meet so few phases of a poll's cycle, for ever the same, leave much of it unseen. */
const FEW_PHASES = 100;

/** The receiver asks by every C; what is there is answered at once. */
export const shortPolling: TransportTheory = {
  ownSettings: ['pollIntervalMs', 'pollDiscipline'],

  closedForm,

  asksEveryMs: (_scenario, { cycleMs }) => cycleMs,

  send: sendOverHttp,

  read(appendedAtMs, pair, onPage) {
    const { scenario, turnaroundMs, phase } = pair;
    const { pollIntervalMs } = scenario;
    const { gapMs } = timesOf(scenario, turnaroundMs);
    const waits = isAfterAnswer(scenario);
    let dueAtMs: Millis = appendedAtMs[0]! - gapMs - phase * (pollIntervalMs + (waits ? gapMs : 0));
    return readByRequests(appendedAtMs, pair, onPage, {
      firstAtMs: dueAtMs,
      answeredAfter: (atMs) => atMs,
      nextAfter(gotAtMs, hasMore) {
        if (hasMore) return gotAtMs;
        if (waits) dueAtMs = gotAtMs + pollIntervalMs;
        else dueAtMs += (Math.floor((gotAtMs - dueAtMs + SLIGHTEST_MS) / pollIntervalMs) + 1) * pollIntervalMs;
        return dueAtMs;
      },
    });
  },
};

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
function closedForm(scenario: Scenario, times: Times): Prediction | null {
  const { transitMs, requestMs, exchangeMs, cycleMs, spacingMs } = times;
  const sending = sendingOf(scenario, times);
  if (sending === null || !staysWithin(DEFAULT_PAGE_LIMIT, cycleMs / spacingMs)) return null;
  const isLockable = scenario.schedule === 'periodic' && scenario.pollDiscipline === 'fixed-rate';
  if (isLockable && meetsFewPhases(spacingMs, cycleMs)) return null;
  const constantMs = requestMs + transitMs;
  return predictionOf({
    latency: { constantMs, gapShare: sending.waitShare, gapMs: exchangeMs, cycleMs },
    deliveryLeg: { constantMs: transitMs, cycleMs },
    meanAgeMs: constantMs + sending.meanAgeMs + cycleMs / 2,
    newerAfterMs: spacingMs,
    cost:
      cycleMs === 0
        ? { requestsPerMessage: null, emptyShare: null }
        : { requestsPerMessage: spacingMs / cycleMs, emptyShare: sending.quietShare(cycleMs) },
  });
}

/** Whether after a few messages the polls' cycle is at the same place again. */
function meetsFewPhases(spacingMs: Millis, cycleMs: Millis): boolean {
  for (let messages = 1; messages <= FEW_PHASES; messages += 1) {
    const cycles = (messages * spacingMs) / cycleMs;
    if (Math.abs(cycles - Math.round(cycles)) < 1e-9 * messages) return true;
  }
  return false;
}
