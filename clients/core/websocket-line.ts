import { CLOSE, closeOf } from '../../servers/protocol/close-code.ts';
import { ERRORS, type ErrorBody } from '../../servers/protocol/error-code.ts';
import {
  decodeServerFrame,
  encodeFrame,
  type Hello,
  SUBPROTOCOL,
  TOKEN_SUBPROTOCOL_PREFIX,
} from '../../servers/protocol/frame.ts';
import type { Draft, Outcome } from '../../servers/protocol/message.ts';
import type { Page } from '../../servers/protocol/page.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import { NO_SIGNS_YET, READY_STATES, type SocketClose, type SocketConnection } from './connection.ts';
import { refusedBy, TransportFault } from './fault.ts';
import { Inbox } from './inbox.ts';
import type { Socket } from './ports.ts';
import { SignsOfLife } from './signs-of-life.ts';
import type { TransportContext } from './transport.ts';

/** Pages that wait for the handler before the socket is read no further, where the platform can stop reading. */
const MAX_UNREAD_PAGES = 16;

/** Pages that wait for it where reading must go on. What comes after them is left to the mailbox. */
const MAX_KEPT_PAGES = 256;

/** How long to stay away from a server that holds as many as it can and does not say for how long. */
const TRY_LATER_MS: Millis = 5000;

type LineContext = Pick<TransportContext, 'openSocket' | 'settings' | 'now' | 'changed'>;

interface Batch {
  readonly outcomes: Outcome[];
  unanswered: number;
  readonly resolve: (outcomes: readonly Outcome[]) => void;
  readonly reject: (fault: TransportFault) => void;
}

/**
 * One WebSocket from opening to its end. It ends once, for one reason, told to whoever takes pages or waits for receipts;
 * whatever the socket still reports after that is ignored.
 */
export class WebSocketLine {
  readonly #socket: Socket;
  readonly #pages = new Inbox<Page>();
  readonly #unanswered = new Map<string, { draft: Draft; index: number; batch: Batch }>();
  readonly #context: LineContext;
  readonly #openTimer: ReturnType<typeof setTimeout>;
  /** Undefined before the server's hello. */
  #life: SignsOfLife | undefined;
  #isPaused = false;
  #end: TransportFault | undefined;
  #close: SocketClose | null = null;
  /** What the server said was wrong, right before it closed. */
  #lastError: ErrorBody | undefined;
  #settleOpen!: { resolve: () => void; reject: (fault: TransportFault) => void };

  /** Resolves at the server's hello; rejects where the line ends before it. */
  readonly opened: Promise<void>;

  /** The token it was opened with. */
  readonly token: string;

  constructor(context: LineContext, path: string, token: string) {
    const { openSocket, settings, changed } = context;
    const openTimeoutMs = settings.answerTimeoutMs;
    this.token = token;
    this.#context = context;
    this.opened = new Promise((resolve, reject) => {
      this.#settleOpen = { resolve, reject };
    });
    // Nobody may be waiting for it by the time it fails.
    this.opened.catch(() => {});
    this.#openTimer = setTimeout(() => this.#die('timeout', `no WebSocket within ${openTimeoutMs} ms`), openTimeoutMs);
    this.#socket = openSocket(path, [SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX + token], {
      opened: changed,
      received: (text) => this.#receive(text),
      closed: (code, reason) => {
        const by = code === CLOSE.abnormal.code ? 'link' : 'server';
        this.#finish(this.#faultOfClose(code, reason), { by, code, reason });
        changed();
      },
    });
  }

  /** Whether the server has said hello and the line has not ended since. */
  get isOpen(): boolean {
    return this.#life !== undefined && this.#end === undefined;
  }

  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  /** How it stands; `lastClose` is its own. */
  get connection(): SocketConnection {
    const { readyState } = this.#socket;
    return {
      kind: 'socket',
      readyState,
      readyStateName: READY_STATES[readyState]!,
      ...(this.#life?.status ?? NO_SIGNS_YET),
      ...(this.hasEnded ? { silentMs: null } : {}),
      isPaused: this.#isPaused && !this.hasEnded,
      lastClose: this.#close,
    };
  }

  /** The next page. */
  async takePage(): Promise<Page> {
    const page = await this.#pages.take();
    this.#stopOrGoOnReading();
    return page;
  }

  publish(drafts: readonly Draft[], run: number): Promise<readonly Outcome[]> {
    return new Promise((resolve, reject) => {
      if (this.#end !== undefined) {
        reject(this.#end);
        return;
      }
      const batch: Batch = { outcomes: [], unanswered: drafts.length, resolve, reject };
      drafts.forEach((draft, index) => {
        this.#unanswered.set(draft.id, { draft, index, batch });
        this.#socket.send(encodeFrame({ type: 'publish', ...draft, run }));
      });
      this.#stopOrGoOnReading();
    });
  }

  /** Ends the line from this side. */
  close(): void {
    if (this.hasEnded) return;
    // The other side's part of the closing comes behind what is not read yet.
    if (this.#isPaused) this.#socket.resume?.();
    this.#closeFrom(CLOSE.normal, new TransportFault('retry', 'closed', 'closed by this client'));
  }

  #receive(text: string): void {
    if (this.#end !== undefined) return;
    this.#life?.heard();
    const frame = decodeServerFrame(text);
    if (frame === null) {
      const what = 'the server sent a frame that is not of the protocol';
      this.#closeFrom(CLOSE.badFrame, new TransportFault('fatal', 'bad-answer', what));
      return;
    }
    switch (frame.type) {
      case 'page':
        this.#takeIn(frame);
        break;
      case 'receipt': {
        const { id, at, online } = frame;
        this.#answer(id, { receipt: { id, at, online } });
        break;
      }
      case 'error': {
        const { type: _, id, ...error } = frame;
        if (id === undefined) this.#lastError = error;
        else this.#answer(id, { error });
        break;
      }
      case 'ping':
        this.#life?.pinged(frame.n);
        break;
      case 'pong':
        this.#life?.ponged(frame.n);
        break;
      case 'hello':
        this.#hello(frame);
        break;
    }
  }

  #hello(hello: Hello): void {
    const { settings, now, changed } = this.#context;
    clearTimeout(this.#openTimer);
    this.#life = new SignsOfLife({
      hello,
      habits: settings,
      send: (frame) => this.#socket.send(encodeFrame(frame)),
      dead: () => this.#die('silent', `no sign of life from the server for ${hello.silenceMs} ms`),
      now,
      changed,
    });
    this.#settleOpen.resolve();
    changed();
  }

  #takeIn(page: Page): void {
    this.#pages.put(page);
    if (this.#pages.size >= MAX_KEPT_PAGES) {
      const fault = new TransportFault('retry', 'inbox-full', `${MAX_KEPT_PAGES} pages wait for the handler already`);
      this.#pages.fail(fault);
    }
    this.#stopOrGoOnReading();
  }

  /**
   * While the handler is behind, nothing is read for it – unless an answer is waited for: it comes behind the pages, and
   * the handler itself may be waiting for it. While this side does not read, the silence is its own.
   */
  #stopOrGoOnReading(): void {
    const isBehind = this.#pages.size >= MAX_UNREAD_PAGES && this.#unanswered.size === 0;
    if (isBehind === this.#isPaused || this.#end !== undefined || this.#socket.pause === undefined) return;
    this.#isPaused = isBehind;
    if (isBehind) {
      this.#life?.pause();
      this.#socket.pause();
    } else {
      this.#life?.resume();
      this.#socket.resume?.();
    }
    this.#context.changed();
  }

  #answer(id: string, outcome: Outcome): void {
    const sent = this.#unanswered.get(id);
    if (sent === undefined) return;
    this.#unanswered.delete(id);
    const { batch, index } = sent;
    batch.outcomes[index] = outcome;
    batch.unanswered -= 1;
    if (batch.unanswered === 0) batch.resolve(batch.outcomes);
    this.#stopOrGoOnReading();
  }

  /** Closes politely from this side; what the other says to that is not waited for. */
  #closeFrom({ code, reason }: { code: number; reason: string }, fault: TransportFault): void {
    this.#socket.close(code, reason);
    this.#finish(fault, { by: 'client', code, reason });
  }

  /** Nobody is there: no close() that waits for an answer. */
  #die(code: 'timeout' | 'silent', message: string): void {
    this.#socket.terminate();
    const close = { by: 'timeout', code: CLOSE.abnormal.code, reason: message } as const;
    this.#finish(new TransportFault('retry', code, message), close);
  }

  #faultOfClose(code: number, reason: string): TransportFault {
    if (code === CLOSE.tooLarge.code) this.#answerLargest();
    const later = code === CLOSE.tryLater.code ? { retryAfterMs: TRY_LATER_MS } : {};
    if (this.#lastError !== undefined) return refusedBy({ ...later, ...this.#lastError });
    const close = closeOf(code);
    const said = `the WebSocket was closed with ${code} (${reason || (close?.reason ?? 'no reason given')})`;
    return new TransportFault((close?.reconnect ?? true) ? 'retry' : 'fatal', close?.error ?? 'closed', said, {
      afterMs: later.retryAfterMs,
    });
  }

  /** A frame was too large for the server, which can't say which: it is not going to be better next time for the largest. */
  #answerLargest(): void {
    let largest: Draft | undefined;
    for (const { draft } of this.#unanswered.values()) {
      if (largest === undefined || draft.body.length > largest.body.length) largest = draft;
    }
    const error = { code: 'too-large', message: ERRORS['too-large'].text } as const;
    if (largest !== undefined) this.#answer(largest.id, { error });
  }

  #finish(fault: TransportFault, close: SocketClose): void {
    if (this.#end !== undefined) return;
    this.#end = fault;
    this.#close = close;
    clearTimeout(this.#openTimer);
    this.#life?.stop();
    this.#settleOpen.reject(fault);
    this.#pages.fail(fault);
    for (const { batch } of this.#unanswered.values()) batch.reject(fault);
    this.#unanswered.clear();
    this.#context.changed();
  }
}
