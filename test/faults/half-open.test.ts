import { describe, expect, test } from '@jest/globals';
import { fullJitter } from '../../clients/core/retry-policy.ts';
import { Traffic } from '../../clients/traffic.ts';
import { TRANSPORT_NAMES } from '../../servers/protocol/transport-name.ts';
import { messages, openClient, startReceiving } from '../harness/clients.ts';
import { eventually } from '../harness/eventually.ts';
import { startLab } from '../harness/lab.ts';
import { leftovers } from '../harness/leftovers.ts';
import { startLink } from '../harness/links.ts';

describe('W2 W3 an unplugged cable', () => {
  test('both sides of a WebSocket find it out by the silence; the client comes back another way and misses nothing', async () => {
    const lab = await startLab({ heartbeatMs: 100, pongMs: 100 });
    const link = await startLink(lab.url);
    const retry = fullJitter({ baseMs: 5, capMs: 20 });
    const alice = openClient({ url: lab.url, user: 'alice', transport: 'websocket' });
    // Whatever it tries while the hole lasts falls into it too; it must not wait there for long.
    const bob = openClient({ url: link.url, user: 'bob', transport: 'websocket', retry, answerTimeoutMs: 200 });
    const states: string[] = [];
    bob.observeState((state) => states.push(state));
    const receiving = startReceiving(bob);
    await alice.signIn();
    await eventually(() => expect(bob.status.state).toBe('live'));
    await alice.publish('user:bob', 'before');
    await messages(receiving, 1);

    link.blackHole();
    await alice.publish('user:bob', 'into the hole');
    // OPEN is no proof of life: the socket stays so, and the server only learns from the silence.
    expect(leftovers(lab).sockets).toBeGreaterThanOrEqual(1);
    await eventually(() => expect(states).toContain('waiting'));
    await eventually(() => expect(leftovers(lab).watching).toBe(0));

    link.heal();
    const got = await messages(receiving, 2);
    expect(got.map(({ body }) => body)).toEqual(['before', 'into the hole']);
    expect(bob.status.gaps).toBe(0);
  });

  test('a held poll that nothing comes of is given up after hold and margin, and asked again', async () => {
    const lab = await startLab();
    const link = await startLink(lab.url);
    const retry = fullJitter({ baseMs: 5, capMs: 20 });
    const alice = openClient({ url: lab.url, user: 'alice', transport: 'long-polling' });
    const bob = openClient({
      url: link.url,
      user: 'bob',
      transport: 'long-polling',
      retry,
      holdMs: 200,
      answerTimeoutMs: 200,
    });
    const receiving = startReceiving(bob);
    await eventually(() => expect(bob.status.state).toBe('live'));
    link.blackHole();
    await alice.publish('user:bob', 'into the hole');
    await eventually(() => expect(bob.status.state).toBe('waiting'));
    link.heal();
    expect((await messages(receiving, 1))[0]!.body).toBe('into the hole');
  });

  test.each(TRANSPORT_NAMES)(
    'W3 a client that is closed on a dead line leaves no connection: %s',
    async (transport) => {
      const lab = await startLab();
      const link = await startLink(lab.url);
      const traffic = new Traffic();
      const bob = openClient({ url: link.url, user: 'bob', transport, traffic, answerTimeoutMs: 100 });
      startReceiving(bob);
      await eventually(() => expect(bob.status.state).toBe('live'));
      link.blackHole();
      await bob.close();
      await eventually(() => expect(traffic.openConnections).toBe(0));
      link.cut();
    },
  );
});
