import type { Duplex } from 'node:stream';
import { type RawData, WebSocket } from 'ws';
import { toProtocolError } from '../http/answer.ts';
import { decodeClientFrame, FrameError } from '../input/client-frame.ts';
import { Follower, type Sink } from '../mailbox/follower.ts';
import { CLOSE, closeFor } from '../protocol/close-code.ts';
import type { Cursor, Position } from '../protocol/cursor.ts';
import { ERRORS, type ProtocolError } from '../protocol/error-code.ts';
import { encodeFrame, type Publish, type ServerFrame } from '../protocol/frame.ts';
import { Heartbeat } from '../protocol/heartbeat.ts';
import type { Receipt } from '../protocol/message.ts';
import type { Page } from '../protocol/page.ts';
import type { Millis } from '../protocol/units.ts';
import type { Services } from '../services.ts';
import type { Line, Session } from '../parties/sessions.ts';

export interface Asked {
  /** From where to follow the mailbox; undefined for a client that only publishes. */
  readonly after?: Position | undefined;
  /** Most messages in a page. */
  readonly limit: number;
}

/**
 * One WebSocket of one session: pages from the follower go out, drafts come in, and both sides watch that the other is
 * alive. Its states:
 *
 * ```
 *           unsent bytes > high water
 *   flowing ─────────────────────────► slow ── for slowReaderMs ──► closed, slowReader
 *      ▲   ◄───────────────────────────┘
 *      │              drained
 *      └── silent for heartbeat + pong time ──► terminated
 * ```
 *
 * While slow, nothing is read for it: neither from the log nor from its socket, so that neither side's messages pile up
 * here; and its silence is not counted, for its signs of life wait behind what it has not read.
 */
export class WebSocketLine implements Line, Sink {
  readonly #services: Services;
  readonly #session: Session;
  readonly #socket: Duplex;
  readonly #heartbeat: Heartbeat;
  readonly #after: Position | undefined;
  readonly #follower: Follower | undefined;
  #ws: WebSocket | undefined;
  readonly #receipts: Receipt[] = [];
  /** Resolves when it is known whether the last publish was taken: what comes after it may hang on that. */
  #decided: Promise<void> = Promise.resolve();
  /** The run that was refused something that may be tried again, and with what. */
  #stopped: { readonly run: number; readonly error: ProtocolError } | undefined;
  #slowTimer: NodeJS.Timeout | undefined;
  #pings = 0;
  #isDead = false;
  /** Up to where the client has what it was sent when the pong to this ping comes; and what has been sent since. */
  #unconfirmed: { readonly ping: number; readonly cursor: Cursor } | undefined;
  #sentSince: Cursor | undefined;

  constructor(services: Services, session: Session, socket: Duplex, { after, limit }: Asked) {
    const { heartbeatMs, pongMs } = services.options;
    this.#services = services;
    this.#session = session;
    this.#socket = socket;
    this.#after = after;
    this.#follower =
      after === undefined ? undefined : new Follower(services.mailboxes, session.address, after, { limit }, this);
    this.#heartbeat = new Heartbeat({
      silenceMs: heartbeatMs + pongMs,
      ask: { everyMs: heartbeatMs, ping: () => this.#ping() },
      dead: () => this.#die(),
    });
  }

  /** One that died did not read lately either. */
  get reading(): boolean {
    return this.#follower !== undefined && !this.#isDead;
  }

  get silenceMs(): Millis {
    return this.#heartbeat.silence;
  }

  /** Begins, once the socket is upgraded. */
  open(ws: WebSocket): void {
    this.#ws = ws;
    const { heartbeatMs, pongMs } = this.#services.options;
    ws.on('message', (data, isBinary) => this.#receive(data, isBinary));
    // What ws finds wrong with a frame; it closes with the fitting code by itself.
    ws.on('error', (error) => this.#services.log.debug({ error: error.message }, 'websocket error'));
    this.#send({ type: 'hello', heartbeatMs, silenceMs: heartbeatMs + pongMs });
    this.#heartbeat.start();
    if (this.#after !== undefined) this.#services.parties.confirmations.has(this.#session.address, this.#after);
    this.#follower?.start();
  }

  end(reason: ProtocolError): void {
    this.#send({ type: 'error', ...reason.toJSON() });
    this.#close(closeFor(reason.code).code, reason.message);
  }

  /** The socket has closed, by whomever. */
  closed(): void {
    clearTimeout(this.#slowTimer);
    this.#heartbeat.stop();
    this.#follower?.stop();
  }

  write(page: Page): void {
    this.#services.counters.transports.websocket.countPage(page);
    this.#send({ type: 'page', ...page });
    const { confirmations } = this.#services.parties;
    if (!confirmations.isAwaited(this.#session.address)) return;
    confirmations.gave(this.#session.address, page);
    this.#probe(page.cursor);
  }

  /** Frames keep their order: who answers a ping has what was sent before it. One is under way at a time. */
  #probe(cursor: Cursor): void {
    if (this.#unconfirmed !== undefined) {
      this.#sentSince = cursor;
      return;
    }
    this.#ping();
    this.#unconfirmed = { ping: this.#pings, cursor };
  }

  #ponged(n: number): void {
    if (this.#unconfirmed === undefined || n < this.#unconfirmed.ping) return;
    this.#services.parties.confirmations.has(this.#session.address, this.#unconfirmed.cursor);
    const sentSince = this.#sentSince;
    this.#unconfirmed = this.#sentSince = undefined;
    if (sentSince !== undefined) this.#probe(sentSince);
  }

  isFull(): boolean {
    return this.#slowTimer !== undefined;
  }

  failed(failure: unknown): void {
    this.#services.log.error({ err: failure }, 'following a mailbox failed');
    this.#close(CLOSE.internal.code, CLOSE.internal.reason);
  }

  #receive(data: RawData, isBinary: boolean): void {
    // Whoever was told to go may still be sending, by now under a name that is not theirs any more.
    if (this.#ws?.readyState !== WebSocket.OPEN) return;
    this.#heartbeat.heard();
    try {
      if (isBinary) throw new FrameError('frames are text');
      // With ws's default binaryType a message is one Buffer.
      const frame = decodeClientFrame((data as Buffer).toString());
      if (frame.type === 'publish') this.#decided = this.#publish(frame, this.#decided);
      else if (frame.type === 'ping') this.#send({ type: 'pong', n: frame.n });
      else this.#ponged(frame.n);
    } catch (failure) {
      if (!(failure instanceof FrameError)) throw failure;
      this.#close(CLOSE.badFrame.code, failure.message);
    }
  }

  async #publish(draft: Publish, decided: Promise<void>): Promise<void> {
    await decided;
    // While it waited for its turn the line may have been told to go.
    if (this.#ws?.readyState !== WebSocket.OPEN) return;
    const { id, run } = draft;
    if (run !== undefined && run === this.#stopped?.run) {
      this.#send({ type: 'error', id, ...this.#stopped.error.toJSON() });
      return;
    }
    try {
      const { receipt } = await this.#services.delivery.send(this.#session, draft);
      this.#confirm(receipt);
    } catch (failure) {
      const error = toProtocolError(failure);
      if (error.code === 'internal') this.#services.log.error({ err: failure }, 'publishing failed');
      if (run !== undefined && ERRORS[error.code].retry) this.#stopped = { run, error };
      this.#send({ type: 'error', id, ...error.toJSON() });
    }
  }

  /** Gathers the receipts of a turn: they go in one write, after its pages, which are more urgent. */
  #confirm(receipt: Receipt): void {
    if (this.#receipts.length === 0) setImmediate(this.#sendReceipts);
    this.#receipts.push(receipt);
  }

  readonly #sendReceipts = (): void => {
    this.#socket.cork();
    for (const receipt of this.#receipts.splice(0)) this.#send({ type: 'receipt', ...receipt });
    this.#socket.uncork();
  };

  #send(frame: ServerFrame): void {
    this.#ws?.send(encodeFrame(frame));
    if (this.#socket.writableLength > this.#services.options.highWaterBytes && !this.isFull()) this.#slowDown();
  }

  #slowDown(): void {
    this.#slowTimer = setTimeout(() => {
      this.#close(CLOSE.slowReader.code, CLOSE.slowReader.reason);
    }, this.#services.options.slowReaderMs);
    this.#heartbeat.stop();
    this.#ws?.pause();
    this.#socket.once('drain', () => this.#speedUp());
  }

  #speedUp(): void {
    clearTimeout(this.#slowTimer);
    this.#slowTimer = undefined;
    if (this.#socket.destroyed) return;
    this.#ws?.resume();
    this.#heartbeat.start();
    this.#follower?.wake();
  }

  #ping(): void {
    this.#services.counters.pings += 1;
    this.#pings += 1;
    this.#send({ type: 'ping', n: this.#pings });
  }

  #die(): void {
    // Not close(): nobody is there to answer it, and it would keep the socket for another while.
    this.#isDead = true;
    this.#ws?.terminate();
  }

  #close(code: number, reason: string): void {
    this.#follower?.stop();
    this.#heartbeat.stop();
    this.#ws?.close(code, truncate(reason));
  }
}

/** A close frame has room for 123 bytes of reason. */
function truncate(reason: string): string {
  return Buffer.byteLength(reason) <= 123
    ? reason
    : `${Buffer.from(reason)
        .subarray(0, 117)
        .toString()
        .replace(/\uFFFD*$/, '')}…`;
}
