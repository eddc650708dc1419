import type { Position } from '../../servers/protocol/cursor.ts';
import type { Receipt } from '../../servers/protocol/message.ts';
import type { TransportName } from '../../servers/protocol/transport-name.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import { linkSignals } from './abort.ts';
import { newAttempts } from './attempts.ts';
import type { Connection } from './connection.ts';
import { Credentials, type Identity } from './credentials.ts';
import { Directory } from './directory.ts';
import { closed, type FaultCode, type TransportFault } from './fault.ts';
import { HttpApi } from './http-api.ts';
import { InUse } from './in-use.ts';
import { Outbox } from './outbox.ts';
import type { Now, Ports, Random } from './ports.ts';
import { moveTo, newBookmark, receive, type Received } from './receive.ts';
import { type ReceiverState, StateMachine, type StateListener } from './receiver-state.ts';
import { fullJitter, type RetryPolicy } from './retry-policy.ts';
import { change, type ClientSettings, DEFAULT_SETTINGS, type LiveSettings } from './settings.ts';
import { type TraceListener, tracePorts } from './trace.ts';
import type { TransportContext } from './transport.ts';

export type { ClientSettings } from './settings.ts';

export interface ClientOptions extends Identity, Partial<ClientSettings> {
  readonly transport: TransportName;
  /** Default: {@link fullJitter}. */
  readonly retry?: RetryPolicy;
  /** Monotonic clock, in ms. Default: `performance.now`. */
  readonly now?: Now;
  /** Default: `Math.random`. */
  readonly random?: Random;
  /** Told of everything that goes over the wire, as it happens. Default: nobody. */
  readonly trace?: TraceListener;
}

export interface PublishOptions {
  /** What tells this message from every other of this sender; default: a fresh one. The same id twice is one message. */
  readonly id?: string;
  /** Whether a notice is wanted when the receiver has it. Default: only where it is not online. */
  readonly confirm?: boolean;
}

/** What can be seen of a client from outside: plain data, as it is at the moment of asking. */
export interface ClientStatus {
  readonly transport: TransportName;
  readonly state: ReceiverState;
  /** How the transport's connection to the server stands. */
  readonly connection: Connection;
  /** Everything up to here was handled; `start` before anything was, `end` where no cursor is kept. */
  readonly position: Position;
  /** Messages that came again and were dropped. */
  readonly duplicates: number;
  /** Times the server could not give everything. */
  readonly gaps: number;
  /** Pages received, and those of them that held nothing. */
  readonly pages: number;
  readonly emptyPages: number;
  /** Messages sent that have no receipt yet. */
  readonly unsent: number;
  /** Attempts to receive that failed in a row. */
  readonly failures: number;
  /** Time until the next attempt, while it waits for that; null otherwise. */
  readonly nextAttemptInMs: Millis | null;
  /** What last went wrong, receiving or sending; null before anything did. */
  readonly lastFault: { readonly code: FaultCode; readonly message: string } | null;
}

/**
 * Somebody at a mailbox: sends, and receives over the chosen transport. Signs in by itself when it first has to, and
 * again when the server has forgotten it.
 *
 * @example
 * for await (const item of client.receive(signal)) {
 *   if (item.kind === 'message') console.log(item.message.from, item.message.body);
 *   else console.log('some messages were lost:', item.reason);
 * }
 */
export class Client {
  /** Who is there, groups and toys. */
  readonly directory: Directory;
  readonly #ports: Ports;
  readonly #credentials: Credentials;
  readonly #outbox: Outbox;
  readonly #state = new StateMachine();
  readonly #bookmark = newBookmark();
  readonly #attempts = newAttempts();
  readonly #observers = new Set<() => void>();
  readonly #closing = new AbortController();
  readonly #retry: RetryPolicy;
  readonly #now: Now;
  /** For the retries. */
  readonly #random: Random;
  readonly #settings: LiveSettings = { ...DEFAULT_SETTINGS };
  readonly #idPrefix: string;
  readonly #inUse: InUse;
  #lastFault: TransportFault | undefined;
  #isTelling = false;
  #ids = 0;
  #isReceiving = false;

  constructor(ports: Ports, options: ClientOptions) {
    const { random = Math.random } = options;
    const settings = this.#settings;
    change(settings, options);
    this.#retry = options.retry ?? fullJitter();
    this.#now = options.now ?? (() => performance.now());
    this.#random = () => (settings.jitter ? random() : 1);
    this.#ports = ports;
    const { request, openSocket } = options.trace === undefined ? ports : tracePorts(ports, options.trace, this.#now);
    const http = new HttpApi(request, settings);
    this.#credentials = new Credentials({
      http,
      identity: options,
      signal: this.#closing.signal,
      now: this.#now,
    });
    this.directory = new Directory(http, this.#credentials, this.#closing.signal);
    const context: TransportContext = {
      http,
      openSocket,
      credentials: this.#credentials,
      settings,
      now: this.#now,
      random,
      visibility: ports.visibility,
      changed: this.#changed,
      gaveUp: () => (this.#attempts.endedAt = this.#now()),
    };
    this.#inUse = new InUse(context, options.transport);
    this.#outbox = new Outbox({
      inUse: () => this.#inUse.sending,
      retry: this.#retry,
      random: this.#random,
      signal: this.#closing.signal,
      failed: this.#failed,
      changed: this.#changed,
    });
    this.#state.observe(this.#changed);
    this.#idPrefix = crypto.getRandomValues(new Uint32Array(2)).join('-');
  }

  get status(): ClientStatus {
    const { position, duplicates, gaps, pages, emptyPages } = this.#bookmark;
    const { transport } = this.#inUse;
    const { failures, nextAt } = this.#attempts;
    const fault = this.#lastFault;
    return {
      transport: transport.name,
      state: this.#state.state,
      connection: transport.connection,
      position: this.#settings.resume ? position : 'end',
      duplicates,
      gaps,
      pages,
      emptyPages,
      unsent: this.#outbox.size,
      failures,
      nextAttemptInMs: nextAt === undefined ? null : Math.max(0, nextAt - this.#now()),
      lastFault: fault === undefined ? null : { code: fault.code, message: fault.message },
    };
  }

  /**
   * Calls `listener` soon after {@link status} has changed in anything but the passing of time, once for all that changed
   * together, until the returned function is called.
   */
  observe(listener: () => void): () => void {
    this.#observers.add(listener);
    return () => this.#observers.delete(listener);
  }

  /**
   * Goes over to another transport, at once, whatever the state of the one in use: receiving goes on from what was handled
   * last, and what has no receipt yet is sent again. Nothing is lost, given out twice or out of order. May be called at any
   * time, also from where messages are handled. Where that transport is in use already, nothing changes.
   *
   * @throws {TransportFault} `closed` where this client is closed.
   */
  use(name: TransportName): void {
    this.#requireOpen();
    if (name === this.#inUse.transport.name) return;
    this.#attempts.failures = 0;
    this.#inUse.change(name);
    // What makes somebody change may have befallen the connections that are kept for later, too.
    this.#ports.dropIdle?.();
    this.#outbox.switched();
    this.#changed();
  }

  /**
   * Changes settings in the midst of it. A rest or a hold that was begun under the old ones ends at once, and reading goes on
   * from what was handled last, with nothing lost, given out twice or out of order; a retry or an answer that is waited for
   * keeps the patience it was begun with, and a socket stays open. What is left out, or is as it was, changes nothing.
   *
   * @throws {TransportFault} `closed` where this client is closed.
   */
  configure(settings: Partial<ClientSettings>): void {
    this.#requireOpen();
    const changed = change(this.#settings, settings);
    const heeded: readonly string[] = this.#inUse.transport.traits.readsAnewFor;
    // Who waits to try again has nothing under way, and would take it for a reason to try at once.
    const isWaiting = this.#state.state === 'waiting';
    if (!isWaiting && changed.some((name) => heeded.includes(name))) {
      this.#inUse.readAnew(new Error('the settings have changed'));
    }
    if (changed.length > 0) this.#changed();
  }

  /** Calls `listener` after each change of the receiver's state, until the returned function is called. */
  observeState(listener: StateListener): () => void {
    return this.#state.observe(listener);
  }

  /** Signs in now, rather than when it is first needed. */
  async signIn(): Promise<void> {
    await this.#credentials.token(this.#closing.signal);
  }

  /**
   * Sends `body` to an address such as `user:bob` and resolves when it is in that mailbox. Messages arrive in the order in
   * which they were published, even where nobody waits for the receipts.
   *
   * @throws {TransportFault} where the server refuses it for good, or this client is closed.
   */
  publish(to: string, body: string, { id = this.#nextId(), confirm }: PublishOptions = {}): Promise<Receipt> {
    return this.#outbox.publish({ id, to, body, ...(confirm === undefined ? {} : { confirm }) });
  }

  /**
   * What is sent to this client, from where it last was: the first time from the oldest message there is, or from `from`.
   * Ends when `signal` or {@link close} ends it.
   *
   * @throws {TransportFault} where nothing can be hoped for: `name-taken`, `superseded`, …
   * @throws {Error} where this client receives already.
   */
  async *receive(signal?: AbortSignal, from?: Position): AsyncGenerator<Received, void, void> {
    if (this.#isReceiving) throw new Error('this client receives already: a mailbox has one reader at a time');
    this.#isReceiving = true;
    if (from !== undefined) moveTo(this.#bookmark, from);
    const closing = this.#closing.signal;
    const ending = linkSignals(signal === undefined ? [closing] : [closing, signal]);
    try {
      yield* receive({
        inUse: () => this.#inUse.reading,
        bookmark: this.#bookmark,
        attempts: this.#attempts,
        state: this.#state,
        habits: this.#settings,
        retry: this.#retry,
        now: this.#now,
        random: this.#random,
        signal: ending.signal,
        failed: this.#failed,
        changed: this.#changed,
      });
    } finally {
      ending.release();
      this.#isReceiving = false;
    }
  }

  /** Ends receiving and sending, and gives the name back if the server can be reached. */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    const reason = closed();
    this.#closing.abort(reason);
    this.#inUse.close(reason);
    await this.#credentials.signOut();
    this.#ports.close();
  }

  #requireOpen(): void {
    if (this.#closing.signal.aborted) throw closed();
  }

  readonly #failed = (fault: TransportFault): void => {
    this.#lastFault = fault;
    this.#changed();
  };

  readonly #changed = (): void => {
    if (this.#isTelling || this.#observers.size === 0) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      for (const observer of this.#observers) observer();
    });
  };

  #nextId(): string {
    this.#ids += 1;
    return `${this.#idPrefix}-${this.#ids.toString(36)}`;
  }
}
