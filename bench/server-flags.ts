import { DEFAULT_MAX_BODY_BYTES } from '../servers/protocol/limits.ts';
import { formatDuration } from '../servers/protocol/quantity.ts';
import { plannedMessages, type Scenario } from './scenario.ts';

/**
 * How the bench starts a server: on the clock that they share, and with room for everything a round may send, so that no
 * bound of the server's shows up as a property of a transport.
 */
export function serverFlags(scenario: Scenario): string[] {
  // A burst may bring a pair more than its share.
  const perMailbox = Math.max(1000, Math.ceil((2 * plannedMessages(scenario)) / scenario.pairs));
  const bytesPerMailbox = perMailbox * (scenario.payloadBytes + 1024);
  const clients = String(2 * scenario.pairs + 10);
  const flags: Record<string, string> = {
    '--clock': 'monotonic',
    '--hold': formatDuration(scenario.holdMs),
    '--max-sends': 'unlimited',
    '--max-body': `${Math.max(DEFAULT_MAX_BODY_BYTES, scenario.payloadBytes)}B`,
    '--max-sessions': clients,
    '--max-lines': clients,
    '--keep-messages': String(perMailbox),
    '--keep-bytes': `${bytesPerMailbox}B`,
    '--keep-total': `${bytesPerMailbox * scenario.pairs}B`,
  };
  return Object.entries(flags).flat();
}
