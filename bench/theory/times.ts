import type { Millis } from '../../servers/protocol/units.ts';
import type { Scenario } from '../scenario.ts';

/** The times of which the formulas are made, in ms. */
export interface Times {
  /** d: one way. */
  readonly transitMs: Millis;
  /** From sending a request to the server's having it: d, and a round trip first where a connection must be set up. */
  readonly requestMs: Millis;
  /** r: from sending a request to its answer, which the server gives at once: 2d, 4d without keep-alive. */
  readonly exchangeMs: Millis;
  /** g: from an answer's leaving the server to the next request's coming there: the same and the client's turnaround. */
  readonly gapMs: Millis;
  /**
   * C: from one short poll to the next. At a fixed delay T + 2d + c (T + 4d + c without keep-alive): the answer, then the
   * interval. At a fixed rate T, or, where the answer takes longer, the next multiple of it: ticks that were missed are
   * not made up for.
   */
  readonly cycleMs: Millis;
  /** P = 1/λ: between two messages of a pair, on average. */
  readonly spacingMs: Millis;
}

/** @param turnaroundMs c: what a client takes from an answer to its next request. */
export function timesOf(scenario: Scenario, turnaroundMs: Millis): Times {
  const { rttMs, keepAlive, pollIntervalMs, rate } = scenario;
  const transitMs = rttMs / 2;
  const exchangeMs = keepAlive ? rttMs : 2 * rttMs;
  const gapMs = exchangeMs + turnaroundMs;
  return {
    transitMs,
    requestMs: exchangeMs - transitMs,
    exchangeMs,
    gapMs,
    cycleMs: isAfterAnswer(scenario)
      ? pollIntervalMs + gapMs
      : pollIntervalMs * (Math.floor(gapMs / pollIntervalMs) + 1),
    spacingMs: 1000 / (rate as number),
  };
}

/** Whether a short poll follows the last one's answer; otherwise it comes at an even time. */
export function isAfterAnswer({ pollDiscipline, pollIntervalMs }: Scenario): boolean {
  return pollDiscipline === 'fixed-delay' || pollIntervalMs === 0;
}
