import { expect, test } from '@jest/globals';
import { Recorder } from '../harness/recorder.ts';
import { ownServer, type Party, sharedServer, signIn, sleep } from './peer.ts';

const server = sharedServer();

async function seen(asker: Party, party: Party): Promise<any> {
  return (await asker.get('/presence')).body.find(({ address }: any) => address === party.address);
}

test('presence says how the server knows, for each transport', async () => {
  const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
  const address = bob.address;
  expect(await seen(alice, bob)).toEqual({ address, online: false, sign: { state: 'gone' } });
  const ago = { agoMs: expect.any(Number) };
  await bob.read('start');
  expect(await seen(alice, bob)).toEqual({
    address,
    online: true,
    sign: { state: 'recent', transport: 'short-polling', ...ago },
  });
  const held = bob.hold('end', 2);
  await sleep(300);
  const { sign } = await seen(alice, bob);
  expect(sign).toEqual({ state: 'open', transport: 'long-polling', ...ago });
  expect(sign.agoMs).toBeGreaterThan(100);
  await held;
  expect(await seen(alice, bob)).toMatchObject({ sign: { state: 'recent', transport: 'long-polling' } });
  const talk = await bob.connect('?after=end');
  await talk.next('page');
  expect(await seen(alice, bob)).toMatchObject({ online: true, sign: { state: 'open', transport: 'websocket' } });
});

test('a socket that only sends is no presence', async () => {
  const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
  await (await bob.connect()).next('hello');
  expect(await seen(alice, bob)).toMatchObject({ online: false });
});

test('P44 who polls at intervals within the grace is online all the time; who stops is not, nor who signs out', async () => {
  const { url } = await ownServer('--presence-grace', '700ms', '--max-sends', 'unlimited');
  const [alice, bob] = [await signIn(url), await signIn(url)];
  for (let i = 0; i < 6; i += 1) {
    await bob.read('start');
    await sleep(200);
    expect(await seen(alice, bob)).toMatchObject({ online: true });
  }
  await sleep(1000);
  expect(await seen(alice, bob)).toMatchObject({ online: false, sign: { state: 'gone' } });
  await bob.read('start');
  await bob.ask('DELETE', '/sessions');
  expect(await seen(alice, bob)).toBeUndefined();
});

test('P44 whose session is over is not online, however lately it read', async () => {
  const { url } = await ownServer('--session-idle', '300ms', '--presence-grace', '60s');
  const bob = await signIn(url);
  await bob.read('start');
  await sleep(400);
  const alice = await signIn(url);
  expect((await alice.send(bob.address, 'hello')).body).toMatchObject({ online: false });
});

test('P44 W2 a socket that is dead is found by its silence, and then is no presence at once', async () => {
  const { url } = await ownServer('--heartbeat', '200ms', '--pong', '200ms', '--presence-grace', '60s');
  const [alice, bob] = [await signIn(url), await signIn(url)];
  const talk = await bob.connect('?after=end');
  await talk.next('page');
  // Answers no ping, and does not close: like a plug that was pulled.
  await sleep(800);
  expect(await seen(alice, bob)).toMatchObject({ online: false, sign: { state: 'gone' } });
});

/** What a follower is told, as it comes. */
async function follow(party: Party): Promise<Recorder<any>> {
  const talk = await party.connect('?after=end');
  await talk.next('page');
  expect((await party.ask('PUT', '/presence/following')).status).toBe(204);
  const told = new Recorder<any>();
  void (async () => {
    for (;;) {
      const { messages } = await talk.next('page');
      for (const { notice } of messages ?? []) told.put(notice);
    }
  })().catch(() => {});
  return told;
}

const about = (party: Party, online: boolean) => expect.objectContaining({ address: party.address, online });

test('P45 who follows is told of all who are online, and of each change, in the mailbox', async () => {
  const { url } = await ownServer('--presence-grace', '300ms');
  const [alice, bob, cyd] = [await signIn(url), await signIn(url), await signIn(url)];
  const there = await bob.connect('?after=end');
  await there.next('page');
  const told = await follow(alice);
  const first = await told.take();
  expect(first).toMatchObject({ code: 'presence', all: true });
  expect(first.parties.map(({ address }: any) => address).toSorted()).toEqual([alice.address, bob.address].toSorted());
  const talk = await cyd.connect('?after=end');
  expect(await told.take()).toEqual({ code: 'presence', all: false, parties: [about(cyd, true)] });
  talk.ws.close();
  expect(await told.take()).toEqual({ code: 'presence', all: false, parties: [about(cyd, false)] });
  await bob.ask('DELETE', '/sessions');
  expect(await told.take()).toEqual({ code: 'presence', all: false, parties: [about(bob, false)] });
  expect((await alice.ask('DELETE', '/presence/following')).status).toBe(204);
  const count = told.all.length;
  await cyd.connect('?after=end');
  await sleep(800);
  expect(told.all).toHaveLength(count);
});

test('P45 however many are signed in and not online, who is online is told', async () => {
  const { url } = await ownServer('--max-sends', 'unlimited');
  for (let i = 0; i < 5; i += 1) await Promise.all(Array.from({ length: 50 }, () => signIn(url)));
  const alice = await signIn(url);
  expect((await (await follow(alice)).take()).parties).toEqual([about(alice, true)]);
});

test('P45 a follower that is away is told nothing, and all again when it comes back', async () => {
  const { url } = await ownServer('--presence-grace', '300ms');
  const [alice, bob] = [await signIn(url), await signIn(url)];
  await alice.ask('PUT', '/presence/following');
  const talk = await bob.connect('?after=end');
  await sleep(700);
  talk.ws.close();
  await sleep(1000);
  const { body } = await alice.hold('start', 2);
  expect(body.messages).toMatchObject([{ notice: { all: true, parties: [about(alice, true)] } }]);
});

test('P45 presence leaves half of the room to messages; when there is room again, who follows is told all', async () => {
  const { url } = await ownServer('--keep-total', '8KiB', '--keep-age', '3s');
  const [alice, bob] = [await signIn(url), await signIn(url)];
  await bob.send(bob.address, 'x'.repeat(5000));
  await alice.ask('PUT', '/presence/following');
  expect((await alice.hold('start', 1.5)).body).toMatchObject({ kind: 'empty' });
  const { body } = await alice.hold('start', 10);
  expect(body.messages).toMatchObject([{ notice: { all: true, parties: [about(alice, true)] } }]);
});
