import { DEFAULT_PAGE_LIMIT } from '../servers/protocol/limits.ts';
import type { Bytes, Millis } from '../servers/protocol/units.ts';
import type { Scenario } from './scenario.ts';
import { longestBatch, wireSize } from './theory/wire-size.ts';

/** So long may a message be on its way though nothing holds it up: until the next poll, and over the link. */
export function longestWayMs(scenario: Scenario): Millis {
  const { pollIntervalMs, rttMs, jitterMs, payloadBytes } = scenario;
  const bytes = (wireSize.publish(1, payloadBytes) as number) + (wireSize.page(1, payloadBytes) as number);
  return pollIntervalMs + 5 * (rttMs + jitterMs) + onLineMs(scenario, bytes);
}

/** What is waited for at the end of a load: this long, and twice the longest way. */
const LEAST_PATIENCE_MS: Millis = 3000;
/** Messages that piled up come many at a time, over a narrow line rarely; not even for them is it longer. */
const LONGEST_PATIENCE_MS: Millis = 30_000;

/** When nothing has come for so long after the last message was sent, nothing will. */
export function patienceMs(scenario: Scenario): Millis {
  const { payloadBytes } = scenario;
  const batch = wireSize.publish(longestBatch(payloadBytes), payloadBytes) as number;
  const haulMs = onLineMs(scenario, batch + (wireSize.page(DEFAULT_PAGE_LIMIT, payloadBytes) as number));
  const leastMs = LEAST_PATIENCE_MS + 2 * longestWayMs(scenario);
  return Math.max(leastMs, Math.min(LONGEST_PATIENCE_MS, leastMs + 2 * haulMs));
}

function onLineMs({ bandwidth }: Scenario, bytes: Bytes): Millis {
  return bandwidth === null ? 0 : ((bytes as number) * 1000) / (bandwidth as number);
}
