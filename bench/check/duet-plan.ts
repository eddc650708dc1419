import { type Plan, planRound } from '../plan.ts';
import { seeded } from '../random.ts';
import type { Scenario } from '../scenario.ts';
import type { Sides } from './statistics/series.ts';

/**
 * Plans what both sides are sent over one transport: one schedule of twice the rate, of whose messages each two that follow
 * each other go one to the base and one to the candidate, in an order that is drawn anew. Whatever the machine does hits
 * both alike, and neither always comes first.
 */
export function planDuet(scenario: Scenario, boot: number, transport: string): Sides<Plan> {
  const both = planRound({ ...scenario, rate: 2 * (scenario.rate as number) }, boot);
  const random = seeded(scenario.seed, 'sides', boot, transport);
  const sides: Sides<number[]> = { base: [], candidate: [] };
  for (let i = 0; i + 1 < both.size; i += 2) {
    const isBaseFirst = random() < 0.5;
    sides.base.push(isBaseFirst ? i : i + 1);
    sides.candidate.push(isBaseFirst ? i + 1 : i);
  }
  const planOf = (messages: readonly number[]): Plan => ({
    size: messages.length,
    intendedAtMs: Float64Array.from(messages, (i) => both.intendedAtMs[i]!),
    pair: Uint32Array.from(messages, (i) => both.pair[i]!),
  });
  return { base: planOf(sides.base), candidate: planOf(sides.candidate) };
}

/** Several plans as one, to be sent by one generator: what each of its messages is. */
export interface MergedPlan extends Plan {
  /** Which of the plans message `i` is of, and its number there. */
  readonly plan: Uint32Array;
  readonly index: Uint32Array;
}

export function mergePlans(plans: readonly Plan[]): MergedPlan {
  const all = plans.flatMap(({ intendedAtMs, pair }, plan) =>
    Array.from(intendedAtMs, (atMs, index) => ({ atMs, plan, index, pair: pair[index]! })),
  );
  all.sort((a, b) => a.atMs - b.atMs);
  return {
    size: all.length,
    intendedAtMs: Float64Array.from(all, ({ atMs }) => atMs),
    pair: Uint32Array.from(all, ({ pair }) => pair),
    plan: Uint32Array.from(all, ({ plan }) => plan),
    index: Uint32Array.from(all, ({ index }) => index),
  };
}
