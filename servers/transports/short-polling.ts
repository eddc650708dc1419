import { answerJson } from '../http/answer.ts';
import { bearerToken } from '../http/bearer-token.ts';
import { readQuery, requireAfter } from '../input/read-query.ts';
import { ROUTES } from '../protocol/routes.ts';
import type { ServerTransport } from './server-transport.ts';

/** What is after the cursor, answered at once, be it nothing. When to ask again is the client's affair. */
export const shortPolling: ServerTransport = {
  name: 'short-polling',

  mount({ mailboxes, parties: { sessions, confirmations }, counters }, door) {
    const counter = counters.transports['short-polling'];

    door.on('GET', ROUTES.shortPolling, async (req, res, query) => {
      const session = sessions.authenticate(bearerToken(req));
      const asked = readQuery(query, ['after', 'limit']);
      const after = requireAfter(asked);
      counter.requests += 1;
      session.noteRead('short-polling');
      confirmations.has(session.address, after);
      const page = await mailboxes.read(session.address, after, asked);
      confirmations.gave(session.address, page);
      counter.countPage(page);
      answerJson(res, 200, page);
    });
  },
};
