import { describe, expect, test } from '@jest/globals';
import { fullJitter } from '../../clients/core/retry-policy.ts';
import { TRANSPORT_NAMES } from '../../servers/protocol/transport-name.ts';
import { messagesOf, openClient, startReceiving } from '../harness/clients.ts';
import { startServerProcess } from '../harness/server-process.ts';

const retry = fullJitter({ baseMs: 20, capMs: 200 });

describe('M2 a server killed in mid-run and started again', () => {
  test.each(TRANSPORT_NAMES)(
    '%s: the gap is announced, and everybody goes on',
    async (transport) => {
      const first = await startServerProcess('--max-sends', 'unlimited');
      const { url } = first;
      const alice = openClient({ url, user: 'alice', transport, retry });
      const bob = openClient({ url, user: 'bob', transport, retry });
      await bob.signIn();
      const receiving = startReceiving(bob);

      // A steady stream all the while; what is refused because nobody has signed in yet again is refused, not lost in silence.
      const stopping = new AbortController();
      const fates: Promise<'sent' | 'refused'>[] = [];
      const stream = (async () => {
        for (let i = 0; !stopping.signal.aborted; i += 1) {
          fates.push(
            alice.publish('user:bob', String(i)).then(
              () => 'sent',
              () => 'refused',
            ),
          );
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      })();

      await receiving.items.until((items) => items.length >= 30);
      await first.stop('SIGKILL');
      const port = new URL(url).port;
      await startServerProcess('--max-sends', 'unlimited', '--port', port);
      await receiving.items.until((items) => items.some(({ kind }) => kind === 'gap'), 'gap', 10_000);
      const atGap = receiving.items.all.length;
      await receiving.items.until((items) => items.length >= atGap + 30, 'messages after the gap', 10_000);
      stopping.abort();
      await stream;
      await Promise.all(fates);

      const gaps = receiving.items.all.filter(({ kind }) => kind === 'gap');
      expect(gaps).toEqual([{ kind: 'gap', reason: 'epoch-changed' }]);
      const gapAt = receiving.items.all.findIndex(({ kind }) => kind === 'gap');
      for (const part of [receiving.items.all.slice(0, gapAt), receiving.items.all.slice(gapAt)]) {
        const bodies = messagesOf(part).map(({ body }) => Number(body));
        expect(bodies).toEqual([...new Set(bodies)].toSorted((a, b) => a - b));
      }
    },
    30_000,
  );
});
