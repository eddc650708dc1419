import type { Traffic } from '../../clients/traffic.ts';
import type { TransportName } from '../../servers/protocol/transport-name.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import type { Random } from '../random.ts';
import type { Scenario } from '../scenario.ts';

/**
 * One of the things that a run compares: whose server it starts and who talks to it. The lab's transports are arms, and so
 * is whatever a team brings along; the load, the stamps and the reports are the same for all.
 */
export interface Arm {
  /** In the result and on the command line. */
  readonly name: string;
  /** The transport whose theory holds for it; null where none does. */
  readonly theory: TransportName | null;
  /**
   * Starts its server, in a process of its own, and of its own group: Ctrl-C is the bench's, which then stops it. Absent
   * where `--url` says where one is.
   */
  startServer?(scenario: Scenario, signal: AbortSignal): Promise<ArmServer>;
  /** Lets a party in. It can be sent to from then on. */
  connect(options: ConnectOptions): Promise<Party>;
}

export interface ArmServer {
  readonly url: string;
  /** Process id, for its CPU time and memory where it does not tell them itself under `/metrics`. */
  readonly pid?: number;
  /** How it ended, where it did so by itself, in words; null while it runs. Absent where nobody tells. */
  ending?(): string | null;
  stop(): Promise<void>;
}

export interface ConnectOptions {
  /** Where the server is; there may be a link in between. */
  readonly url: string;
  /** The party's name. */
  readonly user: string;
  /** Counts what goes over its sockets: `traffic.watch(socket)` for each, `traffic.requests += 1` for each request. */
  readonly traffic: Traffic;
  readonly scenario: Scenario;
  readonly random: Random;
  /** Whether deliveries shall say which poll brought them: {@link Delivery.askedAt}. It costs a little. Default: no. */
  readonly stampsPolls?: boolean;
  /** When it is aborted the party is not wanted any more: what is under way ends, and nothing is left open. */
  readonly signal: AbortSignal;
}

/** Somebody who sends and receives. */
export interface Party {
  /** Sends to a user; may resolve when that is known to be stored. Rejects where it can't be. */
  send(to: string, id: string, body: string): Promise<unknown>;
  /** What is sent to this party, until `signal` is aborted. */
  receive(signal: AbortSignal): AsyncIterable<Delivery>;
  /** What last went wrong and is tried again, in words; null before anything did, absent where nobody tells. */
  readonly lastFault?: string | null;
  /** What only a client knows; absent where it counts nothing. */
  readonly counts?: PartyCounts;
  /** Ends everything it has open. */
  close(): Promise<void>;
}

export interface Delivery {
  /** As it was sent. */
  readonly id: string;
  /** When the server stored it, in ms on the clock of this machine (`process.hrtime`); absent where that is unknown. */
  readonly at?: Millis | undefined;
  /** When the poll that brought it was sent, where they come at intervals of their own: until then it had to wait. */
  readonly askedAt?: Millis | undefined;
}

export interface PartyCounts {
  /** Messages that came again and were dropped. */
  readonly duplicates: number;
  /** Losses that were announced, and of those the ones for which the server had lost its memory. */
  readonly gaps: number;
  readonly restarts: number;
  /** Answers received, and those of them that held nothing. */
  readonly pages: number;
  readonly emptyPages: number;
}
