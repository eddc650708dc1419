import type { PollDiscipline } from '../clients/core/transport.ts';
import { TRANSPORT_NAMES, type TransportName } from '../servers/protocol/transport-name.ts';
import type { Bytes, Millis, PerSecond } from '../servers/protocol/units.ts';
import type { ScheduleName } from './schedule.ts';

/** Everything that decides what a run does. The same scenario and seed make the same run, as far as the machine lets them. */
export interface Scenario {
  readonly transports: readonly TransportName[];
  readonly schedule: ScheduleName;
  /** Messages per second, of each pair. */
  readonly rate: PerSecond;
  /** Pairs of a sender A and a receiver B. */
  readonly pairs: number;
  /** Size of a message's body. */
  readonly payloadBytes: Bytes;
  /** How long each round measures. */
  readonly durationMs: Millis;
  /** How long each round runs before it measures. */
  readonly warmupMs: Millis;
  /** How often each transport is measured. */
  readonly rounds: number;
  readonly pollIntervalMs: Millis;
  readonly pollDiscipline: PollDiscipline;
  readonly holdMs: Millis;
  /** Whether a connection serves many requests, or one. */
  readonly keepAlive: boolean;
  /** Whole number that everything random comes from. */
  readonly seed: number;
}

export const DEFAULT_SCENARIO: Scenario = {
  transports: TRANSPORT_NAMES,
  schedule: 'poisson',
  rate: 2,
  pairs: 20,
  payloadBytes: 64,
  durationMs: 4000,
  warmupMs: 1000,
  rounds: 3,
  pollIntervalMs: 1000,
  pollDiscipline: 'fixed-delay',
  holdMs: 15_000,
  keepAlive: true,
  seed: 1,
};

/** What `--quick` changes: under 25 s, for a first look and for CI. */
export const QUICK = { durationMs: 1500, warmupMs: 500, rounds: 2 } as const satisfies Partial<Scenario>;

/** Messages that one round means to send, warm-up included. */
export function plannedMessages({ rate, pairs, durationMs, warmupMs }: Scenario): number {
  return Math.round(((rate as number) * pairs * (durationMs + warmupMs)) / 1000);
}
