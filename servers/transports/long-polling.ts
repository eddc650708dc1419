import { answerJson } from '../http/answer.ts';
import { bearerToken } from '../http/bearer-token.ts';
import { readQuery, requireAfter } from '../input/read-query.ts';
import { Waiter } from '../mailbox/waiter.ts';
import type { Position } from '../protocol/cursor.ts';
import { ROUTES } from '../protocol/routes.ts';
import type { Millis } from '../protocol/units.ts';
import type { Line, Session } from '../parties/sessions.ts';
import type { ServerTransport } from './server-transport.ts';

/** What is after the cursor; where that is nothing, the answer waits for what comes, at most for the hold. */
export const longPolling: ServerTransport = {
  name: 'long-polling',

  mount({ mailboxes, parties: { sessions, confirmations }, counters, options }, door) {
    const counter = counters.transports['long-polling'];
    const repeats = new WeakMap<Session, Repeats>();

    door.on('GET', ROUTES.longPolling, async (req, res, query) => {
      const session = sessions.authenticate(bearerToken(req));
      const asked = readQuery(query, ['after', 'limit', 'hold']);
      const after = requireAfter(asked);
      const { limit } = asked;
      const holdMs = Math.min(asked.holdMs ?? Infinity, options.holdMs);
      counter.requests += 1;

      const poll = new HeldPoll();
      session.attach('long-polling', poll);
      confirmations.has(session.address, after);
      // Not req 'close': on current Node that fires as soon as the request was read.
      res.once('close', () => {
        if (!res.writableFinished) poll.end(LEFT);
      });
      try {
        const slowDownMs = slowDownFor(repeats.get(session), after);
        if (slowDownMs > 0) await poll.sleep(slowDownMs);
        const page = await mailboxes.wait(session.address, after, { limit, holdMs, waiter: poll });
        // The end moves by itself: who asks from there is never answered at once.
        if (page.kind !== 'empty' && after !== 'end') repeats.set(session, repeated(repeats.get(session), after));
        confirmations.gave(session.address, page);
        counter.countPage(page);
        answerJson(res, 200, page);
      } catch (reason) {
        if (reason !== LEFT) throw reason;
      } finally {
        session.detach('long-polling', poll);
      }
    });
  },
};

/** A poll that is being answered: what wakes it is the mailbox's, what ends it the session's. */
class HeldPoll extends Waiter implements Line {
  readonly reading = true;
  readonly #askedAt: Millis = performance.now();

  get silenceMs(): Millis {
    return performance.now() - this.#askedAt;
  }
}

const LEFT = new Error('the client left');

/** How often in a row a session was answered at once for the same position. */
interface Repeats {
  readonly after: Position;
  readonly times: number;
}

/** So many answers for one position cost no wait: one or two may well have been lost on their way. */
const FREE_REPEATS = 3;
const FIRST_SLOW_DOWN_MS: Millis = 250;
const LONGEST_SLOW_DOWN_MS: Millis = 8000;

function repeated(earlier: Repeats | undefined, after: Position): Repeats {
  return { after, times: earlier?.after === after ? earlier.times + 1 : 1 };
}

/**
 * How long to let a client wait that asks for the same again and again: it does not move its cursor, and answered at once
 * it would ask in an endless loop.
 */
function slowDownFor(earlier: Repeats | undefined, after: Position): Millis {
  if (earlier?.after !== after || earlier.times < FREE_REPEATS) return 0;
  return Math.min(FIRST_SLOW_DOWN_MS * 2 ** (earlier.times - FREE_REPEATS), LONGEST_SLOW_DOWN_MS);
}
