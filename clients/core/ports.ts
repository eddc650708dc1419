import type { Millis } from '../../servers/protocol/units.ts';

/**
 * What the core needs of the platform it runs on, and no more. `clients/node.ts` and `clients/browser.ts` provide it.
 */
export interface Ports {
  readonly request: SendRequest;
  readonly openSocket: OpenSocket;
  /** Left out where what runs the client can't be hidden. */
  readonly visibility?: Visibility;
  /** Lets go of connections that nothing is using, where the platform can; a page can't. */
  dropIdle?(): void;
  /** Lets go of all connections. */
  close(): void;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  /** The `Retry-After` header, where there is one. */
  readonly retryAfter?: string | undefined;
}

/** A request on its way. */
export interface PendingRequest {
  /** Rejects where no whole answer comes, for whatever reason. */
  readonly answer: Promise<HttpAnswer>;
  /** Gives it up, for this reason; the answer, if it has not come, rejects. */
  readonly abort: (why: Error) => void;
}

/**
 * Sends one request. It is ended by a function and not by a signal: a signal of its own for each, and what a platform hangs
 * on that, would cost as much as everything else that a client does for a request.
 */
export type SendRequest = (request: HttpRequest) => PendingRequest;

/** What a socket reports. Nothing is reported after `closed`. */
export interface SocketEvents {
  opened(): void;
  /** A text frame. */
  received(text: string): void;
  /** The socket is gone: with the code and reason of the close frame, or 1006 where none came. */
  closed(code: number, reason: string): void;
}

export interface Socket {
  /** As in the WebSocket standard: 0 CONNECTING, 1 OPEN, 2 CLOSING, 3 CLOSED. */
  readonly readyState: number;
  send(text: string): void;
  /** Ends politely: a close frame each way. */
  close(code: number, reason: string): void;
  /** Ends at once, for a peer that is not there any more. A page has no such thing and closes. */
  terminate(): void;
  /** Stops and goes on reading, where the platform can; a page can't. */
  pause?(): void;
  resume?(): void;
}

/** Opens a WebSocket to `path`, offering `protocols`. Whether that worked is reported to `events`. */
export type OpenSocket = (path: string, protocols: readonly string[], events: SocketEvents) => Socket;

/** Whether anybody can see what runs the client: the tab of a page. */
export interface Visibility {
  readonly isHidden: boolean;
  /** Calls `listener` after each change, until the returned function is called. */
  observe(listener: () => void): () => void;
}

/** A monotonic clock, in ms. */
export type Now = () => Millis;

/** Uniform in [0, 1). */
export type Random = () => number;
