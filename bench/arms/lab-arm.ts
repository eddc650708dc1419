import { TransportFault } from '../../clients/core/fault.ts';
import type { TraceEvent } from '../../clients/core/trace.ts';
import { createClient } from '../../clients/node.ts';
import { ROUTES } from '../../servers/protocol/routes.ts';
import type { TransportName } from '../../servers/protocol/transport-name.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import { now } from '../clock.ts';
import { LAB_PROGRAM, startListening } from '../listening-process.ts';
import { NothingToMeasureError } from '../nothing-to-measure-error.ts';
import { serverFlags } from '../server-flags.ts';
import type { Arm, ConnectOptions, Delivery, Party, PartyCounts } from './arm.ts';

/** One of the lab's transports: its own server, and its own client as a user would have it. */
export function labArm(transport: TransportName): Arm {
  return {
    name: transport,
    theory: transport,
    startServer: (scenario, signal) =>
      startListening(LAB_PROGRAM, ['serve', '--port', '0', ...serverFlags(scenario)], signal),
    connect: (options) => connect(transport, options),
  };
}

async function connect(
  transport: TransportName,
  { url, user, traffic, scenario, random, stampsPolls = false, signal }: ConnectOptions,
): Promise<Party> {
  const { keepAlive, pollIntervalMs, pollDiscipline, holdMs } = scenario;
  let askedAt: Millis | undefined;
  const noteAsking = (event: TraceEvent): void => {
    if (event.kind === 'request' && event.path.startsWith(ROUTES.shortPolling)) askedAt = now();
  };
  const client = createClient({
    url,
    user,
    transport,
    traffic,
    random,
    keepAlive,
    pollIntervalMs,
    pollDiscipline,
    holdMs,
    ...(stampsPolls && transport === 'short-polling' ? { trace: noteAsking } : {}),
  });
  let restarts = 0;

  async function* receive(until: AbortSignal): AsyncGenerator<Delivery, void, void> {
    for await (const item of client.receive(until)) {
      if (item.kind === 'message') yield stampsPolls ? { ...item.message, askedAt } : item.message;
      else if (item.reason === 'epoch-changed') restarts += 1;
    }
  }

  // Without a server signing in would be tried for ever.
  const leave = (): void => void client.close();
  signal.addEventListener('abort', leave, { once: true });
  try {
    signal.throwIfAborted();
    await client.signIn();
  } catch (failure) {
    await client.close();
    // A server that somebody else started need not be there, nor be one of the lab's.
    if (scenario.url === null || signal.aborted || !(failure instanceof TransportFault)) throw failure;
    throw new NothingToMeasureError(`${failure.message} at ${scenario.url}`, { cause: failure });
  } finally {
    signal.removeEventListener('abort', leave);
  }
  return {
    send: (to, id, body) => client.publish(`user:${to}`, body, { id }),
    receive,
    get counts(): PartyCounts {
      const { duplicates, gaps, pages, emptyPages } = client.status;
      return { duplicates, gaps, restarts, pages, emptyPages };
    },
    get lastFault(): string | null {
      return client.status.lastFault?.message ?? null;
    },
    close: () => client.close(),
  };
}
