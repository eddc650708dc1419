import type { Router } from '@koa/router';
import type { Context } from 'koa';
import { accept } from '../../input/accept.ts';
import { ProtocolError } from '../../protocol/error-code.ts';
import { ROUTES } from '../../protocol/routes.ts';
import { requireAddress } from '../../parties/sign-in.ts';
import type { Session } from '../../parties/sessions.ts';
import type { Services } from '../../services.ts';
import { badRequest } from '../answer.ts';
import { bearerToken } from '../bearer-token.ts';

const acceptToy = accept<{ toy: string }>({
  type: 'object',
  properties: { toy: { type: 'string' } },
  required: ['toy'],
  additionalProperties: false,
});

/** Pairing toys with their owner, and parting them. */
export function mountToys(router: Router, { parties: { sessions, toys, presence } }: Services): void {
  router.get(ROUTES.toys, (ctx) => {
    const { address } = requirePerson(ctx);
    ctx.body = [...toys.of(address)].map((toy) => presence.of(toy, address));
  });

  router.post(ROUTES.toys, async (ctx) => {
    const session = requirePerson(ctx);
    const toy = requireAddress('toy', acceptToy(ctx.request.body, badRequest).toy);
    session.takeSend();
    const key = await toys.pair(toy, session.address);
    ctx.status = 201;
    ctx.body = { address: toy, key };
  });

  router.delete(ROUTES.toy, async (ctx) => {
    const { address } = requirePerson(ctx);
    const toy = requireAddress('toy', ctx.params['name']!);
    if (!(await toys.unpair(toy, address)))
      throw new ProtocolError('unknown-recipient', 'You have no toy of this name.');
    const session = sessions.of(toy);
    if (session !== undefined) sessions.signOut(session);
    ctx.status = 204;
  });

  function requirePerson(ctx: Context): Session {
    const session = sessions.authenticate(bearerToken(ctx.req));
    if (session.address.startsWith('user:')) return session;
    throw new ProtocolError('forbidden', 'A toy has no toys.');
  }
}
