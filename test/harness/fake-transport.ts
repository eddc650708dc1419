import { setMaxListeners } from 'node:events';
import type { Connection } from '../../clients/core/connection.ts';
import { Inbox } from '../../clients/core/inbox.ts';
import type { ClientTransport, TransportInUse, TransportTraits } from '../../clients/core/transport.ts';
import type { Position } from '../../servers/protocol/cursor.ts';
import type { Draft, Outcome } from '../../servers/protocol/message.ts';
import type { Page } from '../../servers/protocol/page.ts';
import { Recorder } from './recorder.ts';

/** One attempt to read, played by the test. */
export interface Attempt {
  readonly from: Position;
  /** Pages asked for so far. */
  readonly asked: () => number;
  readonly give: (page: Page) => void;
  readonly fail: (failure: Error) => void;
}

/** One batch on its way, played by the test. */
export interface Sending {
  readonly bodies: readonly string[];
  readonly run: number;
  readonly succeed: () => void;
  readonly answer: (outcomes: readonly Outcome[]) => void;
  readonly fail: (failure: Error) => void;
}

/** A transport without a wire: each attempt is recorded, and ends as the test says. */
export class FakeTransport implements ClientTransport {
  readonly name = 'websocket';
  readonly traits: TransportTraits;
  isReady = true;
  readonly connection: Connection = { kind: 'polls', phase: 'idle', phaseMs: 0, holdMs: null, nextInMs: null };
  readonly attempts = new Recorder<Attempt>();
  readonly sendings = new Recorder<Sending>();
  /** Whether sending ends with its signal; otherwise the test alone ends it. */
  heedsSignals = true;
  /** Attempts that are being read from now. */
  reading = 0;

  constructor(traits: Partial<TransportTraits> = {}) {
    this.traits = { pipelines: false, stableAfterMs: 0, readsAnewFor: [], ...traits };
  }

  async *pages(from: () => Position, signal: AbortSignal): AsyncGenerator<Page, never, void> {
    const inbox = new Inbox<Page>();
    let asked = 0;
    const abort = (): void => inbox.fail(signal.reason as Error);
    signal.addEventListener('abort', abort);
    this.reading += 1;
    this.attempts.put({
      from: from(),
      asked: () => asked,
      give: (page) => inbox.put(page),
      fail: (failure) => inbox.fail(failure),
    });
    try {
      for (;;) {
        asked += 1;
        yield await inbox.take();
      }
    } finally {
      this.reading -= 1;
      signal.removeEventListener('abort', abort);
    }
  }

  publish(drafts: readonly Draft[], signal: AbortSignal, run: number): Promise<readonly Outcome[]> {
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => {
        if (this.heedsSignals) reject(signal.reason as Error);
      });
      this.sendings.put({
        bodies: drafts.map(({ body }) => body),
        run,
        succeed: () => resolve(drafts.map(({ id }) => ({ receipt: { id, at: 0, online: true } }))),
        answer: resolve,
        fail: reject,
      });
    });
  }

  close(): void {}
}

/** What a client does who can change the transport. */
export class FakeUse {
  #inUse: TransportInUse;
  #controller = new AbortController();

  constructor(transport: ClientTransport) {
    this.#inUse = this.#begin(transport);
  }

  readonly current = (): TransportInUse => this.#inUse;

  /** Has another transport in use from now on. */
  change(transport: ClientTransport): void {
    const before = this.#controller;
    this.#controller = new AbortController();
    this.#inUse = this.#begin(transport);
    before.abort(new Error('another is in use'));
  }

  #begin(transport: ClientTransport): TransportInUse {
    // Each sending of the fake transport listens for the end of it.
    setMaxListeners(0, this.#controller.signal);
    return { transport, signal: this.#controller.signal };
  }
}
