import { setTimeout as delay } from 'node:timers/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Received } from '../clients/core/receive.ts';
import type { TransportName } from '../servers/protocol/transport-name.ts';
import type { Millis } from '../servers/protocol/units.ts';
import { now } from './clock.ts';
import { addressOfReceiver, assembleCrew, type Crew } from './crew.ts';
import { sendOnSchedule } from './load.ts';
import { costBetween, foreignCpuBetween, type Reading, takeReading } from './meter.ts';
import { type Plan, planRound } from './plan.ts';
import { rehearse } from './rehearsal.ts';
import { Recording } from './recording.ts';
import type { Scenario } from './scenario.ts';
import { serverFlags } from './server-flags.ts';
import { probe } from './server-probe.ts';
import { startServerProcess } from './server-process.ts';
import type { Tally } from './tally.ts';
import type { Circumstances } from './validity.ts';

export interface RoundMeasurement {
  readonly tally: Tally;
  readonly circumstances: Circumstances;
}

/** How far a round is. */
export interface RoundProgress {
  readonly delivered: number;
  readonly planned: number;
  /** Median latency so far, in ms; NaN before the first message. */
  readonly p50Ms: Millis;
}

/** Between the start of the load and its first message, so that no message is late from the beginning. */
const LEAD_MS: Millis = 20;
/** What is still on its way at the end of the load is waited for: this long, and two polls. */
const MIN_DRAIN_MS: Millis = 3000;
const DRAIN_LOOK_MS: Millis = 10;
const PROGRESS_EVERY_MS: Millis = 100;
const LOOP_DELAY_RESOLUTION_MS: Millis = 10;

/**
 * Measures one transport once: starts a server and the clients, runs the load through warm-up and window, waits for what
 * is still on its way, and ends everything it started, whatever happens.
 */
export async function measureRound(
  scenario: Scenario,
  transport: TransportName,
  round: number,
  onProgress: (progress: RoundProgress) => void,
  signal: AbortSignal,
): Promise<RoundMeasurement> {
  const server = await startServerProcess(serverFlags(scenario), signal);
  try {
    return await measureOn(server.url, scenario, transport, round, onProgress, signal);
  } finally {
    await server.stop();
  }
}

async function measureOn(
  url: string,
  scenario: Scenario,
  transport: TransportName,
  round: number,
  onProgress: (progress: RoundProgress) => void,
  signal: AbortSignal,
): Promise<RoundMeasurement> {
  const plan = planRound(scenario, round);
  const atStart = await probe(url);
  let recording: Recording | undefined;
  let epochChanged = false;
  const handle = (item: Received): void => {
    const handledAtMs = now();
    if (item.kind === 'message') recording?.handled(Number(item.message.id), item.message.at, handledAtMs);
    else if (item.reason === 'epoch-changed') epochChanged = true;
  };
  await rehearse(scenario, url, transport, signal);
  const crew = await assembleCrew(scenario, url, transport, round, handle, signal);
  try {
    const startAtMs = now() + LEAD_MS;
    const fromMs = startAtMs + scenario.warmupMs;
    recording = new Recording(plan, scenario.pairs, startAtMs, { fromMs, toMs: fromMs + scenario.durationMs });
    const { readings, loopDelayP99Ms, publishFailure } = await run(
      plan,
      crew,
      recording,
      url,
      scenario,
      onProgress,
      signal,
    );
    const [before, after] = readings;
    return {
      tally: {
        ...recording.latencies(atStart.clock === 'monotonic'),
        completeness: {
          ...recording.completeness(),
          duplicatedOnWire: crew.receivers.reduce((sum, { status }) => sum + status.duplicates, 0),
          gaps: crew.receivers.reduce((sum, { status }) => sum + status.gaps, 0),
        },
        age: recording.age(),
        cost: costBetween(before, after, recording),
        serverRssBytes: after.server.rssBytes,
      },
      circumstances: {
        loopDelayP99Ms,
        serverRestarted: epochChanged || after.server.boot !== atStart.boot,
        foreignCpuShare: foreignCpuBetween(before, after),
        lostInWarmup: recording.lostInWarmup(),
        publishFailure,
      },
    };
  } finally {
    await crew.close();
  }
}

/** Runs the load and takes the readings, until everything has arrived or is given up. */
async function run(
  plan: Plan,
  crew: Crew,
  recording: Recording,
  url: string,
  scenario: Scenario,
  onProgress: (progress: RoundProgress) => void,
  signal: AbortSignal,
): Promise<{ readings: [before: Reading, after: Reading]; loopDelayP99Ms: Millis; publishFailure: string | null }> {
  const payload = 'x'.repeat(scenario.payloadBytes);
  const loopDelay = monitorEventLoopDelay({ resolution: LOOP_DELAY_RESOLUTION_MS });
  let publishFailure: string | null = null;
  const send = (i: number): void => {
    const pair = plan.pair[i]!;
    recording.sent(i, now());
    crew.senders[pair]!.publish(addressOfReceiver(pair), payload, String(i)).catch((failure: Error) => {
      publishFailure ??= failure.message;
    });
  };
  const load = async (): Promise<void> => {
    await sendOnSchedule(plan, recording.startAtMs, send, signal);
    const giveUpAtMs = now() + MIN_DRAIN_MS + 2 * scenario.pollIntervalMs;
    while (recording.handledCount < plan.size && now() < giveUpAtMs) await delay(DRAIN_LOOK_MS, undefined, { signal });
  };
  const read = async (): Promise<[Reading, Reading]> => {
    const { fromMs, toMs } = recording.window;
    await delay(fromMs - now(), undefined, { signal });
    const before = await takeReading(url, crew);
    loopDelay.enable();
    await delay(toMs - now(), undefined, { signal });
    loopDelay.disable();
    return [before, await takeReading(url, crew)];
  };
  const endedEarly = async (): Promise<never> => {
    await crew.received;
    signal.throwIfAborted();
    throw new Error('the receivers ended before the round did');
  };
  const report = (): void =>
    onProgress({ delivered: recording.handledCount, planned: plan.size, p50Ms: recording.live.percentile(50) });
  const reporting = setInterval(report, PROGRESS_EVERY_MS);
  try {
    const [readings] = await Promise.race([Promise.all([read(), load()]), endedEarly()]);
    report();
    const loopDelayP99Ms = Math.max(0, loopDelay.percentile(99) / 1e6 - LOOP_DELAY_RESOLUTION_MS);
    return { readings, loopDelayP99Ms, publishFailure };
  } finally {
    clearInterval(reporting);
    loopDelay.disable();
  }
}
