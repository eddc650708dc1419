import type { Millis } from '../../servers/protocol/units.ts';

/** The states of a WebSocket by their numbers, as in the WebSocket standard. */
export const READY_STATES = ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'] as const;

/** How a socket came to its end. */
export interface SocketClose {
  /**
   * `client` and `server`: by a close frame of theirs. `link`: it broke, or never came about, without one. `timeout`: this
   * side gave it up, because it did not open or was silent for too long.
   */
  readonly by: 'client' | 'server' | 'link' | 'timeout';
  /** 1006 where there was no close frame. */
  readonly code: number;
  readonly reason: string;
}

/** How one connection for both ways stands. */
export interface SocketConnection {
  readonly kind: 'socket';
  /** Of the socket in use; 3 before the first is opened. 1 is no proof of life: see `silentMs`. */
  readonly readyState: number;
  readonly readyStateName: (typeof READY_STATES)[number];
  /** How long nothing has come from the server; null where no server has said hello yet, or the socket has ended. */
  readonly silentMs: Millis | null;
  /** At so much silence the socket is given up, as the server's hello says; null before that, and without a heartbeat. */
  readonly silenceLimitMs: Millis | null;
  /** Whether nothing is read because the handler is behind: the silence is then this side's own, and never too long. */
  readonly isPaused: boolean;
  /** Pings over the socket in use. */
  readonly heartbeats: {
    /** The server's, each of them answered. */
    readonly received: number;
    /** This side's, and those of them that were answered. */
    readonly sent: number;
    readonly answered: number;
    /** From this side's last ping that was answered to its answer; null before the first. */
    readonly roundTripMs: Millis | null;
  };
  /** How the last one ended; null before that. */
  readonly lastClose: SocketClose | null;
}

/** Of a socket over which the server has not said hello. */
export const NO_SIGNS_YET = {
  silentMs: null,
  silenceLimitMs: null,
  heartbeats: { received: 0, sent: 0, answered: 0, roundTripMs: null },
} as const;

/** How it stands with a client that asks. */
export interface PollConnection {
  readonly kind: 'polls';
  /** `asking`: the answer is due at once. `held`: the server may keep it for `holdMs`. */
  readonly phase: 'idle' | 'asking' | 'held';
  /** How long it has been so. */
  readonly phaseMs: Millis;
  /** How long this poll may be held; null where none is. */
  readonly holdMs: Millis | null;
  /** Time until the next poll; null where none is planned: while one is under way, or the handler is at work. */
  readonly nextInMs: Millis | null;
}

/** How a transport's connection to the server stands at a moment. A transport that is like none of these adds its own. */
export type Connection = SocketConnection | PollConnection;
