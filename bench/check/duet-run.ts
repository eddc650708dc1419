import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { Millis } from '../../servers/protocol/units.ts';
import { now } from '../clock.ts';
import { restfulTiming, sendOnSchedule } from '../load.ts';
import { patienceMs } from '../longest-way.ts';
import { type Reading, takeReading } from '../meter.ts';
import type { Scenario } from '../scenario.ts';
import { mergePlans } from './duet-plan.ts';
import type { Lane } from './lane.ts';

const LEAD_MS: Millis = 20;
const LOOK_MS: Millis = 10;
const LOOP_DELAY_RESOLUTION_MS: Millis = 10;

type Readings = readonly [before: Reading, after: Reading];

/** What, beside the messages' own stamps, is read of a boot. */
export interface DuetRun {
  /** For each lane, at both ends of the window. */
  readonly readings: readonly Readings[];
  /** Delay of the generator's event loop, 99th percentile. */
  readonly loopDelayP99Ms: Millis;
}

/** Runs the load of all lanes through warm-up and window, and waits for what is still on its way. */
export async function runDuet(lanes: readonly Lane[], scenario: Scenario, signal: AbortSignal): Promise<DuetRun> {
  const merged = mergePlans(lanes.map(({ plan }) => plan));
  const startAtMs = now() + LEAD_MS;
  const fromMs = startAtMs + scenario.warmupMs;
  const toMs = fromMs + scenario.durationMs;
  for (const lane of lanes) lane.begin(startAtMs, { fromMs, toMs });
  const waitMs = patienceMs(scenario);
  const isDone = (): boolean => lanes.every(({ recording }) => recording.handledCount >= recording.sentCount);
  const load = async (): Promise<void> => {
    const send = (i: number): void => lanes[merged.plan[i]!]!.send(merged.index[i]!);
    await sendOnSchedule(merged, startAtMs, send, signal, { giveUpAtMs: toMs + waitMs, timing: restfulTiming });
    const giveUpAtMs = now() + waitMs;
    while (!isDone() && now() < giveUpAtMs) await delay(LOOK_MS, undefined, { signal });
    for (const { recording } of lanes) if (recording.lastHandledAtMs > giveUpAtMs - waitMs / 2) recording.endEarly();
  };
  const loopDelay = monitorEventLoopDelay({ resolution: LOOP_DELAY_RESOLUTION_MS });
  const readAll = (): Promise<Reading[]> =>
    Promise.all(lanes.map(({ server, crew }) => takeReading(server, null, crew)));
  const read = async (): Promise<Readings[]> => {
    await delay(fromMs - now(), undefined, { signal });
    const before = await readAll();
    loopDelay.enable();
    await delay(toMs - now(), undefined, { signal });
    loopDelay.disable();
    const after = await readAll();
    return before.map((reading, i) => [reading, after[i]!] as const);
  };
  const endedEarly = async (): Promise<never> => {
    await Promise.race(lanes.map(({ crew }) => crew.received));
    signal.throwIfAborted();
    throw new Error('receivers ended before the load did');
  };
  try {
    const [readings] = await Promise.race([Promise.all([read(), load()]), endedEarly()]);
    return { readings, loopDelayP99Ms: Math.max(0, loopDelay.percentile(99) / 1e6 - LOOP_DELAY_RESOLUTION_MS) };
  } finally {
    loopDelay.disable();
  }
}
