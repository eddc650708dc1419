import type { Millis } from '../../servers/protocol/units.ts';
import { describePlan, type Plan, planFor } from './plan.ts';
import { violationsOf } from './violations.ts';
import { World, type WorldTrace } from './world.ts';

/** What came of one seed. */
export interface Outcome {
  readonly seed: number;
  readonly durationMs: Millis;
  /** Messages that were sent. */
  readonly sent: number;
  /** What broke; empty where nothing did. */
  readonly failures: readonly string[];
}

export interface FuzzOptions {
  readonly first: number;
  readonly count: number;
  /** Worlds at a time. They mostly wait. Default {@link DEFAULT_AT_ONCE}. */
  readonly atOnce?: number;
  /** Told of everything that goes over the wire. Default: nobody. */
  readonly trace?: WorldTrace;
  /** Told of each outcome, as it comes. Default: nobody. */
  readonly report?: (outcome: Outcome) => void;
}

export const DEFAULT_AT_ONCE = 8;

/** No world takes so long, unless something in it waits for ever. */
const LONGEST_MS: Millis = 90_000;

/**
 * Runs a world for each seed from `first` on, several side by side.
 *
 * @returns Those that failed.
 */
export async function fuzz({ first, count, atOnce = DEFAULT_AT_ONCE, trace, report }: FuzzOptions): Promise<Outcome[]> {
  const failed: Outcome[] = [];
  const running = new Set<number>();
  const sayWhich = (): void => void process.stderr.write(`while these seeds ran: ${[...running].join(' ')}\n`);
  process.on('uncaughtExceptionMonitor', sayWhich);
  let next = first;
  const lane = async (): Promise<void> => {
    while (next < first + count) {
      const seed = next;
      next += 1;
      running.add(seed);
      const outcome = await runSeed(seed, trace);
      running.delete(seed);
      if (outcome.failures.length > 0) failed.push(outcome);
      report?.(outcome);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  process.off('uncaughtExceptionMonitor', sayWhich);
  return failed.toSorted((a, b) => a.seed - b.seed);
}

/**
 * Runs the world of one seed. The seed decides what is done and in which order; how long everything takes it can't, so that
 * a failure that hangs on a fraction of a millisecond may take several runs to show again.
 */
async function runSeed(seed: number, trace?: WorldTrace): Promise<Outcome> {
  const startedAt = performance.now();
  const failures: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not over after ${LONGEST_MS} ms`)), LONGEST_MS);
  });
  const orFailure = async (doing: Promise<void>): Promise<void> => {
    await Promise.race([doing, tooLong]).catch((failure: unknown) => failures.push(describe(failure)));
  };

  const plan = planFor(seed);
  const world = new World(plan, trace);
  await orFailure(live(world, plan));
  const { history } = world;
  failures.push(...violationsOf(history));
  await orFailure(world.close());
  clearTimeout(timer);
  return { seed, durationMs: performance.now() - startedAt, sent: history.sent.length, failures };
}

async function live(world: World, { steps }: Plan): Promise<void> {
  await world.begin();
  for (const { action, thenMs } of steps) {
    world.do(action);
    await new Promise((resolve) => setTimeout(resolve, thenMs));
  }
  await world.settle();
}

/** A failed seed, as text that says what to do. */
export function describeFailure({ seed, failures }: Outcome): string {
  const lines = [...describePlan(planFor(seed)), '', ...failures.map((failure) => `✗ ${failure}`)];
  return [`seed ${seed}`, ...lines.map((line) => `  ${line}`), `  again: npm run fuzz -- --seed ${seed}`].join('\n');
}

function describe(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure);
  const cause = failure.cause === undefined ? '' : ` (${describe(failure.cause)})`;
  return `${failure.message}${cause}`;
}
