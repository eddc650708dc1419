import type { ErrorCode } from './error-code.ts';

/** A way to close, and the refusal that leads to it where there is one. */
interface Close {
  readonly code: number;
  /** Whether a client that is closed so should come back. */
  readonly reconnect: boolean;
  readonly reason: string;
  readonly error?: ErrorCode;
}

/**
 * Why a WebSocket was closed, and whether the client should come back. 1000 to 1013 are RFC 6455's and its registry's;
 * 4000 and above are the lab's own.
 */
export const CLOSE = {
  normal: { code: 1000, reconnect: false, reason: 'done' },
  goingAway: { code: 1001, reconnect: true, reason: 'the other side was left or stopped' },
  notWebSocket: { code: 1002, reconnect: false, reason: 'not the WebSocket protocol' },
  /** Never on the wire: what a client sees when the line broke without a close. */
  abnormal: { code: 1006, reconnect: true, reason: 'the line broke' },
  notText: { code: 1007, reconnect: false, reason: 'text that is not UTF-8' },
  badFrame: { code: 1008, reconnect: false, reason: 'a frame that the protocol does not know' },
  tooLarge: { code: 1009, reconnect: true, reason: 'a frame larger than this server takes', error: 'too-large' },
  internal: { code: 1011, reconnect: true, reason: 'the server failed' },
  restarting: { code: 1012, reconnect: true, reason: 'the server is going down', error: 'shutting-down' },
  tryLater: { code: 1013, reconnect: true, reason: 'the server holds as many as it can', error: 'overloaded' },
  sessionEnded: { code: 4401, reconnect: true, reason: 'the session ended; sign in again', error: 'unknown-session' },
  superseded: {
    code: 4409,
    reconnect: false,
    reason: 'a newer socket of the same session took over',
    error: 'superseded',
  },
  slowReader: { code: 4413, reconnect: true, reason: 'the reader stayed too slow; read on from the cursor' },
} as const satisfies Record<string, Close>;

const CLOSES: readonly Close[] = Object.values(CLOSE);

/** The table's entry for a close code; undefined for a code that is not in it. */
export function closeOf(code: number): Close | undefined {
  return CLOSES.find((close) => close.code === code);
}

/** How a socket is closed because of an error. */
export function closeFor(error: ErrorCode): Close {
  return CLOSES.find((close) => close.error === error) ?? CLOSE.internal;
}
