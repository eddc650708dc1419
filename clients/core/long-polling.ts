import { hasMore } from '../../servers/protocol/page.ts';
import { ROUTES } from '../../servers/protocol/routes.ts';
import { type Millis, toSeconds } from '../../servers/protocol/units.ts';
import { publishOverHttp } from './over-http.ts';
import { Polls } from './polls.ts';
import type { ClientTransport, TransportContext } from './transport.ts';

/** Asks, and lets the server hold the question until it has an answer; then asks again at once. */
export function createLongPolling(context: TransportContext): ClientTransport {
  const polls = new Polls(context, ROUTES.longPolling);

  return {
    name: 'long-polling',
    traits: { pipelines: false, stableAfterMs: 0, readsAnewFor: ['holdMs'] },
    isReady: true,

    get connection() {
      return polls.connection;
    },

    publish: (drafts, signal) => publishOverHttp(context, drafts, signal),

    async *pages(from, signal) {
      // Until it has caught up the client asks without a hold: it then knows that it has, and stands on a cursor. Held
      // right away, `end` would mean a later end when the connection breaks during the hold.
      let holdMs: Millis = 0;
      for (;;) {
        const hold = String(toSeconds(holdMs));
        const page = await polls.ask({ after: from(), hold }, holdMs, signal);
        yield page;
        // The wire takes three decimals of a second.
        if (!hasMore(page)) holdMs = Math.round(context.settings.holdMs);
      }
    },

    close() {},
  };
}
