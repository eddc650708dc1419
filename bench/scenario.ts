import type { PollDiscipline } from '../clients/core/transport.ts';
import { TRANSPORT_NAMES } from '../servers/protocol/transport-name.ts';
import type { Bytes, BytesPerSecond, Millis, PerSecond } from '../servers/protocol/units.ts';
import type { LinkShape } from './link/shape.ts';
import type { ScheduleName } from './schedule.ts';

/** Everything that decides what a run does. The same scenario and seed make the same run, as far as the machine lets them. */
export interface Scenario {
  /** Names of the arms, in the order in which they are shown: the lab's transports, and what else was brought along. */
  readonly transports: readonly string[];
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
  /** Round trip that the link between clients and server adds: half of it each way. 0, with no jitter and no bound on the bandwidth, leaves the link out. */
  readonly rttMs: Millis;
  /** Up to so much more or less than that half, uniformly, for each piece that passes; the order stays. */
  readonly jitterMs: Millis;
  /** Of each connection, each way; null for no bound. */
  readonly bandwidth: BytesPerSecond | null;
  /** Server that runs already, of every arm; null where each arm starts its own. */
  readonly url: string | null;
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
  rttMs: 0,
  jitterMs: 0,
  bandwidth: null,
  url: null,
  seed: 1,
};

/** What `--quick` changes: under 25 s, for a first look and for CI. */
export const QUICK = { durationMs: 1500, warmupMs: 500, rounds: 2 } as const satisfies Partial<Scenario>;

/** More would not fit into memory, or take longer than anybody waits. */
export const MAX_MESSAGES = 5_000_000;

/** Messages that one round means to send, warm-up included. */
export function plannedMessages({ rate, pairs, durationMs, warmupMs }: Scenario): number {
  return Math.round(((rate as number) * pairs * (durationMs + warmupMs)) / 1000);
}

/** What the link does. */
export function linkShape({ rttMs, jitterMs, bandwidth }: Scenario): LinkShape {
  return { rttMs, jitterMs, bandwidth: bandwidth ?? Infinity };
}
