import type { Update } from '../../../bench/freshness.ts';
import { type Random, seeded } from '../../../bench/random.ts';
import type { Scenario } from '../../../bench/scenario.ts';
import { createSchedule } from '../../../bench/schedule.ts';
import type { FakeTransport } from './fake-transports.ts';

/** A message that never was, and how long each part of its way took. */
export interface FakeMessage extends Update {
  readonly sendMs: number;
  readonly deliveryMs: number;
}

/** The messages of a pair, in the order of sending; times are since the window began, of a warm-up below 0. */
export function fakeMessages(scenario: Scenario, fake: FakeTransport, round: number, pair: number): FakeMessage[] {
  const { seed, pollIntervalMs, durationMs, warmupMs } = scenario;
  const random = seeded(seed, 'messages', fake.sendMs, round, pair);
  // As in a real run, the plan is the same for every transport of the round.
  const schedule = createSchedule(scenario.schedule, scenario.rate, seeded(seed, 'plan', round, pair));
  const phase = random() * pollIntervalMs;
  const messages: FakeMessage[] = [];
  for (let index = 0; ; index += 1) {
    const intendedAtMs = schedule.intendedAtMs(index) - warmupMs;
    if (intendedAtMs >= durationMs) return messages;
    const sendMs = lognormal(random, fake.sendMs);
    const deliveryMs = fake.deliveryMs(intendedAtMs + sendMs, phase, pollIntervalMs) + lognormal(random, 0.6);
    messages.push({ intendedAtMs, handledAtMs: intendedAtMs + sendMs + deliveryMs, sendMs, deliveryMs });
  }
}

/** With a tail like that of software: the median is `median`. */
export function lognormal(random: Random, median: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return median * Math.exp(0.45 * normal);
}
