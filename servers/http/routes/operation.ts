import type { IncomingMessage } from 'node:http';
import type { Router } from '@koa/router';
import type { Metrics } from '../../metrics.ts';
import { ProtocolError } from '../../protocol/error-code.ts';
import { ROUTES } from '../../protocol/routes.ts';
import type { Services } from '../../services.ts';

export interface Operation {
  readonly metrics: Metrics;
  /** Random name of this server process: another one after a restart. */
  readonly boot: string;
  readonly isClosing: () => boolean;
  /** Whether a request was sent to an address of the server's own. */
  readonly isOwnHost: (req: IncomingMessage) => boolean;
}

/** What those who run the server ask it. */
export function mountOperation(
  router: Router,
  { options }: Services,
  { metrics, boot, isClosing, isOwnHost }: Operation,
): void {
  router.get(ROUTES.health, (ctx) => {
    if (isClosing()) throw new ProtocolError('shutting-down');
    ctx.body = { status: 'ok', boot, clock: options.clock };
  });

  router.get(ROUTES.metrics, async (ctx) => {
    ctx.type = metrics.contentType;
    ctx.body = await metrics.text();
  });

  // For the page: what it can't know by itself.
  router.get(ROUTES.page, (ctx) => {
    const isOwn = isOwnHost(ctx.req);
    ctx.body = { lab: isOwn ? options.lab : null, isClass: options.lab !== null && !isOwn };
  });

  router.get('/', (ctx) => {
    ctx.type = 'text/plain; charset=utf-8';
    ctx.body = `transport-lab: one mailbox, three ways to read it.\n\n${Object.values(ROUTES).join('\n')}\n\nThe wire is described in servers/PROTOCOL.md.\n`;
  });
}
