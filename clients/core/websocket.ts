import type { Position } from '../../servers/protocol/cursor.ts';
import type { Draft, Outcome } from '../../servers/protocol/message.ts';
import { ROUTES } from '../../servers/protocol/routes.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import { NO_SIGNS_YET, READY_STATES, type SocketClose, type SocketConnection } from './connection.ts';
import { TransportFault } from './fault.ts';
import { anything } from './http-api.ts';
import type { ClientTransport, TransportContext } from './transport.ts';
import { WebSocketLine } from './websocket-line.ts';

/** A connection has worked only when it has stayed: one that opens and breaks again and again must not reset the retries. */
const STABLE_AFTER_MS: Millis = 5000;

const NO_SOCKET: SocketConnection = {
  kind: 'socket',
  readyState: 3,
  readyStateName: READY_STATES[3],
  ...NO_SIGNS_YET,
  isPaused: false,
  lastClose: null,
};

/**
 * One connection for both ways. While somebody takes pages it follows the mailbox; a client that only sends has one that
 * follows nothing.
 */
export function createWebSocket(context: TransportContext): ClientTransport {
  const { credentials, http, gaveUp } = context;
  let line: WebSocketLine | undefined;
  /** How the last one before it ended. */
  let lastClose: SocketClose | null = null;
  /** The run of which something was lost: what is left of it must not go over the next line before that. */
  let lostRun: number | undefined;

  return {
    name: 'websocket',
    traits: { pipelines: true, stableAfterMs: STABLE_AFTER_MS, readsAnewFor: [] },

    get isReady() {
      return line?.isOpen === true;
    },

    get connection() {
      if (line === undefined) return NO_SOCKET;
      const { connection } = line;
      return { ...connection, lastClose: connection.lastClose ?? lastClose };
    },

    async publish(drafts, signal, run) {
      const lose = (): void => void (lostRun = run);
      let over: WebSocketLine | undefined;
      try {
        // Over a line that is open a draft leaves in the turn in which it was published.
        over = line?.isOpen === true ? line : await lineFor(signal);
        if (!over.isOpen) {
          // At once, not when it is known why: meanwhile the next one may open.
          over.opened.catch(lose);
          await hello(over, signal);
        }
        // Why that was lost is nothing that this token could be blamed for.
        if (lostRun === run) throw new TransportFault('retry', 'network', 'what was sent before this was lost');
        return await send(over, drafts, run);
      } catch (failure) {
        lose();
        if (over !== undefined) credentials.learn(over.token, failure);
        throw failure;
      }
    },

    async *pages(from, signal) {
      const token = await credentials.token(signal);
      const following = dial(token, signal, from());
      const abort = (): void => following.close();
      signal.addEventListener('abort', abort, { once: true });
      try {
        await hello(following, signal);
        for (;;) yield await following.takePage();
      } catch (failure) {
        signal.throwIfAborted();
        credentials.learn(token, failure);
        throw failure;
      } finally {
        signal.removeEventListener('abort', abort);
        following.close();
      }
    },

    close: giveUp,
  };

  /** The line there is, be it still opening, or a new one that follows nothing. */
  async function lineFor(signal: AbortSignal): Promise<WebSocketLine> {
    const token = await credentials.token(signal);
    return line === undefined || line.hasEnded ? dial(token, signal) : line;
  }

  /** Opens the one line there is, in place of an older one: a session has but one socket. */
  function dial(token: string, signal: AbortSignal, after?: Position): WebSocketLine {
    // Ended between the token's coming and now, nobody would close it any more.
    signal.throwIfAborted();
    // That one made room for another is not how it ended.
    lastClose = line?.connection.lastClose ?? lastClose;
    giveUp();
    const path =
      after === undefined ? ROUTES.websocket : `${ROUTES.websocket}?${new URLSearchParams({ after }).toString()}`;
    line = new WebSocketLine(context, path, token);
    return line;
  }

  function giveUp(): void {
    if (line === undefined || line.hasEnded) return;
    line.close();
    gaveUp();
  }

  /**
   * Waits until the line is open. A refused upgrade looks to a page like no server at all; whether it was the session, a
   * plain request can tell.
   */
  async function hello(dialed: WebSocketLine, signal: AbortSignal): Promise<void> {
    try {
      await dialed.opened;
    } catch (failure) {
      signal.throwIfAborted();
      // One that gave way to a newer line was not refused.
      if (dialed === line) {
        await http.call({ method: 'GET', path: ROUTES.sessions, token: dialed.token, expects: anything }, signal);
      }
      throw failure;
    }
  }
}

/**
 * That a newer socket of the session took over is no reason not to send: it may be one that this client itself has given
 * up, and that came late. Where it is the session that was superseded, the next line does not open.
 */
async function send(open: WebSocketLine, drafts: readonly Draft[], run: number): Promise<readonly Outcome[]> {
  try {
    return await open.publish(drafts, run);
  } catch (failure) {
    if (!(failure instanceof TransportFault) || failure.code !== 'superseded') throw failure;
    throw new TransportFault('retry', 'superseded', failure.message, { cause: failure });
  }
}
