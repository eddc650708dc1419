import { createClient } from '../clients/node.ts';
import type { TransportName } from '../servers/protocol/transport-name.ts';
import type { Millis } from '../servers/protocol/units.ts';
import { now } from './clock.ts';
import type { Scenario } from './scenario.ts';

/** The rehearsal ends with whichever comes first. */
const MESSAGES = 500;
const LONGEST_MS: Millis = 400;

/**
 * Exchanges some hundred messages as fast as they go, over the transport that is going to be measured, between two who
 * then leave. A process that has just started runs code that is not compiled yet, several times as slowly as it ever will
 * again; at a few messages a second, a warm-up of seconds does not change that.
 */
export async function rehearse(
  scenario: Scenario,
  url: string,
  transport: TransportName,
  signal: AbortSignal,
): Promise<void> {
  const { holdMs, keepAlive, pollDiscipline } = scenario;
  const options = { url, transport, holdMs, keepAlive, pollDiscipline, pollIntervalMs: 0 };
  const sender = createClient({ ...options, user: 'rehearsing-a' });
  const receiver = createClient({ ...options, user: 'rehearsing-b' });
  const body = 'x'.repeat(scenario.payloadBytes);
  const publish = (): Promise<unknown> => sender.publish('user:rehearsing-b', body);
  try {
    await receiver.signIn();
    const endAtMs = now() + LONGEST_MS;
    let received = 0;
    await publish();
    for await (const _ of receiver.receive(signal)) {
      received += 1;
      if (received === MESSAGES || now() >= endAtMs) break;
      await publish();
    }
  } finally {
    await Promise.all([sender.close(), receiver.close()]);
  }
}
