import { hasMore } from '../../servers/protocol/page.ts';
import { ROUTES } from '../../servers/protocol/routes.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import { publishOverHttp } from './over-http.ts';
import { Polls } from './polls.ts';
import type { ClientTransport, TransportContext } from './transport.ts';

/** In a tab that nobody sees the interval is so many times as long, … */
const HIDDEN_FACTOR = 10;

/** … but not longer than this, unless it is anyway: who does not ask for 30 s is taken to be away. */
const HIDDEN_MAX_MS: Millis = 20_000;

/**
 * Asks again and again. The next poll is planned only when the last answer was dealt with, so polls never overlap, and
 * the first one comes after a random part of the interval, so that clients which (re)start together don't ask together.
 * In a hidden tab it asks less often, and at once when the tab shows again.
 */
export function createShortPolling(context: TransportContext): ClientTransport {
  const { settings, now, random, visibility } = context;
  const polls = new Polls(context, ROUTES.shortPolling);

  return {
    name: 'short-polling',
    traits: { pipelines: false, stableAfterMs: 0, readsAnewFor: ['pollIntervalMs', 'pollDiscipline'] },
    isReady: true,

    get connection() {
      return polls.connection;
    },

    publish: (drafts, signal) => publishOverHttp(context, drafts, signal),

    async *pages(from, signal) {
      let dueAt = now() + (settings.jitter ? random() * settings.pollIntervalMs : 0);
      for (;;) {
        if (await polls.rest(dueAt, signal)) dueAt = now();
        let page;
        do {
          page = await polls.ask({ after: from() }, 0, signal);
          yield page;
        } while (hasMore(page));
        dueAt = settings.pollDiscipline === 'fixed-delay' ? now() + interval() : nextTick(dueAt, interval());
      }
    },

    close() {},
  };

  function interval(): Millis {
    const { pollIntervalMs } = settings;
    if (visibility?.isHidden !== true) return pollIntervalMs;
    return Math.max(pollIntervalMs, Math.min(HIDDEN_FACTOR * pollIntervalMs, HIDDEN_MAX_MS));
  }

  /** The next of the even times after `lastDueAt` that is not over yet: what an answer that took too long has missed is not made up for. */
  function nextTick(lastDueAt: Millis, intervalMs: Millis): Millis {
    const missed = Math.max(0, Math.floor((now() - lastDueAt) / intervalMs));
    return intervalMs === 0 ? now() : lastDueAt + (missed + 1) * intervalMs;
  }
}
