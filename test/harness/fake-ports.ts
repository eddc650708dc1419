import type {
  HttpAnswer,
  HttpRequest,
  PendingRequest,
  Ports,
  Socket,
  SocketEvents,
  Visibility,
} from '../../clients/core/ports.ts';
import type { ServerFrame } from '../../servers/protocol/frame.ts';
import { Recorder } from './recorder.ts';

/** A request on its way, answered by the test. */
export interface Asked extends HttpRequest {
  readonly at: number;
  aborted: boolean;
  readonly answer: (status: number, body: unknown, retryAfter?: string) => void;
  readonly fail: () => void;
}

/** A socket, played by the test. */
export interface Opened extends SocketEvents {
  readonly path: string;
  readonly protocols: readonly string[];
  readonly sent: string[];
  readonly closes: { code: number; reason: string }[];
  readyState: number;
  terminated: boolean;
  paused: boolean;
  readonly say: (frame: ServerFrame) => void;
}

/** A tab that the test shows and hides. */
export class FakeTab implements Visibility {
  readonly #listeners = new Set<() => void>();
  isHidden = false;

  observe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  change(isHidden: boolean): void {
    this.isHidden = isHidden;
    for (const listener of this.#listeners) listener();
  }

  get observers(): number {
    return this.#listeners.size;
  }
}

/** A platform without a network. Requests to sign in and out are answered by itself, unless the test wants to sign in. */
export class FakePorts implements Ports {
  readonly asked = new Recorder<Asked>();
  readonly sockets = new Recorder<Opened>();
  readonly visibility = new FakeTab();
  /** Sign-ins so far. */
  signIns = 0;
  /** Whether signing in is answered by the test. */
  asksToSignIn = false;
  isClosed = false;

  request = (request: HttpRequest): PendingRequest => {
    let settle!: { resolve: (answer: HttpAnswer) => void; reject: (failure: Error) => void };
    const pending = new Promise<HttpAnswer>((resolve, reject) => {
      settle = { resolve, reject };
    });
    const asked: Asked = {
      ...request,
      at: performance.now(),
      aborted: false,
      answer: (status, body, retryAfter) => settle.resolve({ status, text: JSON.stringify(body), retryAfter }),
      fail: () => settle.reject(new Error('no network')),
    };
    const isSignIn = request.path === '/sessions' && request.method === 'POST';
    if (isSignIn) this.signIns += 1;
    if ((isSignIn && !this.asksToSignIn) || request.method === 'DELETE') {
      asked.answer(201, { address: 'user:bob', token: `token-${this.signIns}` });
    } else {
      this.asked.put(asked);
    }
    const abort = (): void => {
      asked.aborted = true;
      settle.reject(new Error('aborted by the platform'));
    };
    return { answer: pending, abort };
  };

  openSocket = (path: string, protocols: readonly string[], events: SocketEvents): Socket => {
    const opened: Opened = {
      path,
      protocols,
      sent: [],
      closes: [],
      readyState: 1,
      terminated: false,
      paused: false,
      opened: () => events.opened(),
      received: (text) => events.received(text),
      closed: (code, reason) => events.closed(code, reason),
      say: (frame) => events.received(JSON.stringify(frame)),
    };
    this.sockets.put(opened);
    return {
      get readyState() {
        return opened.readyState;
      },
      send: (text) => opened.sent.push(text),
      close: (code, reason) => opened.closes.push({ code, reason }),
      terminate: () => (opened.terminated = true),
      pause: () => (opened.paused = true),
      resume: () => (opened.paused = false),
    };
  };

  close(): void {
    this.isClosed = true;
  }
}
