import { expect, test } from '@jest/globals';
import { call, ownServer, type Party, sharedServer, signIn, sleep } from './peer.ts';

const server = sharedServer();

/** The notices that wait for a party after a cursor, and the cursor to go on from; at least one. */
async function notices(party: Party, after = 'start'): Promise<{ notices: any[]; cursor: string }> {
  const { body } = await party.hold(after, 5);
  expect(body.messages).toEqual(body.messages.map(() => expect.objectContaining({ from: 'system' })));
  return { notices: body.messages.map(({ notice }: any) => notice), cursor: body.cursor };
}

/** Each way a receiver can take what waits for it, and show that it has. */
const receiving: [string, (receiver: Party) => Promise<void>][] = [
  [
    'short polling, by the next poll',
    async (receiver) => {
      const { cursor } = await receiver.read('start');
      await receiver.read(cursor);
    },
  ],
  [
    'long polling, by the next poll',
    async (receiver) => {
      const { body } = await receiver.hold('start', 0);
      await receiver.hold(body.cursor, 0);
    },
  ],
  [
    'WebSocket, by the pong',
    async (receiver) => {
      const talk = await receiver.connect('?after=start');
      await talk.next('page');
      const { n } = await talk.next('ping');
      talk.send({ type: 'pong', n });
    },
  ],
];

test.each(receiving)('P39 who is away is said to be, and to have it when it has: %s', async (_, receive) => {
  const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
  const sent = await alice.send(bob.address, 'hello', 'm1');
  expect([sent.status, sent.body.online]).toEqual([201, false]);
  const about = { party: bob.address, to: bob.address, ids: ['m1'] };
  const first = await notices(alice);
  expect(first.notices).toEqual([{ code: 'recipient-offline', ...about }]);
  await receive(bob);
  expect((await notices(alice, first.cursor)).notices).toEqual([{ code: 'delivered', ...about }]);
});

test('P39 of who is reading nothing is said, unless the sender asks', async () => {
  const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
  const talk = await bob.connect('?after=start');
  expect((await alice.send(bob.address, 'one')).body.online).toBe(true);
  await talk.next('page');
  expect((await alice.send(bob.address, 'two', 'm2', true)).body.online).toBe(true);
  const { n } = await talk.next('ping');
  expect(await alice.read('start')).toMatchObject({ kind: 'empty' });
  talk.send({ type: 'pong', n });
  expect((await notices(alice)).notices).toEqual([
    { code: 'delivered', party: bob.address, to: bob.address, ids: ['m2'] },
  ]);
});

test('P39 P10 what is sent again is said once', async () => {
  const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
  await alice.send(bob.address, 'hello', 'm1');
  expect((await alice.send(bob.address, 'hello', 'm1')).status).toBe(200);
  expect((await notices(alice)).notices).toHaveLength(1);
});

test('P40 a page that was only sent is not delivered; nor does a cursor of another mailbox deliver', async () => {
  const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
  await alice.send(bob.address, 'hello', 'm1');
  const { cursor } = await notices(alice);
  await bob.read('start');
  const talk = await bob.connect('?after=start');
  const { n } = await talk.next('ping');
  talk.send({ type: 'pong', n: n - 1 });
  await bob.read(cursor);
  // The answer to this ping shows that the pong before it was heard.
  talk.send({ type: 'ping', n: 7 });
  await talk.next('pong');
  expect(await alice.read(cursor)).toMatchObject({ kind: 'empty' });
  talk.send({ type: 'pong', n });
  expect((await notices(alice, cursor)).notices).toMatchObject([{ code: 'delivered', ids: ['m1'] }]);
});

test('P39 many that waited are said to be delivered in few notices, in order', async () => {
  const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
  const ids = Array.from({ length: 250 }, (_, i) => `m${i}`);
  for (const part of [ids.slice(0, 125), ids.slice(125)])
    await alice.ask(
      'POST',
      '/messages',
      part.map((id) => ({ id, to: bob.address, body: id })),
    );
  let page = await alice.read('start', 1000);
  const { cursor } = page;
  page = await bob.read('start', 1000);
  await bob.read(page.cursor);
  const delivered = (await notices(alice, cursor)).notices;
  expect(delivered.flatMap((notice) => notice.ids)).toEqual(ids);
  expect(delivered.length).toBeLessThanOrEqual(3);
});

test('P40 what was trimmed before it was read is said to be undeliverable, and what was kept delivered', async () => {
  const { url } = await ownServer('--keep-messages', '3');
  const [alice, bob] = [await signIn(url), await signIn(url)];
  for (const id of ['m1', 'm2', 'm3', 'm4', 'm5']) await alice.send(bob.address, id, id);
  const { cursor } = await alice.read('end');
  const gap = await bob.read('start');
  expect(gap).toMatchObject({ kind: 'gap', reason: 'trimmed' });
  const page = await bob.read(gap.cursor);
  await bob.read(page.cursor);
  expect((await notices(alice, cursor)).notices).toMatchObject([
    { code: 'undeliverable', ids: ['m1', 'm2'] },
    { code: 'delivered', ids: ['m3', 'm4', 'm5'] },
  ]);
});

test('P39 over WebSocket the notice comes on the socket of the sender', async () => {
  const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
  const talk = await alice.connect('?after=end');
  await talk.next('page');
  talk.send({ type: 'publish', id: 'm1', to: bob.address, body: 'hello' });
  expect(await talk.next('page')).toMatchObject({
    messages: [{ from: 'system', notice: { code: 'recipient-offline' } }],
  });
});

test('P1 confirm is true or false and nothing else', async () => {
  const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
  for (const confirm of [null, 1, 'true', {}]) {
    const json = { id: 'a', to: bob.address, body: '', confirm };
    const { status } = await call(server.url, '/messages', { method: 'POST', token: alice.token, json });
    expect(status).toBe(400);
  }
  expect((await alice.ask('POST', '/messages', { id: 'a', to: bob.address, body: '', confirm: false })).status).toBe(
    201,
  );
});

test('nobody can send as the system', async () => {
  const alice = await signIn(server.url);
  expect((await alice.send('system', 'hello')).status).toBe(400);
  await sleep(0);
});
