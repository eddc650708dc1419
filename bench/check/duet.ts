import { setTimeout as delay } from 'node:timers/promises';
import type { Millis } from '../../servers/protocol/units.ts';
import type { ArmServer } from '../arms/arm.ts';
import { now } from '../clock.ts';
import { costBetween } from '../meter.ts';
import { NothingToMeasureError } from '../nothing-to-measure-error.ts';
import { seeded, shuffled } from '../random.ts';
import { rehearse } from '../rehearsal.ts';
import { labelOf } from '../reporters/label.ts';
import type { Scenario } from '../scenario.ts';
import { readMetric } from '../server-probe.ts';
import type { Completeness, CostSums } from '../tally.ts';
import type { Contender } from './contenders/contender.ts';
import { againstCounting, type BootReason } from './against-counting.ts';
import { planDuet } from './duet-plan.ts';
import { type DuetRun, runDuet } from './duet-run.ts';
import { Lane } from './lane.ts';
import { type Series, SIDES, type Sides } from './statistics/series.ts';

/** What one side's messages over one transport came to in a boot. */
export interface LaneResult {
  readonly series: Series;
  readonly completeness: Completeness;
  readonly cost: CostSums;
}

/** What a boot measured. */
export interface BootMeasurement {
  /** By transport. */
  readonly transports: ReadonlyMap<string, Sides<LaneResult>>;
  /** Polls held and mailboxes followed at the servers when all clients had left; null where they don't tell. */
  readonly waitersLeft: Sides<number | null>;
  /** Why it does not count; empty where it does. */
  readonly reasons: readonly BootReason[];
}

const LOOK_MS: Millis = 10;
/** So long may a server take to see that its clients have gone. */
const LEAVING_MS: Millis = 2000;

/**
 * Measures base and candidate once, at the same time: starts a process of each, in random order, has the same clients talk
 * to both over all transports, their messages in turn, and ends everything it started, whatever happens.
 */
export async function measureBoot(
  contenders: Sides<Contender>,
  scenario: Scenario,
  boot: number,
  signal: AbortSignal,
): Promise<BootMeasurement> {
  const started: ArmServer[] = [];
  const servers: Partial<Record<keyof typeof contenders, ArmServer>> = {};
  try {
    // All transports of a side share its server.
    const sized = { ...scenario, pairs: scenario.pairs * contenders.base.arms.length };
    for (const side of shuffled(SIDES, seeded(scenario.seed, 'start', boot))) {
      const server = await blaming(side, contenders[side], 'did not start', signal, () =>
        contenders[side].start(sized, signal),
      );
      servers[side] = server;
      started.push(server);
    }
    const both = servers as Sides<ArmServer>;
    requireTwo(contenders, both);
    const measuring = measureOn(contenders, both, scenario, boot, signal);
    await measuring.catch(() => {});
    signal.throwIfAborted();
    requireRunning(contenders, both);
    return await measuring;
  } finally {
    await Promise.all(started.map((server) => server.stop()));
  }
}

/** @throws {NothingToMeasureError} where both sides are the same server: one that was there before, or a fixed port. */
function requireTwo(contenders: Sides<Contender>, { base, candidate }: Sides<ArmServer>): void {
  const [one, other] = [base, candidate].map(({ url }) => new URL(url.replace('//localhost', '//127.0.0.1')).origin);
  // What has no origin is a name among an adapter's parts.
  if (one !== other || one === 'null') return;
  throw new NothingToMeasureError(
    `the base, ${contenders.base.name}, and the candidate, ${contenders.candidate.name}, say that they are at the same address, ${candidate.url}: give each a port of its own, such as --port 0`,
  );
}

/** @throws {NothingToMeasureError} where one has ended: what its messages then took, or that they were lost, says less. */
function requireRunning(contenders: Sides<Contender>, servers: Sides<ArmServer>): void {
  for (const side of SIDES) {
    const ending = servers[side].ending?.() ?? null;
    if (ending === null) continue;
    throw new NothingToMeasureError(`the ${side}, ${contenders[side].name}, ended while it was measured, ${ending}`);
  }
}

/** @throws {NothingToMeasureError} where `what` fails, that says which side it was and `whatOfIt`. */
async function blaming<Result>(
  side: keyof Sides<unknown>,
  contender: Contender,
  whatOfIt: string,
  signal: AbortSignal,
  what: () => Promise<Result>,
): Promise<Result> {
  try {
    return await what();
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new NothingToMeasureError(`the ${side}, ${contender.name}, ${whatOfIt}: ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** A server of somebody's own may well speak fewer transports than the lab's. */
function cannotBeMeasured(transport: string, { arms }: Contender): string {
  const hint = arms.length > 1 ? ' (--transports says which are compared)' : '';
  return `can not be measured over ${labelOf(transport)}${hint}`;
}

async function measureOn(
  contenders: Sides<Contender>,
  servers: Sides<ArmServer>,
  scenario: Scenario,
  boot: number,
  signal: AbortSignal,
): Promise<BootMeasurement> {
  const lanes = contenders.base.arms.flatMap(({ name }, index) => {
    const plans = planDuet(scenario, boot, name);
    return SIDES.map((side) => new Lane(side, contenders[side].arms[index]!, servers[side], plans[side], scenario));
  });
  await Promise.all(
    SIDES.map((side) =>
      Promise.all(
        contenders[side].arms.map((arm) => {
          const { url } = servers[side];
          // As if it were somebody else's: what it is not, is then said in words.
          const rehearsing = (): Promise<void> => rehearse({ ...scenario, url }, url, arm, signal);
          return blaming(side, contenders[side], cannotBeMeasured(arm.name, contenders[side]), signal, rehearsing);
        }),
      ),
    ),
  );
  try {
    const comeIn = (lane: Lane): Promise<void> =>
      blaming(lane.side, contenders[lane.side], cannotBeMeasured(lane.transport, contenders[lane.side]), signal, () =>
        lane.open(boot, signal),
      );
    await Promise.all(shuffled(lanes, seeded(scenario.seed, 'crews', boot)).map((lane) => comeIn(lane)));
    const ran = await runDuet(lanes, scenario, signal);
    const reasons = againstCounting(lanes, ran, scenario);
    const results = lanes.map((lane, i) => resultOf(lane, ran.readings[i]!));
    await Promise.all(lanes.map((lane) => lane.close()));
    const [base, candidate] = await Promise.all(SIDES.map((side) => waitersLeft(servers[side].url, signal)));
    return {
      transports: new Map(
        contenders.base.arms.map(({ name }, i) => [name, { base: results[2 * i]!, candidate: results[2 * i + 1]! }]),
      ),
      waitersLeft: { base: base!, candidate: candidate! },
      reasons,
    };
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
}

function resultOf(lane: Lane, [before, after]: DuetRun['readings'][number]): LaneResult {
  const { recording, crew } = lane;
  const count = (name: 'duplicates' | 'gaps'): number =>
    crew.receivers.reduce((sum, { counts }) => sum + (counts?.[name] ?? 0), 0);
  return {
    series: lane.series(),
    completeness: { ...recording.completeness(), duplicatedOnWire: count('duplicates'), gaps: count('gaps') },
    cost: costBetween(before, after, recording),
  };
}

/** Who has left is not waited on any more, but a server need not know at once. */
async function waitersLeft(url: string, signal: AbortSignal): Promise<number | null> {
  const giveUpAtMs = now() + LEAVING_MS;
  let left = await readMetric(url, WATCHERS);
  while (left !== null && left > 0 && now() < giveUpAtMs) {
    await delay(LOOK_MS, undefined, { signal });
    left = await readMetric(url, WATCHERS);
  }
  return left;
}

const WATCHERS = 'lab_mailbox_watchers';
