import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { ProtocolError } from '../protocol/error-code.ts';
import { answerError, refuseOn, toProtocolError } from './answer.ts';
import type { Connections } from './connections.ts';
import { ignoreUpgrade } from './ignore-upgrade.ts';
import type { Origins } from './origins.ts';

/** Answers one request; `query` is what stands after the `?`. Whatever it throws is answered as an error. */
export type Handler = (req: IncomingMessage, res: ServerResponse, query: string) => Promise<void> | void;

/** Takes over the socket of one upgrade request. Whatever it throws before it has answered refuses the upgrade. */
export type UpgradeHandler = (
  req: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  query: string,
) => Promise<void> | void;

type Method = 'GET' | 'HEAD' | 'POST';

/**
 * Where a request goes. The paths that carry messages are looked up here and answered by plain `node:http` handlers;
 * everything else is Koa's.
 *
 * Why they don't go through Koa: measured side by side on one machine, a relay that answers a held poll through Koa,
 * @koa/router and koa-bodyparser takes 1.5 to 1.7 times the median latency and CPU of the bare one. The lab would then
 * measure its framework. All transports come in by the same door, so none has the advantage.
 */
export class FrontDoor {
  readonly #handlers = new Map<string, Partial<Record<string, Handler>>>();
  readonly #upgrades = new Map<string, UpgradeHandler>();
  readonly #server: Server;
  readonly #connections: Connections;
  readonly #origins: Origins;
  readonly #everythingElse: (req: IncomingMessage, res: ServerResponse) => unknown;
  readonly #failed: (failure: unknown, req: IncomingMessage) => void;
  #closing: (() => ProtocolError) | undefined;

  constructor(
    server: Server,
    connections: Connections,
    origins: Origins,
    everythingElse: (req: IncomingMessage, res: ServerResponse) => unknown,
    failed: (failure: unknown, req: IncomingMessage) => void,
  ) {
    this.#server = server;
    this.#connections = connections;
    this.#origins = origins;
    this.#everythingElse = everythingElse;
    this.#failed = failed;
    server.on('request', this.#request);
    // An expectation that nobody knows may be ignored; Node would refuse it without a word.
    server.on('checkExpectation', this.#request);
    server.on('upgrade', this.#upgrade);
    server.on('clientError', this.#unreadable);
  }

  on(method: Method, path: string, handler: Handler): void {
    this.#handlers.set(path, { ...this.#handlers.get(path), [method]: handler });
  }

  onUpgrade(path: string, handler: UpgradeHandler): void {
    this.#upgrades.set(path, handler);
    this.on('GET', path, () => {
      throw new ProtocolError('upgrade-required');
    });
  }

  /** From now on every message route and upgrade is refused. */
  close(refusal: () => ProtocolError): void {
    this.#closing = refusal;
  }

  readonly #request = (req: IncomingMessage, res: ServerResponse): void => {
    if (!this.#connections.admit(req, res)) return;
    if (req.headers.host === undefined && req.httpVersion === '1.1') {
      answerError(res, new ProtocolError('bad-request', 'Host: is missing.'));
      return;
    }
    if (!this.#origins.isAllowed(req)) {
      answerError(res, new ProtocolError('forbidden-origin'));
      return;
    }
    const { path, query } = splitUrl(req.url!);
    const methods = this.#handlers.get(path);
    if (methods === undefined) {
      // Koa takes `http://[` for a path and fails over it.
      if (path.startsWith('/')) this.#everythingElse(req, res);
      else answerError(res, new ProtocolError('bad-request', 'The request target must be a path.'));
      return;
    }
    this.#answer(methods[req.method!], req, res, query).catch((failure: unknown) => {
      const error = toProtocolError(failure);
      if (error.code === 'internal') this.#failed(error.cause, req);
      if (error.code === 'method-not-allowed') res.setHeader('Allow', Object.keys(methods).join(', '));
      answerError(res, error);
    });
  };

  readonly #upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // Behind a request that waits for its answer there is nothing that could be said now and understood.
    if (this.#connections.unanswered(socket) > 0) {
      socket.destroy();
      return;
    }
    if (!this.#origins.isAllowed(req)) {
      refuseOn(socket, new ProtocolError('forbidden-origin'));
      return;
    }
    if (req.headers.upgrade?.toLowerCase() !== 'websocket') {
      ignoreUpgrade(this.#server, req, socket, head);
      return;
    }
    const { path, query } = splitUrl(req.url!);
    // Until ws takes over nobody else listens; a peer that goes away now is no fault of the server's.
    socket.on('error', ignore);
    this.#takeOver(this.#upgrades.get(path), req, socket, head, query).then(
      () => socket.off('error', ignore),
      (failure: unknown) => {
        const error = toProtocolError(failure);
        if (error.code === 'internal') this.#failed(error.cause, req);
        refuseOn(socket, error);
      },
    );
  };

  readonly #unreadable = (failure: NodeJS.ErrnoException, socket: Duplex): void => {
    // Nobody is there, or it would be taken for the answer to an earlier request.
    if (!socket.writable || failure.code === 'ECONNRESET' || this.#connections.unanswered(socket) > 1) {
      socket.destroy();
    } else {
      refuseOn(socket, unreadableError(failure));
    }
  };

  async #answer(handler: Handler | undefined, req: IncomingMessage, res: ServerResponse, query: string): Promise<void> {
    if (handler === undefined) throw new ProtocolError('method-not-allowed');
    if (this.#closing !== undefined) throw this.#closing();
    await handler(req, res, query);
  }

  async #takeOver(
    handler: UpgradeHandler | undefined,
    req: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    query: string,
  ): Promise<void> {
    if (handler === undefined) throw new ProtocolError('not-found');
    if (req.method !== 'GET') throw new ProtocolError('method-not-allowed');
    if (this.#closing !== undefined) throw this.#closing();
    await handler(req, socket, head, query);
  }
}

/** What Node's parser of HTTP found wrong, in the protocol's terms. */
function unreadableError(failure: NodeJS.ErrnoException): ProtocolError {
  return failure.code === 'HPE_HEADER_OVERFLOW'
    ? new ProtocolError('too-large', 'The headers are larger than this server takes.', { cause: failure })
    : new ProtocolError('bad-request', 'This is no request of HTTP, or it did not come in time.', { cause: failure });
}

function splitUrl(url: string): { path: string; query: string } {
  const mark = url.indexOf('?');
  return mark === -1 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

function ignore(): void {}
