import type { Router } from '@koa/router';
import type { Context } from 'koa';
import { accept } from '../../input/accept.ts';
import { readQuery, requireAfter } from '../../input/read-query.ts';
import type { Address } from '../../protocol/address.ts';
import { ProtocolError } from '../../protocol/error-code.ts';
import { ROUTES } from '../../protocol/routes.ts';
import { requireAddress } from '../../parties/sign-in.ts';
import type { Session } from '../../parties/sessions.ts';
import type { Services } from '../../services.ts';
import { badRequest } from '../answer.ts';
import { bearerToken } from '../bearer-token.ts';

const acceptGroup = accept<{ group: string }>({
  type: 'object',
  properties: { group: { type: 'string' } },
  required: ['group'],
  additionalProperties: false,
});

/** Making, joining, leaving and listing groups, and looking back in them. */
export function mountGroups(router: Router, { parties: { sessions, groups } }: Services): void {
  router.get(ROUTES.groups, (ctx) => {
    ctx.body = groups.list(requirePerson(ctx).address);
  });

  router.post(ROUTES.groups, async (ctx) => {
    const session = requirePerson(ctx);
    const address = requireAddress('group', acceptGroup(ctx.request.body, badRequest).group);
    session.takeSend();
    await groups.make(address, session.address);
    ctx.status = 201;
    ctx.body = { address, members: groups.members(address, session.address) };
  });

  router.get(ROUTES.groupMembers, (ctx) => {
    ctx.body = groups.members(named(ctx), requirePerson(ctx).address);
  });

  router.post(ROUTES.groupMembers, async (ctx) => {
    const session = requirePerson(ctx);
    session.takeSend();
    const address = named(ctx);
    await groups.join(address, session.address);
    ctx.body = { address, members: groups.members(address, session.address) };
  });

  router.delete(ROUTES.groupMembers, async (ctx) => {
    const session = requirePerson(ctx);
    session.takeSend();
    await groups.leave(named(ctx), session.address);
    ctx.status = 204;
  });

  router.get(ROUTES.groupMessages, async (ctx) => {
    const session = requirePerson(ctx);
    const asked = readQuery(ctx.querystring, ['after', 'limit']);
    ctx.body = await groups.history(named(ctx), session.address, requireAfter(asked), asked.limit);
  });

  function requirePerson(ctx: Context): Session {
    const session = sessions.authenticate(bearerToken(ctx.req));
    if (session.address.startsWith('user:')) return session;
    throw new ProtocolError('forbidden', 'Groups are for persons.');
  }
}

function named(ctx: Context & { params: Record<string, string> }): Address {
  return requireAddress('group', ctx.params['name']!);
}
