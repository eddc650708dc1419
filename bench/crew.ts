import type { Client } from '../clients/core/client.ts';
import { createClient } from '../clients/node.ts';
import { Traffic } from '../clients/traffic.ts';
import type { Received } from '../clients/core/receive.ts';
import type { TransportName } from '../servers/protocol/transport-name.ts';
import { seeded } from './random.ts';
import type { Scenario } from './scenario.ts';

/** The clients of one round: pair `i` is sender `i` and receiver `i`, each as a user would have it. */
export interface Crew {
  readonly senders: readonly Client[];
  readonly receivers: readonly Client[];
  /** What goes over the sockets of all senders, and of all receivers. */
  readonly sendersTraffic: Traffic;
  readonly receiversTraffic: Traffic;
  /** Resolves when all receivers have ended; rejects with the first that failed. */
  readonly received: Promise<unknown>;
  /** Ends everything they have open. */
  close(): Promise<void>;
}

/** Clients that sign in at the same time. */
const AT_ONCE = 50;
/** The message by which a pair finds out that its line works; it is not one of the plan's. */
const FIRST_MESSAGE_ID = 'first';

/**
 * Signs everybody in, starts the receivers, and has each pair exchange a message, so that what a connection costs to set
 * up is not counted as a message's.
 *
 * @param handle Called with everything else that a receiver receives.
 */
export async function assembleCrew(
  scenario: Scenario,
  url: string,
  transport: TransportName,
  round: number,
  handle: (item: Received) => void,
  signal: AbortSignal,
): Promise<Crew> {
  const sendersTraffic = new Traffic();
  const receiversTraffic = new Traffic();
  const pairs = Array.from({ length: scenario.pairs }, (_, pair) => pair);
  const clientOf = (role: 'a' | 'b', traffic: Traffic, pair: number): Client =>
    createClient({
      url,
      transport,
      traffic,
      user: `${role}${pair}`,
      keepAlive: scenario.keepAlive,
      pollIntervalMs: scenario.pollIntervalMs,
      pollDiscipline: scenario.pollDiscipline,
      holdMs: scenario.holdMs,
      random: seeded(scenario.seed, transport, role, round, pair),
    });
  const senders = pairs.map((pair) => clientOf('a', sendersTraffic, pair));
  const receivers = pairs.map((pair) => clientOf('b', receiversTraffic, pair));
  const close = async (): Promise<void> => {
    await Promise.all([...senders, ...receivers].map((client) => client.close()));
  };
  try {
    await inBatches(receivers, (client) => client.signIn());
    const arrivals = pairs.map(() => arrival());
    const received = Promise.all(
      receivers.map(async (client, pair) => {
        for await (const item of client.receive(signal)) {
          if (item.kind === 'message' && item.message.id === FIRST_MESSAGE_ID) arrivals[pair]!.arrived();
          else handle(item);
        }
      }),
    );
    await Promise.race([
      received,
      inBatches(pairs, async (pair) => {
        await senders[pair]!.publish(addressOfReceiver(pair), '', FIRST_MESSAGE_ID);
        await arrivals[pair]!.arrival;
      }),
    ]);
    return { senders, receivers, sendersTraffic, receiversTraffic, received, close };
  } catch (failure) {
    await close();
    throw failure;
  }
}

/** Where sender `pair` sends to. */
export function addressOfReceiver(pair: number): string {
  return `user:b${pair}`;
}

async function inBatches<Item>(items: readonly Item[], each: (item: Item) => Promise<void>): Promise<void> {
  for (let i = 0; i < items.length; i += AT_ONCE)
    await Promise.all(items.slice(i, i + AT_ONCE).map((item) => each(item)));
}

function arrival(): { readonly arrival: Promise<void>; readonly arrived: () => void } {
  let arrived!: () => void;
  const promise = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  return { arrival: promise, arrived };
}
