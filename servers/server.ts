import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { Connections } from './http/connections.ts';
import { createControlApp } from './http/control-app.ts';
import { FrontDoor } from './http/front-door.ts';
import { mountMessagesRoute } from './http/messages-route.ts';
import { Origins } from './http/origins.ts';
import { mountPage } from './http/page.ts';
import { Metrics } from './metrics.ts';
import { OpenSockets } from './open-sockets.ts';
import type { ServerOptions } from './options.ts';
import { ProtocolError } from './protocol/error-code.ts';
import { createServices, type Services } from './services.ts';
import { serverTransports } from './transports/transports.ts';

/** Longer than the 60 s after which common proxies drop an idle connection of theirs: they must be the first to. */
const KEEP_ALIVE_MS = 65_000;

export interface LabServer {
  readonly url: string;
  readonly services: Services;
  /** Answers every held poll, closes every socket, and ends, at the latest after `shutdownMs`. */
  close(): Promise<void>;
}

/**
 * Starts a server of the lab and resolves when it listens.
 *
 * @param kept What an earlier server remembered, and this one goes on with; it outlives this one too. Who is signed in
 * keeps the limits of then; all else is as `options` say. Default: nothing.
 * @throws where it can't listen, with Node's error (`EADDRINUSE`, …).
 */
export async function startServer(options: ServerOptions, logger: Logger, kept?: Services): Promise<LabServer> {
  const services = kept === undefined ? createServices(options, logger) : { ...kept, options };
  services.mailboxes.retention = options.retention;
  const { log, parties } = services;

  const server = http.createServer({
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: KEEP_ALIVE_MS + 1000,
    requestTimeout: 2 * KEEP_ALIVE_MS,
    // The front door does, with an answer that says so.
    requireHostHeader: false,
  });
  const sockets = new OpenSockets(server);
  const connections = new Connections(options.slowReaderMs);
  const metrics = new Metrics(services, sockets);
  let closing: Promise<void> | undefined;
  const origins = new Origins(options.allowOrigins);
  const controlApp = createControlApp(services, {
    metrics,
    boot: randomBytes(9).toString('base64url'),
    isClosing: () => closing !== undefined,
    isOwnHost: (req) => origins.isOwnHost(req),
  });
  const door = new FrontDoor(server, connections, origins, controlApp.callback(), (err, req) =>
    log.error({ err, method: req.method }, 'request failed'),
  );
  mountMessagesRoute(services, door);
  for (const transport of Object.values(serverTransports)) transport.mount(services, door);
  mountPage(options, origins, door);

  server.listen(options.port, options.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  origins.allowOwn(options.host, port);
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;

  return { url: `http://${host}:${port}`, services, close: () => (closing ??= close()) };

  /** In this order: nobody new, everybody who waits is told, what is being answered is answered, what is left is cut. */
  async function close(): Promise<void> {
    const comeBack = (): ProtocolError =>
      new ProtocolError('shutting-down', undefined, {
        retryAfterMs: Math.round(Math.random() * options.reconnectSpreadMs),
      });
    door.close(comeBack);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    parties.sessions.endLines(comeBack);
    // A connection that was answering when the server closed turns idle without closing.
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const deadline = setTimeout(() => sockets.destroy(), options.shutdownMs);
    await closed;
    await sockets.allClosed();
    clearInterval(idle);
    clearTimeout(deadline);
    connections.close();
    metrics.close();
    if (kept === undefined) await services.close();
  }
}
