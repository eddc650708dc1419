import type { Position } from '../../servers/protocol/cursor.ts';
import type { Draft, Outcome } from '../../servers/protocol/message.ts';
import type { Page } from '../../servers/protocol/page.ts';
import type { TransportName } from '../../servers/protocol/transport-name.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import type { Connection } from './connection.ts';
import type { Credentials } from './credentials.ts';
import type { Habits } from './habits.ts';
import type { HttpApi } from './http-api.ts';
import type { Now, OpenSocket, Random, Visibility } from './ports.ts';

/** What is true of a transport, whoever runs it. */
export interface TransportTraits {
  /**
   * Whether a draft may be sent before the one before it was answered, without losing their order. Otherwise one publish
   * is in flight, and what comes meanwhile goes together in the next.
   */
  readonly pipelines: boolean;
  /** How long an attempt must have worked before the retries count from 0 again. */
  readonly stableAfterMs: Millis;
  /**
   * Settings that what is under way hangs on: when one of them changes, reading begins anew. The others are heeded when they
   * next matter.
   */
  readonly readsAnewFor: readonly (keyof TransportSettings)[];
}

/**
 * One way to a mailbox. It makes single attempts: what fails throws a `TransportFault` and is over. It retries nothing,
 * knows no user and keeps no cursor; that is all above it, once, for every transport.
 */
export interface ClientTransport {
  readonly name: TransportName;
  readonly traits: TransportTraits;
  /** Whether what is published now goes out at once. Otherwise it waits for a connection, and had better do so alone. */
  readonly isReady: boolean;
  /** How its connection stands right now. */
  readonly connection: Connection;

  /**
   * Sends drafts, to be appended in this order, and resolves with the outcome of each.
   *
   * @param run What a transport that pipelines has the server keep in order: after a draft that may be tried again, all
   * that was sent with the same number is refused too.
   * @throws {TransportFault} where none is known to have arrived; some may have.
   */
  publish(drafts: readonly Draft[], signal: AbortSignal, run: number): Promise<readonly Outcome[]>;

  /**
   * The pages after `from`, as they come; the first one at the latest when the reader has caught up. Ends by throwing: a
   * `TransportFault`, or the signal's reason, and that at once, however dead the line. The next page is asked for only when
   * the last one was dealt with.
   *
   * @param from Asked right before each request and each connection, for both need a place to read on from.
   */
  pages(from: () => Position, signal: AbortSignal): AsyncGenerator<Page, never, void>;

  /** Closes what is open between attempts. */
  close(): void;
}

/** A transport, for as long as a client uses it. */
export interface TransportInUse {
  readonly transport: ClientTransport;
  /** Aborted when that ends. */
  readonly signal: AbortSignal;
}

/** What a transport is made from. */
export interface TransportContext {
  readonly http: HttpApi;
  readonly openSocket: OpenSocket;
  readonly credentials: Credentials;
  /** As they stand: they may change, so they are read when they matter and not before. */
  readonly settings: TransportSettings & Habits;
  readonly now: Now;
  readonly random: Random;
  /** Undefined where what runs the client can't be hidden. */
  readonly visibility: Visibility | undefined;
  /** To be called when the connection stands otherwise than before, the passing of time apart. */
  readonly changed: () => void;
  /** To be called when a connection is given up of which the server may hear only later, after the one that follows it. */
  readonly gaveUp: () => void;
}

/** When a short-polling client asks again: an interval after the last answer, or at even times. */
export const POLL_DISCIPLINES = ['fixed-delay', 'fixed-rate'] as const;
export type PollDiscipline = (typeof POLL_DISCIPLINES)[number];

/** What a user may set. */
export interface TransportSettings {
  /** Time between short polls; 0 asks without a break. Default 1 s. */
  readonly pollIntervalMs: Millis;
  readonly pollDiscipline: PollDiscipline;
  /** How long the server may hold a long poll. Default 15 s. */
  readonly holdMs: Millis;
  /** How long any other answer may take, and one that was held on top of its hold. Default 10 s. */
  readonly answerTimeoutMs: Millis;
}
