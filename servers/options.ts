import { DEFAULT_RETENTION, type Retention } from './mailbox/retention.ts';
import { DEFAULT_HOLD_MS, DEFAULT_MAX_BODY_BYTES } from './protocol/limits.ts';
import type { Bytes, Millis, PerSecond } from './protocol/units.ts';

/** Which clock stamps the messages: `wall` is Unix time; `monotonic` is that of `process.hrtime`, one for all processes of a machine. */
export const CLOCKS = ['wall', 'monotonic'] as const;
export type ClockName = (typeof CLOCKS)[number];

/** Everything that can be set on a server, with its defaults in {@link DEFAULT_SERVER_OPTIONS}. */
export interface ServerOptions {
  /** Address to listen on. Default 127.0.0.1: this machine alone. */
  readonly host: string;
  /** TCP port; 0 takes a free one. Default 9527. */
  readonly port: number;
  /** Origins of pages that may use the server, besides its own; such as `https://lab.example`. Default none. */
  readonly allowOrigins: readonly string[];
  /** Folder of the built page, served at `/`; null, or a folder that is not there, for none. Default null. */
  readonly pageFolder: string | null;
  /**
   * WebSocket URL of the lab's controls, which the page is told; it may then show, in frames, pages of the allowed origins.
   * Null for none, which is the default.
   */
  readonly lab: string | null;
  /** Passwords of persons whose names nobody else ever gets, by name. Default none. */
  readonly reserved: ReadonlyMap<string, string>;
  readonly clock: ClockName;
  /** Longest hold of a long poll, and the one where the request names none. Default 15 s. */
  readonly holdMs: Millis;
  /** How often a WebSocket is pinged. Default 10 s. */
  readonly heartbeatMs: Millis;
  /** How long a pong may take; silence of heartbeat + pong time ends the socket. Default 5 s. */
  readonly pongMs: Millis;
  readonly retention: Retention;
  /** Largest message body. Default 8 KiB. */
  readonly maxBodyBytes: Bytes;
  /** Messages a session may send per second, with bursts of one second's worth; `Infinity` for no bound. Default 100. */
  readonly maxSends: PerSecond;
  /** Sessions at a time. Default 100,000. */
  readonly maxSessions: number;
  /** Held polls and sockets at a time, over all sessions (a session has one of each). Default 50,000. */
  readonly maxLines: number;
  /** A session without a request, held poll or socket for so long is over and its name free. Default 60 s. */
  readonly sessionIdleMs: Millis;
  /** How long after its last read a party still counts as online. Default 30 s. */
  readonly presenceGraceMs: Millis;
  /** Unsent bytes on a socket above which no more is read from the log for it. Default 256 KiB. */
  readonly highWaterBytes: Bytes;
  /** A socket that stays above the high-water mark for so long is closed; likewise one that does not take an answer. Default 30 s. */
  readonly slowReaderMs: Millis;
  /** At shutdown each client is told to come back after a random part of this. Default 3 s. */
  readonly reconnectSpreadMs: Millis;
  /** A shutdown takes no longer; what is still open then is cut. Default 5 s. */
  readonly shutdownMs: Millis;
}

export const DEFAULT_SERVER_OPTIONS: ServerOptions = {
  host: '127.0.0.1',
  port: 9527,
  allowOrigins: [],
  pageFolder: null,
  lab: null,
  reserved: new Map(),
  clock: 'wall',
  holdMs: DEFAULT_HOLD_MS,
  heartbeatMs: 10_000,
  pongMs: 5_000,
  retention: DEFAULT_RETENTION,
  maxBodyBytes: DEFAULT_MAX_BODY_BYTES,
  maxSends: 100,
  maxSessions: 100_000,
  maxLines: 50_000,
  sessionIdleMs: 60_000,
  presenceGraceMs: 30_000,
  highWaterBytes: 256 * 1024,
  slowReaderMs: 30_000,
  reconnectSpreadMs: 3_000,
  shutdownMs: 5_000,
};
