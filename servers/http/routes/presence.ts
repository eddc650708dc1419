import type { Router } from '@koa/router';
import { ROUTES } from '../../protocol/routes.ts';
import type { Services } from '../../services.ts';
import { bearerToken } from '../bearer-token.ts';

/** Who is there, asked once or followed. */
export function mountPresence(router: Router, { parties: { sessions, presence } }: Services): void {
  router.get(ROUTES.presence, (ctx) => {
    const session = sessions.authenticate(bearerToken(ctx.req));
    session.takeSend();
    ctx.body = presence.list(session.address);
  });

  router.put(ROUTES.presenceFollowing, (ctx) => {
    presence.follow(sessions.authenticate(bearerToken(ctx.req)));
    ctx.status = 204;
  });

  router.delete(ROUTES.presenceFollowing, (ctx) => {
    presence.unfollow(sessions.authenticate(bearerToken(ctx.req)));
    ctx.status = 204;
  });
}
