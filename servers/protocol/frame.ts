import type { ErrorBody } from './error-code.ts';
import type { Draft, Receipt } from './message.ts';
import { isPage, type Page } from './page.ts';
import type { Millis } from './units.ts';

/** The subprotocol both sides must name at the upgrade. */
export const SUBPROTOCOL = 'transport-lab.1';

/** A second, offered subprotocol carries the session's token; it is never the one that is chosen. */
export const TOKEN_SUBPROTOCOL_PREFIX = 'token.';

interface Ping {
  readonly type: 'ping';
  /** Comes back in the pong. */
  readonly n: number;
}

interface Pong {
  readonly type: 'pong';
  readonly n: number;
}

/**
 * A draft, of a `run` where its place among others matters: after one of a run that may be tried again, all further ones of
 * the run are refused too.
 */
export interface Publish extends Draft {
  readonly type: 'publish';
  readonly run?: number;
}

/** What a client may send. */
export type ClientFrame = Publish | Ping | Pong;

export interface Hello {
  readonly type: 'hello';
  /** The server pings this often. */
  readonly heartbeatMs: Millis;
  /** Silence of this length means, for the client as for the server, that the line is dead. */
  readonly silenceMs: Millis;
}

/** An error: about the draft `id` where one is named, otherwise about the connection, which is about to be closed. */
interface ErrorFrame extends ErrorBody {
  readonly type: 'error';
  readonly id?: string;
}

/** What a server may send. */
export type ServerFrame =
  Hello | ({ readonly type: 'page' } & Page) | ({ readonly type: 'receipt' } & Receipt) | ErrorFrame | Ping | Pong;

export function encodeFrame(frame: ClientFrame | ServerFrame): string {
  return JSON.stringify(frame);
}

/** Reads a server's frame; null for what is not one, as far as its outline shows. */
export function decodeServerFrame(text: string): ServerFrame | null {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return null;
  }
  return typeof frame === 'object' && frame !== null && isServerFrame(frame) ? frame : null;
}

function isServerFrame(frame: object): frame is ServerFrame {
  if (!('type' in frame)) return false;
  switch (frame.type) {
    case 'page':
      return isPage(frame);
    case 'receipt':
      return 'id' in frame && 'at' in frame && 'online' in frame;
    case 'error':
      return 'code' in frame && 'message' in frame;
    case 'ping':
    case 'pong':
      return 'n' in frame;
    case 'hello':
      return ['heartbeatMs', 'silenceMs'].every((name) => typeof (frame as Record<string, unknown>)[name] === 'number');
    default:
      return false;
  }
}
