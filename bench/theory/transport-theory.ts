import type { Millis } from '../../servers/protocol/units.ts';
import type { Random } from '../random.ts';
import type { Scenario } from '../scenario.ts';
import type { Prediction } from './prediction.ts';
import type { Times } from './times.ts';

/** All that theory knows of a transport: a formula, and the steps of which a simulation is made. */
export interface TransportTheory {
  /** Those of a scenario's settings that no other transport heeds. */
  readonly ownSettings: readonly (keyof Scenario)[];

  /** What the formulas say, where jitter and a bound on the bandwidth are not; null where the settings are beyond them. */
  closedForm(scenario: Scenario, times: Times): Prediction | null;

  /** About how long a receiver to whom nothing is sent leaves between two requests; Infinity where it makes none. */
  asksEveryMs(scenario: Scenario, times: Times): Millis;

  /** When each message that A means to send is appended. */
  send(intendedAtMs: Float64Array, pair: SimulatedPair): Float64Array;

  /** When B has each message that is appended. Tells `onPage` of every answer to a request of B's. */
  read(appendedAtMs: Float64Array, pair: SimulatedPair, onPage: OnPage): Reception;
}

/** One sender and one receiver. */
export interface SimulatedPair {
  readonly scenario: Scenario;
  /** What a client takes from an answer to its next request. */
  readonly turnaroundMs: Millis;
  /** Where in its cycle the receiver is when the first message comes, from 0 to 1. */
  readonly phase: number;
  readonly random: Random;
}

/** An answer to the receiver: when it had it, and how many messages were in it. */
export type OnPage = (atMs: Millis, messages: number) => void;

export interface Reception {
  /** When B had each message, in the order of sending. */
  readonly handledAtMs: Float64Array;
  /** Whether the receiver asked without end, in no time. */
  readonly isEndless: boolean;
}
