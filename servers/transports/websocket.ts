import type { IncomingMessage } from 'node:http';
import { WebSocketServer } from 'ws';
import { refuseOn } from '../http/answer.ts';
import { readQuery } from '../input/read-query.ts';
import { ProtocolError } from '../protocol/error-code.ts';
import { SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX } from '../protocol/frame.ts';
import { maxPayloadBytes } from '../protocol/limits.ts';
import { ROUTES } from '../protocol/routes.ts';
import type { ServerTransport } from './server-transport.ts';
import { WebSocketLine } from './websocket-line.ts';

declare module 'ws' {
  // In ws since 8.19, not yet in its types: how long a close waits for the peer's answer, in ms.
  interface ServerOptions {
    closeTimeout?: number;
  }
}

/** One connection for everything: what is after the cursor, then what comes; and what the client sends. */
export const websocket: ServerTransport = {
  name: 'websocket',

  mount(services, door) {
    const {
      parties: { sessions },
      options,
      counters,
    } = services;
    const upgrader = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: maxPayloadBytes(options.maxBodyBytes),
      closeTimeout: options.shutdownMs,
      handleProtocols: () => SUBPROTOCOL,
    });

    // ws's own answers are HTML.
    upgrader.on('wsClientError', ({ message }, socket) => refuseOn(socket, new ProtocolError('bad-request', message)));

    // All is decided before the upgrade: a refused client costs no socket, and is told why in plain HTTP.
    door.onUpgrade(ROUTES.websocket, (req, socket, head, query) => {
      const offered = offeredSubprotocols(req);
      const session = sessions.authenticate(offeredToken(offered));
      if (!offered.includes(SUBPROTOCOL))
        throw new ProtocolError('bad-request', `Sec-WebSocket-Protocol: must offer ${SUBPROTOCOL}`);
      const asked = readQuery(query, ['after', 'limit']);
      session.requirePlace('websocket');
      // Only once ws has found the handshake right: one that it refuses must not end the line that is there.
      upgrader.handleUpgrade(req, socket, head, (ws) => {
        const line = new WebSocketLine(services, session, socket, asked);
        session.attach('websocket', line);
        socket.once('close', () => {
          line.closed();
          session.detach('websocket', line);
        });
        counters.transports.websocket.requests += 1;
        line.open(ws);
      });
    });
  },
};

function offeredSubprotocols(req: IncomingMessage): string[] {
  return req.headers['sec-websocket-protocol']?.split(',').map((name) => name.trim()) ?? [];
}

function offeredToken(offered: readonly string[]): string | undefined {
  return offered.find((name) => name.startsWith(TOKEN_SUBPROTOCOL_PREFIX))?.slice(TOKEN_SUBPROTOCOL_PREFIX.length);
}
