import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { LabCommand, LabFrame, LabState } from '../../clients/demo/lab/lab-frames.ts';
import type { WireEvent } from '../../clients/demo/wire/wire-event.ts';
import type { Bytes, Millis } from '../../servers/protocol/units.ts';
import { ClassMeter } from './class-meter.ts';
import { decodeLabRequest, LabRequestError } from './lab-request.ts';
import { unixTime } from './unix-time.ts';

/** What happened is told so often: what a person sees at once goes together. */
const TELL_EVERY_MS: Millis = 30;
/** A page that has so much to read still is cut off. */
const MOST_UNREAD_BYTES: Bytes = 8 * 1024 * 1024;
/** No request is longer. */
const LONGEST_REQUEST_BYTES: Bytes = 16 * 1024;
/** Requests of one page that may be under way. */
const MOST_UNDER_WAY = 32;
const MOST_PAGES = 16;

/** What the controls are about. */
export interface Controlled {
  readonly state: LabState;
  obey(command: LabCommand): Promise<void>;
  heal(): Promise<void>;
}

/**
 * Where the page asks for things to be done to the lab, and is told what happens there: a WebSocket on loopback, for the
 * pages of the server alone. See `clients/demo/lab/lab-frames.ts`.
 */
export class Controls {
  readonly url: string;
  readonly #server: WebSocketServer;
  #lab: Controlled | undefined;
  #origins: ReadonlySet<string> = new Set();
  /** The pages that are there, and how many requests of each are under way. */
  readonly #underWay = new Map<WebSocket, number>();
  #wire: WireEvent[] = [];
  #arrivals: Millis[] = [];
  readonly #classMeter = new ClassMeter();
  #isChanged = false;
  #telling: NodeJS.Timeout | undefined;
  #isClosing = false;

  private constructor(server: WebSocketServer) {
    this.#server = server;
    this.url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('connection', (page) => this.#welcome(page));
  }

  /** Nobody is let in before {@link open}. */
  static async start(): Promise<Controls> {
    const server = new WebSocketServer({
      host: '127.0.0.1',
      port: 0,
      perMessageDeflate: false,
      maxPayload: LONGEST_REQUEST_BYTES,
      // What names no origin is no page, and what names another is none of ours.
      verifyClient: ({ origin }: { origin: string | undefined }) => controls.#mayEnter(origin),
    });
    await once(server, 'listening');
    const controls = new Controls(server);
    return controls;
  }

  /** @param origins Of the pages that may enter, exactly as a browser names them. */
  open(lab: Controlled, origins: readonly string[]): void {
    this.#lab = lab;
    this.#origins = new Set(origins);
  }

  /** The state of the lab is another. */
  changed(): void {
    if (this.#underWay.size === 0) return;
    this.#isChanged = true;
    this.#tellSoon();
  }

  wire(event: WireEvent): void {
    if (this.#underWay.size === 0) return;
    this.#wire.push(event);
    this.#tellSoon();
  }

  classWire(event: WireEvent): void {
    // Whoever comes later wants to know of the connections that are there.
    this.#classMeter.take(event);
    if (this.#underWay.size > 0) this.#tellSoon();
  }

  arrived(at: Millis): void {
    if (this.#underWay.size === 0) return;
    this.#arrivals.push(at);
    this.#tellSoon();
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    clearTimeout(this.#telling);
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const page of this.#underWay.keys()) page.terminate();
    await closed;
  }

  #mayEnter(origin: string | undefined): boolean {
    return origin !== undefined && this.#origins.has(origin) && this.#underWay.size < MOST_PAGES;
  }

  #welcome(page: WebSocket): void {
    this.#underWay.set(page, 0);
    page.on('message', (data: Buffer, isBinary) => {
      if (isBinary) page.close(1003, 'text only');
      else void this.#answer(page, data.toString());
    });
    // What is wrong with the connection ends it, which is all there is to do.
    page.on('error', () => {});
    page.once('close', () => {
      this.#underWay.delete(page);
      if (this.#underWay.size === 0 && !this.#isClosing) void this.#lab!.heal();
    });
    send(page, { type: 'state', state: this.#lab!.state });
  }

  async #answer(page: WebSocket, text: string): Promise<void> {
    const count = this.#underWay.get(page);
    // What comes from a page that was cut off is nobody's any more.
    if (count === undefined) return;
    this.#underWay.set(page, count + 1);
    const answer = count < MOST_UNDER_WAY ? await this.#obey(text) : failed(0, 'too much is asked for at a time');
    if (!this.#underWay.has(page)) return;
    this.#underWay.set(page, this.#underWay.get(page)! - 1);
    // What it has brought about is told first.
    this.#tell();
    send(page, answer);
  }

  async #obey(text: string): Promise<LabFrame> {
    let n = 0;
    try {
      const request = decodeLabRequest(text);
      n = request.n;
      await this.#lab!.obey(request.command);
      return { type: 'done', n, at: unixTime() };
    } catch (failure) {
      return failed(failure instanceof LabRequestError ? failure.n : n, failure);
    }
  }

  #tellSoon(): void {
    this.#telling ??= setTimeout(() => this.#tell(), TELL_EVERY_MS);
  }

  #tell(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    if (this.#wire.length > 0) this.#sendAll({ type: 'wire', events: this.#wire });
    if (this.#arrivals.length > 0) this.#sendAll({ type: 'crowd-arrivals', at: this.#arrivals });
    const passed = this.#classMeter.tell();
    if (passed !== null) this.#sendAll({ type: 'class-traffic', passed });
    if (this.#isChanged) this.#sendAll({ type: 'state', state: this.#lab!.state });
    this.#wire = [];
    this.#arrivals = [];
    this.#isChanged = false;
  }

  #sendAll(frame: LabFrame): void {
    const text = JSON.stringify(frame);
    for (const page of this.#underWay.keys()) {
      if (page.bufferedAmount > MOST_UNREAD_BYTES) page.terminate();
      else page.send(text);
    }
  }
}

function failed(n: number, why: unknown): LabFrame {
  return { type: 'failed', n, message: why instanceof Error ? why.message : String(why) };
}

function send(page: WebSocket, frame: LabFrame): void {
  page.send(JSON.stringify(frame));
}
