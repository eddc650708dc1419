import { Router } from '@koa/router';
import Koa, { type Context, type Next } from 'koa';
import bodyParser from 'koa-bodyparser';
import { accept } from '../input/accept.ts';
import { refuseEncoded } from '../input/refuse-encoded.ts';
import { MailboxesFullError } from '../mailbox/mailboxes.ts';
import type { Metrics } from '../metrics.ts';
import { type ErrorCode, ProtocolError } from '../protocol/error-code.ts';
import { ROUTES } from '../protocol/routes.ts';
import type { Services } from '../services.ts';
import { errorHeaders, toProtocolError } from './answer.ts';
import { bearerToken } from './bearer-token.ts';

const acceptSignIn = accept<{ user: string }>({
  type: 'object',
  properties: { user: { type: 'string' } },
  required: ['user'],
  additionalProperties: false,
});

/** No request of these routes needs more. */
const MAX_BODY = '4kb';

export interface ControlAppOptions {
  readonly metrics: Metrics;
  /** Random name of this server process: another one after a restart. */
  readonly boot: string;
  readonly isClosing: () => boolean;
}

/** Everything besides the messages themselves: signing in and out, health, metrics. */
export function createControlApp(
  { sessions, mailboxes, options, log }: Services,
  { metrics, boot, isClosing }: ControlAppOptions,
): Koa {
  const router = new Router();

  router.post(ROUTES.sessions, async (ctx) => {
    const { user } = acceptSignIn(ctx.request.body, (why) => new ProtocolError('bad-request', why));
    const session = sessions.signIn(user);
    try {
      await mailboxes.open(session.address);
    } catch (failure) {
      // Nobody will ever hear of its token.
      sessions.signOut(session);
      if (!(failure instanceof MailboxesFullError)) throw failure;
      throw new ProtocolError('overloaded', 'There are as many mailboxes as there may be.', { cause: failure });
    }
    ctx.status = 201;
    ctx.body = { address: session.address, token: session.token };
  });

  router.get(ROUTES.sessions, (ctx) => {
    ctx.body = { address: sessions.authenticate(bearerToken(ctx.req)).address };
  });

  router.delete(ROUTES.sessions, (ctx) => {
    sessions.signOut(sessions.authenticate(bearerToken(ctx.req)));
    ctx.status = 204;
  });

  router.get(ROUTES.health, (ctx) => {
    if (isClosing()) throw new ProtocolError('shutting-down');
    ctx.body = { status: 'ok', boot, clock: options.clock };
  });

  router.get(ROUTES.metrics, async (ctx) => {
    ctx.type = metrics.contentType;
    ctx.body = await metrics.text();
  });

  router.get('/', (ctx) => {
    ctx.type = 'text/plain; charset=utf-8';
    ctx.body = `transport-lab: one mailbox, three ways to read it.\n\n${Object.values(ROUTES).join('\n')}\n\nThe wire is described in servers/PROTOCOL.md.\n`;
  });

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
    ctx.set('Cache-Control', 'no-store');
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
