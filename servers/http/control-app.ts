import { Router } from '@koa/router';
import Koa, { type Context, type Next } from 'koa';
import bodyParser from 'koa-bodyparser';
import { refuseEncoded } from '../input/refuse-encoded.ts';
import { type ErrorCode, ProtocolError } from '../protocol/error-code.ts';
import type { Services } from '../services.ts';
import { errorHeaders, toProtocolError } from './answer.ts';
import { mountGroups } from './routes/groups.ts';
import { mountOperation, type Operation } from './routes/operation.ts';
import { mountPresence } from './routes/presence.ts';
import { mountSessions } from './routes/sessions.ts';
import { mountToys } from './routes/toys.ts';

/** Nothing here may be kept by a cache, taken for what it does not say it is, run as a page, or shown in another's. */
const HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
};

/** No request of these routes needs more. */
const MAX_BODY = '4kb';

/** Everything besides the messages themselves. */
export function createControlApp(services: Services, operation: Operation): Koa {
  const { log } = services;
  // By itself it takes `/METRICS` for `/metrics`, and a proxy that refuses the one would let the other through.
  const router = new Router({ sensitive: true, strict: true });
  mountSessions(router, services);
  mountPresence(router, services);
  mountGroups(router, services);
  mountToys(router, services);
  mountOperation(router, services, operation);

  const app = new Koa();
  app.use(answerErrors);
  app.use(plainBodiesOnly);
  app.use(bodyParser({ enableTypes: ['json'], jsonLimit: MAX_BODY, onerror: refuseBody }));
  app.use(router.routes());
  app.use(router.allowedMethods());
  // What the system says of a socket is the client's doing: it left.
  app.on('error', (err: NodeJS.ErrnoException) =>
    log[err.syscall === undefined ? 'error' : 'debug']({ err }, 'answering failed'),
  );
  return app;

  async function answerErrors(ctx: Context, next: Next): Promise<void> {
    ctx.set(HEADERS);
    try {
      await next();
      // What no route took, in the protocol's words; the router has set `Allow` where only the method was wrong.
      if (ctx.status === 404) throw new ProtocolError('not-found');
      if (ctx.status === 405 || ctx.status === 501) throw new ProtocolError('method-not-allowed');
    } catch (failure) {
      const error = toProtocolError(failure);
      if (error.code === 'internal') log.error({ err: failure, method: ctx.method, path: ctx.path }, 'request failed');
      ctx.status = error.status;
      for (const [name, value] of Object.entries(errorHeaders(error))) ctx.set(name, String(value));
      ctx.body = { error };
    }
  }
}

/** koa-bodyparser would unpack; it has no setting against it. */
function plainBodiesOnly({ req }: Context, next: Next): Promise<void> {
  refuseEncoded(req);
  return next();
}

/** What koa-bodyparser found wrong with a body, in the protocol's terms. */
function refuseBody(failure: Error & { status?: number }): never {
  const codes: Partial<Record<number, ErrorCode>> = { 400: 'bad-request', 413: 'too-large', 415: 'not-json' };
  throw new ProtocolError(codes[failure.status ?? 400] ?? 'bad-request', failure.message, { cause: failure });
}
