import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Traffic } from '../../clients/traffic.ts';
import type { TransportName } from '../../servers/protocol/transport-name.ts';
import type { Bytes, Millis } from '../../servers/protocol/units.ts';
import type { Party } from '../arms/arm.ts';
import { labArm } from '../arms/lab-arm.ts';
import { LAB_PROGRAM, type ListeningProcess, startListening } from '../listening-process.ts';
import { readProcess } from '../process.ts';
import { seeded } from '../random.ts';
import type { Scenario } from '../scenario.ts';
import { serverFlags } from '../server-flags.ts';
import { readMetric } from '../server-probe.ts';
import type { IdleFinding, IdleMemory } from './idle-result.ts';

/** Receivers that come in at the same time. */
const AT_ONCE = 50;
/** Between the last receiver's first answer and the measuring. */
const SETTLE_MS: Millis = 1000;
const SETTLE_LOOK_MS: Millis = 10;
const WAITS_LOOKS = 10;

/**
 * Holds `count` idle receivers on one transport, two at least, and measures for `scenario.durationMs` the server that
 * holds them.
 */
export async function measureIdle(
  transport: TransportName,
  count: number,
  scenario: Scenario,
  signal: AbortSignal,
): Promise<IdleFinding> {
  const flags = serverFlags({ ...scenario, pairs: count });
  const collector = fileURLToPath(new URL('collect.js', import.meta.url));
  const server = await startListening(LAB_PROGRAM, ['serve', '--port', '0', ...flags], signal, [
    '--expose-gc',
    `--import=${collector}`,
  ]);
  const traffic = new Traffic();
  const parties: Party[] = [];
  const leaving = new AbortController();
  const ending = AbortSignal.any([signal, leaving.signal]);
  // Each receiver listens for it.
  setMaxListeners(0, ending);
  const join = async (index: number): Promise<void> => {
    const random = seeded(scenario.seed, 'idle', transport, index);
    const party = await labArm(transport).connect({
      url: server.url,
      user: `idle${index}`,
      traffic,
      scenario,
      random,
      signal: ending,
    });
    parties.push(party);
    void listen(party, ending);
  };
  try {
    await join(0);
    await settle(parties, signal);
    const before = await memoryOf(server);
    for (let i = 1; i < count; i += AT_ONCE) {
      const some = Array.from({ length: Math.min(AT_ONCE, count - i) }, (_, k) => i + k);
      await Promise.all(some.map((index) => join(index)));
      signal.throwIfAborted();
    }
    await settle(parties, signal);
    const start = reading(server, traffic);
    await delay(scenario.durationMs, undefined, { signal });
    const end = reading(server, traffic);
    const connections = traffic.openConnections;
    const after = await memoryOf(server);
    const waits = await mostWaits(server.url, signal);
    const idleMs = end.atMs - start.atMs;
    const perHour = 3_600_000 / idleMs / count;
    return {
      transport,
      receivers: count,
      before,
      after,
      rssBytesPerReceiver: (after.rssBytes - before.rssBytes) / (count - 1),
      heldBytesPerReceiver: (after.heldBytes - before.heldBytes) / (count - 1),
      cpuMillisPerSecond:
        start.cpuMicros === null || end.cpuMicros === null ? null : (end.cpuMicros - start.cpuMicros) / idleMs,
      requestsPerHour: (end.requests - start.requests) * perHour,
      bytesPerHour: (end.bytes - start.bytes) * perHour,
      connections,
      waits,
      idleMs,
    };
  } finally {
    leaving.abort(new Error('it is over'));
    await server.stop();
    await Promise.all(parties.map((party) => party.close()));
  }
}

/**
 * The most waits that a server has in a few looks: receivers that joined together ask anew together too, and a single look
 * may fall just between. Null where the server does not tell.
 */
async function mostWaits(url: string, signal: AbortSignal): Promise<number | null> {
  let most = await readMetric(url, 'lab_mailbox_watchers');
  for (let look = 1; look < WAITS_LOOKS && most !== null; look++) {
    await delay(SETTLE_LOOK_MS, undefined, { signal });
    most = Math.max(most, (await readMetric(url, 'lab_mailbox_watchers')) ?? 0);
  }
  return most;
}

/** Receives nothing until told to stop; a receiver that ended before that would make the figures wrong. */
async function listen(party: Party, signal: AbortSignal): Promise<void> {
  try {
    for await (const _ of party.receive(signal));
  } catch (failure) {
    if (!signal.aborted) throw failure;
  }
}

/** Waits until each receiver has had its first answer, and everything that was done for it is over. */
async function settle(parties: readonly Party[], signal: AbortSignal): Promise<void> {
  while (parties.some(({ counts }) => counts?.pages === 0)) await delay(SETTLE_LOOK_MS, undefined, { signal });
  await delay(SETTLE_MS, undefined, { signal });
}

async function memoryOf(server: ListeningProcess): Promise<IdleMemory> {
  const { rss, heapUsed, external } = (await server.call('collect')) as NodeJS.MemoryUsage;
  return { rssBytes: rss, heldBytes: heapUsed + external };
}

function reading(
  { pid }: ListeningProcess,
  { requests, bytesUp, bytesDown }: Traffic,
): { atMs: Millis; cpuMicros: number | null; requests: number; bytes: Bytes } {
  return {
    atMs: performance.now(),
    cpuMicros: readProcess(pid)?.cpuMicros ?? null,
    requests,
    bytes: (bytesUp as number) + (bytesDown as number),
  };
}
