import { describe, expect, test } from '@jest/globals';
import type { ClientOptions } from '../../clients/core/client.ts';
import type { SocketConnection } from '../../clients/core/connection.ts';
import type { Received } from '../../clients/core/receive.ts';
import { fullJitter } from '../../clients/core/retry-policy.ts';
import type { Address } from '../../servers/protocol/address.ts';
import { messages, messagesOf, openClient, startReceiving } from '../harness/clients.ts';
import { eventually } from '../harness/eventually.ts';
import { type Lab, type LabOptions, startLab } from '../harness/lab.ts';
import { leftovers } from '../harness/leftovers.ts';
import { startLink } from '../harness/links.ts';
import { Recorder } from '../harness/recorder.ts';

/*
 * What each habit is for: the same fault meets a client that has it and one that has not.
 */

const retry = fullJitter({ baseMs: 5, capMs: 20 });

/** Alice, and Bob with these habits, each at the other end of a link. */
async function meet(bobs: Partial<ClientOptions> & Pick<ClientOptions, 'transport'>, options?: LabOptions) {
  const lab = await startLab({ reconnectSpreadMs: 10, ...options });
  const link = await startLink(lab.url);
  const alicesLink = await startLink(lab.url);
  const alice = openClient({ url: alicesLink.url, user: 'alice', transport: 'long-polling', retry });
  const bob = openClient({ url: link.url, user: 'bob', retry, ...bobs });
  return { lab, link, alicesLink, alice, bob };
}

/** Waits until Bob's question, or his socket, is at the server: what is sent from now on meets it there. */
async function isFollowing(lab: Lab): Promise<void> {
  await eventually(() => expect(leftovers(lab).watching).toBe(1));
}

const bodies = (items: readonly Received[]): string[] => messagesOf(items).map(({ body }) => body);

describe('resume', () => {
  test.each([
    ['long-polling', true, ['before', 'meanwhile', 'after']],
    ['long-polling', false, ['before', 'after']],
    ['websocket', true, ['before', 'meanwhile', 'after']],
    ['websocket', false, ['before', 'after']],
  ] as const)('%s over a line that breaks, resume %s: %j is shown, and no loss announced', async (...row) => {
    const [transport, resume, shown] = row;
    const { lab, link, alice, bob } = await meet({ transport, resume });
    const receiving = startReceiving(bob);
    await isFollowing(lab);
    await alice.publish('user:bob', 'before');
    await messages(receiving, 1);

    // What he opens anew falls into the hole, until that is cut as well.
    link.blackHole();
    link.cut();
    await eventually(() => expect([leftovers(lab).watching, bob.status.state]).toEqual([0, 'connecting']));
    await alice.publish('user:bob', 'meanwhile');
    link.heal();
    link.cut();
    await isFollowing(lab);
    await eventually(() => expect(bob.status.state).toBe('live'));
    await alice.publish('user:bob', 'after');

    await eventually(() => expect(bodies(receiving.items.all).at(-1)).toBe('after'));
    expect(bodies(receiving.items.all)).toEqual(shown);
    expect(bob.status).toMatchObject({ gaps: 0, duplicates: 0 });
  });

  test.each([
    [true, ['1', '2', '3']],
    [false, ['1', '3']],
  ])('what is sent between two long polls, resume %s: %j is shown', async (resume, shown) => {
    const { lab, alice, bob } = await meet({ transport: 'long-polling', resume });
    const items = new Recorder<Received>();
    let goOn!: () => void;
    const isBusy = new Promise<void>((resolve) => (goOn = resolve));
    const ended = (async () => {
      for await (const item of bob.receive()) {
        items.put(item);
        await isBusy;
      }
    })();
    await isFollowing(lab);
    await alice.publish('user:bob', '1');
    await items.take();
    await alice.publish('user:bob', '2');
    goOn();
    await isFollowing(lab);
    await alice.publish('user:bob', '3');
    await eventually(() => expect(bodies(items.all)).toEqual(shown));
    expect(bob.status.gaps).toBe(0);
    expect(bob.status.position === 'end').toBe(!resume);
    await bob.close();
    await ended;
  });

  test.each([true, false])('short polls, which are open for no time, resume %s', async (resume) => {
    const { alice, bob } = await meet({ transport: 'short-polling', pollIntervalMs: 5, resume });
    await bob.signIn();
    const receiving = startReceiving(bob);
    for (let i = 0; i < 3; i += 1) {
      await alice.publish('user:bob', String(i));
      const { pages } = bob.status;
      await eventually(() => expect(bob.status.pages).toBeGreaterThan(pages + 1));
    }
    expect(bodies(receiving.items.all)).toEqual(resume ? ['0', '1', '2'] : []);
    expect(bob.status.gaps).toBe(0);
  });

  test('who asks from the end each time is not slowed down by the server, and gets what comes while it asks', async () => {
    const { lab, alice, bob } = await meet({ transport: 'long-polling', resume: false });
    const receiving = startReceiving(bob);
    await isFollowing(lab);
    for (let i = 1; i <= 6; i += 1) {
      await eventually(() => expect(leftovers(lab).held).toBe(1));
      await alice.publish('user:bob', String(i));
      await messages(receiving, i);
    }
  });

  test('taken up again, it holds from what was shown last', async () => {
    const { lab, link, alice, bob } = await meet({ transport: 'websocket', resume: false });
    const receiving = startReceiving(bob);
    await isFollowing(lab);
    await alice.publish('user:bob', 'before');
    await messages(receiving, 1);
    bob.configure({ resume: true });
    link.blackHole();
    link.cut();
    await alice.publish('user:bob', 'meanwhile');
    link.heal();
    link.cut();
    await messages(receiving, 2);
    expect(bodies(receiving.items.all)).toEqual(['before', 'meanwhile']);
  });
});

describe('heartbeat', () => {
  test('W2 without it a dead line stays OPEN for ever; taken up again, it finds that out', async () => {
    const { lab, link, alice, bob } = await meet(
      { transport: 'websocket', heartbeat: false, answerTimeoutMs: 200 },
      { heartbeatMs: 50, pongMs: 50 },
    );
    const receiving = startReceiving(bob);
    await isFollowing(lab);
    await eventually(() => expect(bob.status.state).toBe('live'));
    link.blackHole();
    await alice.publish('user:bob', 'into the hole');
    // The server has given him up, and has been silent for many times as long as a heartbeat bears.
    await eventually(() => {
      expect(leftovers(lab).watching).toBe(0);
      expect((bob.status.connection as SocketConnection).silentMs).toBeGreaterThan(1000);
    });
    expect(bob.status).toMatchObject({
      state: 'live',
      failures: 0,
      connection: { readyStateName: 'OPEN', silenceLimitMs: null, heartbeats: { sent: 0 } },
    });

    link.heal();
    bob.configure({ heartbeat: true });
    expect((await messages(receiving, 1))[0]!.body).toBe('into the hole');
    expect(bob.status).toMatchObject({ connection: { silenceLimitMs: 100 }, lastFault: { code: 'silent' } });
  });
});

describe('dropSeen', () => {
  test.each([
    [true, ['hello', 'more']],
    [false, ['hello', 'hello', 'more']],
  ])(
    'a message sent anew, its receipt lost with the memory of the server, dropSeen %s: %j',
    async (dropSeen, shown) => {
      const { lab, link, alicesLink, alice, bob } = await meet({ transport: 'websocket', dropSeen });
      let lost = 0;
      alicesLink.inspectAnswer = (bytes) => {
        if (!bytes.includes('"receipt"')) return 'pass';
        lost += 1;
        return 'cut';
      };
      await bob.signIn();
      const receiving = startReceiving(bob);
      const receipt = alice.publish('user:bob', 'hello');
      await messages(receiving, 1);
      await eventually(() => expect(lost).toBeGreaterThan(0));

      const next = await startLab();
      await next.services.mailboxes.open('user:bob' as Address);
      for (const each of [link, alicesLink]) each.target = new URL(next.url);
      await lab.close();
      alicesLink.inspectAnswer = () => 'pass';
      await receipt;
      await alice.publish('user:bob', 'more');
      await eventually(() => expect(bodies(receiving.items.all).at(-1)).toBe('more'));
      expect(bodies(receiving.items.all)).toEqual(shown);
      expect(bob.status).toMatchObject({ gaps: 1, duplicates: dropSeen ? 1 : 0 });
    },
  );
});
