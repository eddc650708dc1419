import type { Position } from '../../servers/protocol/cursor.ts';
import { DEFAULT_HOLD_MS } from '../../servers/protocol/limits.ts';
import type { Receipt } from '../../servers/protocol/message.ts';
import type { TransportName } from '../../servers/protocol/transport-name.ts';
import { linkSignals } from './abort.ts';
import { Credentials, type Identity } from './credentials.ts';
import { Directory } from './directory.ts';
import { HttpApi } from './http-api.ts';
import { Outbox } from './outbox.ts';
import type { Now, Ports, Random } from './ports.ts';
import { newBookmark, receive, type Received } from './receive.ts';
import { type ReceiverState, StateMachine, type StateListener } from './receiver-state.ts';
import { fullJitter, type RetryPolicy } from './retry-policy.ts';
import type { ClientTransport, TransportSettings } from './transport.ts';
import { clientTransports } from './transports.ts';

export const DEFAULT_SETTINGS: TransportSettings = {
  pollIntervalMs: 1000,
  pollDiscipline: 'fixed-delay',
  holdMs: DEFAULT_HOLD_MS,
  answerTimeoutMs: 10_000,
};

export interface ClientOptions extends Identity, Partial<TransportSettings> {
  readonly transport: TransportName;
  /** Default: {@link fullJitter}. */
  readonly retry?: RetryPolicy;
  /** Monotonic clock, in ms. Default: `performance.now`. */
  readonly now?: Now;
  /** Default: `Math.random`. */
  readonly random?: Random;
}

/** What can be seen of a client from outside. */
export interface ClientStatus {
  readonly transport: TransportName;
  readonly state: ReceiverState;
  /** Everything up to here was handled; `start` before anything was. */
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
  readonly #transport: ClientTransport;
  readonly #credentials: Credentials;
  readonly #outbox: Outbox;
  readonly #state = new StateMachine();
  readonly #bookmark = newBookmark();
  readonly #closing = new AbortController();
  readonly #retry: RetryPolicy;
  readonly #now: Now;
  readonly #random: Random;
  readonly #idPrefix: string;
  #ids = 0;
  #isReceiving = false;

  constructor(ports: Ports, options: ClientOptions) {
    const settings: TransportSettings = { ...DEFAULT_SETTINGS, ...options };
    this.#retry = options.retry ?? fullJitter();
    this.#now = options.now ?? (() => performance.now());
    this.#random = options.random ?? Math.random;
    this.#ports = ports;
    const http = new HttpApi(ports.request, settings.answerTimeoutMs);
    this.#credentials = new Credentials({
      http,
      identity: options,
      signal: this.#closing.signal,
      now: this.#now,
    });
    this.directory = new Directory(http, this.#credentials, this.#closing.signal);
    this.#transport = clientTransports[options.transport]({
      http,
      openSocket: ports.openSocket,
      credentials: this.#credentials,
      settings,
      now: this.#now,
      random: this.#random,
    });
    this.#outbox = new Outbox({
      transport: () => this.#transport,
      retry: this.#retry,
      random: this.#random,
      signal: this.#closing.signal,
    });
    this.#idPrefix = crypto.getRandomValues(new Uint32Array(2)).join('-');
  }

  get status(): ClientStatus {
    const { position, duplicates, gaps, pages, emptyPages } = this.#bookmark;
    return {
      transport: this.#transport.name,
      state: this.#state.state,
      position,
      duplicates,
      gaps,
      pages,
      emptyPages,
      unsent: this.#outbox.size,
    };
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
   * @param id What tells this message from every other of this sender; default: a fresh one. The same id twice is one message.
   * @throws {TransportFault} where the server refuses it for good, or this client is closed.
   */
  publish(to: string, body: string, id: string = this.#nextId()): Promise<Receipt> {
    return this.#outbox.publish({ id, to, body });
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
    if (from !== undefined) Object.assign(this.#bookmark, { position: from, seq: null });
    const closing = this.#closing.signal;
    const ending = linkSignals(signal === undefined ? [closing] : [closing, signal]);
    try {
      yield* receive({
        transport: this.#transport,
        bookmark: this.#bookmark,
        state: this.#state,
        retry: this.#retry,
        now: this.#now,
        random: this.#random,
        signal: ending.signal,
      });
    } finally {
      ending.release();
      this.#isReceiving = false;
    }
  }

  /** Ends receiving and sending, and gives the name back if the server can be reached. */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort(new Error('this client was closed'));
    this.#transport.close();
    await this.#credentials.signOut();
    this.#ports.close();
  }

  #nextId(): string {
    this.#ids += 1;
    return `${this.#idPrefix}-${this.#ids.toString(36)}`;
  }
}
