import { describe, expect, test } from '@jest/globals';
import { seeded } from '../../bench/random.ts';
import { Client } from '../../clients/core/client.ts';
import { fullJitter } from '../../clients/core/retry-policy.ts';
import { placeOf } from '../../servers/protocol/cursor.ts';
import { TRANSPORT_NAMES, type TransportName } from '../../servers/protocol/transport-name.ts';
import { cleanUp } from '../harness/clean-up.ts';
import { messages, openClient, startReceiving } from '../harness/clients.ts';
import { eventually } from '../harness/eventually.ts';
import { FakePorts } from '../harness/fake-ports.ts';
import { startLab } from '../harness/lab.ts';
import { startLink } from '../harness/links.ts';

const SWITCHES = 1000;
const retry = fullJitter({ baseMs: 5, capMs: 20 });

describe('C2 changing the transport', () => {
  test('1,000 times under load both ways: 0 lost, 0 shown twice, 0 out of order', async () => {
    const random = seeded(9527, 'switching');
    const lab = await startLab();
    const ended = new AbortController();
    cleanUp(() => ended.abort());
    let switches = 0;

    function change(client: Client): void {
      if (switches === SWITCHES) return;
      const others = TRANSPORT_NAMES.filter((name) => name !== client.status.transport);
      client.use(others[Math.floor(random() * others.length)]!);
      switches += 1;
    }

    function join(user: string, transport: TransportName, peer: string) {
      const client = openClient({ url: lab.url, user, transport, retry, random });
      const shown: string[] = [];
      const gaps: string[] = [];
      const early: string[] = [];
      const receipts: Promise<unknown>[] = [];
      const receiving = (async () => {
        for await (const item of client.receive(ended.signal)) {
          if (item.kind === 'gap') {
            gaps.push(item.reason);
            continue;
          }
          const { position } = client.status;
          if (position !== 'start' && position !== 'end' && placeOf(position).seq >= item.message.seq) {
            early.push(item.message.body);
          }
          if (item.message.notice === undefined) shown.push(item.message.body);
          // Some of the changes from within the handler, and some while it runs.
          if (random() < 0.05) change(client);
          if (random() < 0.05) await new Promise(setImmediate);
        }
      })();
      receiving.catch(() => {});
      const publish = (): void => {
        const receipt = client.publish(`user:${peer}`, String(receipts.length));
        receipt.catch(() => {});
        receipts.push(receipt);
      };
      return { client, shown, gaps, early, receipts, receiving, publish };
    }

    const parties = [join('alice', 'websocket', 'bob'), join('bob', 'short-polling', 'alice')] as const;
    await Promise.all(parties.map(({ client }) => client.signIn()));

    while (switches < SWITCHES) {
      for (const { client, publish } of parties) {
        for (let i = Math.floor(random() * 4); i > 0; i -= 1) publish();
        if (random() < 0.5) change(client);
      }
      await new Promise((resolve) => setTimeout(resolve, random() * 15));
    }

    const [alice, bob] = parties;
    await Promise.all([...alice.receipts, ...bob.receipts]);
    const sentTo = ({ receipts }: { receipts: unknown[] }): string[] => receipts.map((_, i) => String(i));
    await eventually(() => {
      expect(alice.shown.length).toBeGreaterThanOrEqual(bob.receipts.length);
      expect(bob.shown.length).toBeGreaterThanOrEqual(alice.receipts.length);
    });
    expect(alice.shown).toEqual(sentTo(bob));
    expect(bob.shown).toEqual(sentTo(alice));
    for (const { gaps, early, client } of parties) {
      expect([gaps, early, client.status.unsent]).toEqual([[], [], 0]);
    }
    expect(alice.receipts.length).toBeGreaterThan(SWITCHES / 2);
    ended.abort();
    await Promise.all(parties.map(({ receiving }) => receiving));
  }, 60_000);

  const pairs = TRANSPORT_NAMES.flatMap((from) => TRANSPORT_NAMES.filter((to) => to !== from).map((to) => [from, to]));

  test.each(pairs as [TransportName, TransportName][])(
    'from %s, whose line is dead, to %s: nothing waits for the end of it',
    async (from, to) => {
      const lab = await startLab();
      const link = await startLink(lab.url);
      const alice = openClient({ url: lab.url, user: 'alice', transport: 'websocket' });
      // Its patience, with the dead line too, is longer than the test's.
      const bob = openClient({ url: link.url, user: 'bob', transport: from, answerTimeoutMs: 60_000 });
      const toAlice = startReceiving(alice);
      const toBob = startReceiving(bob);
      await eventually(() => expect([alice.status.state, bob.status.state]).toEqual(['live', 'live']));
      await bob.publish('user:alice', '1');
      link.blackHole();
      const receipts = ['2', '3', '4'].map((body) => bob.publish('user:alice', body));
      await alice.publish('user:bob', 'hello');
      // Whatever there is stays in the hole; only what is opened from now on gets through.
      link.heal();
      bob.use(to);
      expect(bob.status.transport).toBe(to);
      await Promise.all(receipts);
      expect((await messages(toAlice, 4)).map(({ body }) => body)).toEqual(['1', '2', '3', '4']);
      expect((await messages(toBob, 1)).map(({ body }) => body)).toEqual(['hello']);
      expect(bob.status).toMatchObject({ state: 'live', unsent: 0, lastFault: null });
    },
  );

  test('nor is a connection used that was kept from before, and may be as dead', async () => {
    const lab = await startLab();
    const link = await startLink(lab.url);
    const bob = openClient({ url: link.url, user: 'bob', transport: 'long-polling', answerTimeoutMs: 60_000 });
    const receiving = startReceiving(bob);
    await eventually(() => expect(bob.status.state).toBe('live'));
    // Beside the one that is held this leaves one that nothing uses.
    await bob.publish('user:bob', '1');
    await messages(receiving, 1);
    await eventually(() => expect(link.connections).toBe(2));
    link.blackHole();
    link.heal();
    bob.use('short-polling');
    await bob.publish('user:bob', '2');
    expect((await messages(receiving, 2)).map(({ body }) => body)).toEqual(['1', '2']);
  });

  test.each(['receiving', 'sending'])('however far %s had come, no socket is left open', async (what) => {
    for (let steps = 0; steps < 40; steps += 1) {
      const ports = new FakePorts();
      const client = new Client(ports, { user: 'bob', transport: 'websocket' });
      if (what === 'receiving') startReceiving(client);
      else void client.publish('user:bob', '').catch(() => {});
      for (let i = 0; i < steps; i += 1) await Promise.resolve();
      client.use('long-polling');
      await new Promise(setImmediate);
      expect(ports.sockets.all.filter(({ closes }) => closes.length === 0)).toEqual([]);
      await client.close();
    }
  });

  test('to the one in use is no change; of a closed client it is refused', async () => {
    const lab = await startLab();
    const bob = openClient({ url: lab.url, user: 'bob', transport: 'long-polling' });
    const receiving = startReceiving(bob);
    await eventually(() => expect(bob.status.state).toBe('live'));
    const states: string[] = [];
    bob.observeState((state) => states.push(state));
    bob.use('long-polling');
    await bob.publish('user:bob', 'to myself');
    await messages(receiving, 1);
    expect(states).toEqual([]);
    await bob.close();
    expect(() => bob.use('websocket')).toThrow(expect.objectContaining({ kind: 'fatal', code: 'closed' }));
    expect(bob.status.transport).toBe('long-polling');
  });
});
