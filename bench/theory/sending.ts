import type { Millis } from '../../servers/protocol/units.ts';
import type { Scenario } from '../scenario.ts';
import type { ScheduleName } from '../schedule.ts';
import { gateOf } from './gate.ts';
import type { Times } from './times.ts';
import { longestBatch } from './wire-size.ts';

/** What becomes of a pair's messages before they are in the mailbox, over HTTP; without the way there. */
export interface Sending {
  /** Share of them that wait, uniformly in (0, r), until an earlier request is answered. */
  readonly waitShare: number;
  /** Age of what the mailbox holds. */
  readonly meanAgeMs: Millis;
  /** Share of all stretches of `lengthMs` – at least r – in which nothing is appended. */
  quietShare(lengthMs: Millis): number;
}

/** So many standard deviations above its mean a Poisson number is as good as never. */
const SIGMAS = 6;

/** Whether a Poisson number of this mean as good as never exceeds `limit`. */
export function staysWithin(limit: number, mean: number): boolean {
  return mean + SIGMAS * Math.sqrt(mean) <= limit;
}

/**
 * The outbox has one request in flight, of r, and sends together what came meanwhile.
 *
 * Poisson: a {@link gateOf gate} with gap r and no end to the hold. Appends come L apart, L being r with probability 1 - q
 * and r and an exponential wait with probability q = e^(-λr); seen at a random moment, the last one is longer than x ≥ r ago
 * with probability E[L - x; L > x] / E[L] (renewal theory), which is the quiet share: q e^(-λ(x - r)) / (λr + q).
 *
 * Even: nothing waits while r ≤ P; age P/2; quiet share 1 - x/P while x < P, else 0.
 *
 * Null, because no formula fits: bursts; even messages faster than that; batches that would overflow.
 */
export function sendingOf(scenario: Scenario, times: Times): Sending | null {
  return sendings[scenario.schedule](scenario, times);
}

const sendings: Readonly<Record<ScheduleName, (scenario: Scenario, times: Times) => Sending | null>> = {
  poisson({ payloadBytes }, { exchangeMs, spacingMs }) {
    const inExchange = exchangeMs / spacingMs;
    if (!staysWithin(longestBatch(payloadBytes), inExchange)) return null;
    const { waitShare, meanAgeMs } = gateOf(1 / spacingMs, exchangeMs, Infinity);
    const perTurn = inExchange + Math.exp(-inExchange);
    return { waitShare, meanAgeMs, quietShare: (lengthMs) => Math.exp(-(lengthMs / spacingMs)) / perTurn };
  },

  periodic(_scenario, { exchangeMs, spacingMs }) {
    if (exchangeMs > spacingMs) return null;
    const quietShare = (lengthMs: Millis): number => Math.max(0, 1 - lengthMs / spacingMs);
    return { waitShare: 0, meanAgeMs: spacingMs / 2, quietShare };
  },

  burst: () => null,
};
