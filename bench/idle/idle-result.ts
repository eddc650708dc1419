import type { TransportName } from '../../servers/protocol/transport-name.ts';
import type { Bytes, Millis } from '../../servers/protocol/units.ts';
import type { Environment } from '../environment.ts';
import type { Scenario } from '../scenario.ts';

/** What is asked for of receivers to whom nothing is sent. */
export interface IdleScenario extends Pick<
  Scenario,
  'durationMs' | 'pollIntervalMs' | 'pollDiscipline' | 'holdMs' | 'keepAlive' | 'seed'
> {
  readonly transports: readonly TransportName[];
  readonly receivers: number;
}

/** What measuring them leaves behind, as JSON; idle.schema.json says the same for other programs. */
export interface IdleResult {
  readonly schema: 1;
  readonly kind: 'idle';
  readonly environment: Environment;
  readonly scenario: IdleScenario;
  /** One for each transport. */
  readonly findings: readonly IdleFinding[];
}

/** What it costs a server that so many receivers are there and nothing happens. */
export interface IdleFinding {
  readonly transport: TransportName;
  readonly receivers: number;
  /** Resident memory and what the program itself holds of it, each after a forced collection: with one receiver, and with all. */
  readonly before: IdleMemory;
  readonly after: IdleMemory;
  /** What one receiver more costs. */
  readonly rssBytesPerReceiver: Bytes;
  readonly heldBytesPerReceiver: Bytes;
  /** CPU time of the server per second, in ms, over all receivers; null where the machine does not tell. */
  readonly cpuMillisPerSecond: number | null;
  /** Requests that one receiver makes in an hour in which it gets nothing. */
  readonly requestsPerHour: number;
  /** Bytes that go over one receiver's connection in such an hour, heartbeats included. */
  readonly bytesPerHour: Bytes;
  /** Connections that the receivers hold open at the end. */
  readonly connections: number;
  /** Held polls and followed mailboxes on the server at the end, the most of a few looks; null where it does not tell. */
  readonly waits: number | null;
  /** How long it was watched while nothing was sent. */
  readonly idleMs: Millis;
}

export interface IdleMemory {
  readonly rssBytes: Bytes;
  /** JavaScript heap in use and what lies outside of it on its behalf. */
  readonly heldBytes: Bytes;
}
