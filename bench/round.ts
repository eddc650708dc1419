import { setTimeout as delay } from 'node:timers/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Millis } from '../servers/protocol/units.ts';
import type { Arm, ArmServer, Delivery } from './arms/arm.ts';
import { now } from './clock.ts';
import { assembleCrew, type Crew } from './crew.ts';
import { Histogram } from './histogram.ts';
import { type LinkProcess, startLinkProcess } from './link/link-process.ts';
import { isPlain } from './link/shape.ts';
import { sendOnSchedule } from './load.ts';
import { longestWayMs, patienceMs } from './longest-way.ts';
import { costBetween, foreignCpuBetween, type Reading, takeReading } from './meter.ts';
import { type Plan, planRound } from './plan.ts';
import { rehearse } from './rehearsal.ts';
import { Recording } from './recording.ts';
import { linkShape, type Scenario } from './scenario.ts';
import { probe, type ServerProbe } from './server-probe.ts';
import type { Tally } from './tally.ts';
import { theories } from './theory/theories.ts';
import type { Traces } from './traces.ts';
import type { Circumstances } from './validity.ts';

export interface RoundMeasurement {
  readonly tally: Tally;
  readonly traces: Traces;
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
const DRAIN_LOOK_MS: Millis = 10;
const PROGRESS_EVERY_MS: Millis = 100;
const LOOP_DELAY_RESOLUTION_MS: Millis = 10;

/**
 * Measures one arm once: starts a server, a link and the clients, runs the load through warm-up and window, waits for what
 * is still on its way, and ends everything it started, whatever happens.
 */
export async function measureRound(
  scenario: Scenario,
  arm: Arm,
  round: number,
  onProgress: (progress: RoundProgress) => void,
  signal: AbortSignal,
): Promise<RoundMeasurement> {
  const server = await serverOf(scenario, arm, signal);
  try {
    await rehearse(scenario, server.url, arm, signal);
    const shape = linkShape(scenario);
    const link = isPlain(shape) ? null : await startLinkProcess(server.url, shape, signal);
    try {
      return await measureOn({ scenario, arm, round, server, link, onProgress, signal });
    } finally {
      await link?.stop();
    }
  } finally {
    await server.stop();
  }
}

async function serverOf(scenario: Scenario, arm: Arm, signal: AbortSignal): Promise<ArmServer> {
  if (scenario.url !== null) return { url: scenario.url, stop: async () => {} };
  if (arm.startServer === undefined) throw new Error(`${arm.name} starts no server: give one with --url`);
  return arm.startServer(scenario, signal);
}

/** Everything that a measurement is made with. */
interface Stage {
  readonly scenario: Scenario;
  readonly arm: Arm;
  readonly round: number;
  readonly server: ArmServer;
  readonly link: LinkProcess | null;
  readonly onProgress: (progress: RoundProgress) => void;
  readonly signal: AbortSignal;
}

async function measureOn(stage: Stage): Promise<RoundMeasurement> {
  const { scenario, arm, round, server, link, signal } = stage;
  const plan = planRound(scenario, round);
  const atStart = await probe(server);
  let recording: Recording | undefined;
  const handle = ({ id, at = Number.NaN }: Delivery): void => recording?.handled(Number(id), at, now());
  const crew = await assembleCrew(scenario, link?.url ?? server.url, arm, round, handle, signal);
  try {
    const startAtMs = now() + LEAD_MS;
    const fromMs = startAtMs + scenario.warmupMs;
    recording = new Recording(plan, scenario.pairs, startAtMs, { fromMs, toMs: fromMs + scenario.durationMs });
    const { readings, linkError, loopDelayP99Ms, publishFailure } = await run(plan, crew, recording, stage);
    const [before, after] = readings;
    const cost = costBetween(before, after, recording);
    const count = (name: 'duplicates' | 'gaps' | 'restarts'): number =>
      crew.receivers.reduce((sum, { counts }) => sum + (counts?.[name] ?? 0), 0);
    return {
      tally: {
        ...recording.latencies(sharesClock(atStart)),
        completeness: {
          ...recording.completeness(),
          duplicatedOnWire: count('duplicates'),
          gaps: count('gaps'),
        },
        age: recording.age(),
        cost,
        serverRssBytes: after.server.rssBytes,
        linkError,
      },
      traces: recording.traces(),
      circumstances: {
        loopDelayP99Ms,
        linkErrorP99Ms: linkError.count === 0 ? null : linkError.percentile(99),
        serverRestarted: count('restarts') > 0 || after.server.boot !== atStart.boot,
        foreignCpuShare: server.pid === undefined && scenario.url !== null ? 0 : foreignCpuBetween(before, after),
        lostInWarmup: recording.lostInWarmup(),
        publishFailure,
        unsent: plan.size - recording.sentCount,
        outstanding: recording.outstanding,
        drainMs: recording.drainMs,
        longestWayMs: longestWayMs(mayPoll(arm) ? scenario : { ...scenario, pollIntervalMs: 0 }),
        generatorCpuShare: (after.generatorMicros - before.generatorMicros) / 1000 / (after.atMs - before.atMs),
        serverCpuShare: cost.serverCpuMicros === null ? null : cost.serverCpuMicros / 1000 / cost.windowMs,
      },
    };
  } finally {
    await crew.close();
  }
}

/** Arms that are not the lab's say of each message when it was stored, on the bench's clock, or leave it out. */
function sharesClock({ clock }: ServerProbe): boolean {
  return clock === null || clock === 'monotonic';
}

/** Whether a message of this arm's may have to wait for the next poll; of somebody else's nobody knows. */
function mayPoll({ theory }: Arm): boolean {
  return theory === null || theories[theory].ownSettings.includes('pollIntervalMs');
}

/** Runs the load and takes the readings, until everything has arrived or is given up. */
async function run(
  plan: Plan,
  crew: Crew,
  recording: Recording,
  { scenario, server, link, onProgress, signal }: Stage,
): Promise<{
  readings: [before: Reading, after: Reading];
  linkError: Histogram;
  loopDelayP99Ms: Millis;
  publishFailure: string | null;
}> {
  const payload = 'x'.repeat(scenario.payloadBytes);
  const loopDelay = monitorEventLoopDelay({ resolution: LOOP_DELAY_RESOLUTION_MS });
  let publishFailure: string | null = null;
  const send = (i: number): void => {
    const pair = plan.pair[i]!;
    recording.sent(i, now());
    crew.senders[pair]!.send(crew.nameOfReceiver(pair), String(i), payload).catch((failure: Error) => {
      publishFailure ??= failure.message;
    });
  };
  const load = async (): Promise<void> => {
    const waitMs = patienceMs(scenario);
    await sendOnSchedule(plan, recording.startAtMs, send, signal, { giveUpAtMs: recording.window.toMs + waitMs });
    const giveUpAtMs = now() + waitMs;
    while (recording.handledCount < recording.sentCount && now() < giveUpAtMs)
      await delay(DRAIN_LOOK_MS, undefined, { signal });
    // What comes so late is not the last.
    if (recording.lastHandledAtMs > giveUpAtMs - waitMs / 2) recording.endEarly();
  };
  let linkError = Histogram.empty();
  const read = async (): Promise<[Reading, Reading]> => {
    const { fromMs, toMs } = recording.window;
    await delay(fromMs - now(), undefined, { signal });
    const before = await takeReading(server, link, crew);
    await link?.takeError();
    loopDelay.enable();
    await delay(toMs - now(), undefined, { signal });
    loopDelay.disable();
    if (link !== null) linkError = await link.takeError();
    return [before, await takeReading(server, link, crew)];
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
    return { readings, linkError, loopDelayP99Ms, publishFailure };
  } finally {
    clearInterval(reporting);
    loopDelay.disable();
  }
}
