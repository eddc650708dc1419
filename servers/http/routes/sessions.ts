import type { Router } from '@koa/router';
import { accept } from '../../input/accept.ts';
import { ROUTES } from '../../protocol/routes.ts';
import type { Services } from '../../services.ts';
import { bearerToken } from '../bearer-token.ts';
import { badRequest } from '../answer.ts';

const MAX_SECRET_LENGTH = 128;
const secret = { type: 'string', minLength: 1, maxLength: MAX_SECRET_LENGTH } as const;

const acceptUser = accept<{ user: string; password?: string }>({
  type: 'object',
  properties: { user: { type: 'string' }, password: { ...secret, nullable: true, not: { type: 'null' } } },
  required: ['user'],
  additionalProperties: false,
});

const acceptToy = accept<{ toy: string; key: string }>({
  type: 'object',
  properties: { toy: { type: 'string' }, key: secret },
  required: ['toy', 'key'],
  additionalProperties: false,
});

/** Signing in and out. */
export function mountSessions(router: Router, { parties: { sessions, signIn, toys } }: Services): void {
  router.post(ROUTES.sessions, async (ctx) => {
    const asked = ctx.request.body as object;
    if ('toy' in asked) {
      const { toy, key } = acceptToy(asked, badRequest);
      const { address, token } = await signIn.toy(toy, key);
      ctx.body = { address, token, owner: toys.ownerOf(address) };
    } else {
      const { user, password } = acceptUser(asked, badRequest);
      const { address, token } = await signIn.user(user, password);
      ctx.body = { address, token };
    }
    ctx.status = 201;
  });

  router.get(ROUTES.sessions, (ctx) => {
    ctx.body = { address: sessions.authenticate(bearerToken(ctx.req)).address };
  });

  router.delete(ROUTES.sessions, (ctx) => {
    sessions.signOut(sessions.authenticate(bearerToken(ctx.req)));
    ctx.status = 204;
  });
}
