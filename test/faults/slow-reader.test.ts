import { expect, test } from '@jest/globals';
import { messages, openClient, startReceiving } from '../harness/clients.ts';
import { eventually } from '../harness/eventually.ts';
import { startLab } from '../harness/lab.ts';
import { signIn } from '../protocol/peer.ts';

const retention = { maxMessages: 100_000, maxBytes: 2 ** 30, maxTotalBytes: 2 ** 30 };
const body = 'x'.repeat(6144);

test('W4 a reader that stays too slow is closed with 4413', async () => {
  const lab = await startLab({ retention, slowReaderMs: 200, shutdownMs: 500 });
  const bob = await signIn(lab.url);
  const talk = await bob.connect('?after=end');
  await talk.next('page');
  talk.ws.pause();
  const alice = openClient({ url: lab.url, user: 'alice', transport: 'websocket' });
  await Promise.all(Array.from({ length: 2000 }, () => alice.publish(bob.address, body)));
  await new Promise((resolve) => setTimeout(resolve, 300));
  talk.ws.resume();
  expect(await talk.closed).toEqual({ code: 4413, reason: expect.stringContaining('slow') });
});

test('W4 a peer that sends and never reads what it is answered does not fill the server either', async () => {
  const lab = await startLab({ retention, highWaterBytes: 16 * 1024, slowReaderMs: 60_000 });
  const bob = await signIn(lab.url);
  const talk = await bob.connect();
  await talk.next('hello');
  let answers = 0;
  talk.ws.removeAllListeners('message');
  talk.ws.on('message', () => (answers += 1));
  talk.ws.pause();
  // Each is answered with an error of some 200 bytes: more than the kernel takes for a peer that does not read. Past the
  // high-water mark the server stops reading, and the rest piles up where it comes from.
  const total = 80_000;
  for (let n = 0; n < total; n += 1) {
    talk.send({ type: 'publish', id: `${n}-${'x'.repeat(50)}`, to: 'user:nobody', body: 'x'.repeat(100) });
    if (n % 1000 === 0) await new Promise(setImmediate);
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(talk.ws.bufferedAmount).toBeGreaterThan(1_000_000);
  talk.ws.resume();
  await eventually(() => expect(answers).toBe(total), 20_000);
  expect(talk.ws.readyState).toBe(1);
}, 40_000);

test("W4 a client's slow handler stops the flow at its socket; nothing is lost or held twice, and nobody takes it for dead", async () => {
  const lab = await startLab({ retention, heartbeatMs: 200, pongMs: 200 });
  const alice = openClient({ url: lab.url, user: 'alice', transport: 'websocket' });
  const bob = openClient({ url: lab.url, user: 'bob', transport: 'websocket' });
  await bob.signIn();
  const states: string[] = [];
  bob.observeState((state) => states.push(state));
  const seqs: number[] = [];
  const receiving = (async () => {
    for await (const item of bob.receive()) {
      if (item.kind !== 'message') throw new Error('a gap');
      seqs.push(item.message.seq);
      // Long enough for the pages to pile up, and for a heartbeat to miss its time.
      if (item.message.seq === 10) await new Promise((resolve) => setTimeout(resolve, 1000));
      if (seqs.length === 5000) break;
    }
  })();
  await Promise.all(Array.from({ length: 5000 }, () => alice.publish('user:bob', body)));
  await receiving;
  expect(seqs).toEqual(Array.from({ length: 5000 }, (_, i) => i + 1));
  expect(states).not.toContain('waiting');
  expect(bob.status).toMatchObject({ duplicates: 0, gaps: 0 });
}, 20_000);

test('W4 a handler that takes long over few messages is not taken for dead', async () => {
  const lab = await startLab({ heartbeatMs: 50, pongMs: 200 });
  const alice = openClient({ url: lab.url, user: 'alice', transport: 'websocket' });
  const bob = openClient({ url: lab.url, user: 'bob', transport: 'websocket' });
  await bob.signIn();
  const states: string[] = [];
  bob.observeState((state) => states.push(state));
  const receiving = bob.receive();
  const first = receiving.next();
  for (let i = 0; i < 40; i += 1) await alice.publish('user:bob', String(i));
  await first;
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(lab.services.parties.sessions.lines('websocket')).toBe(2);
  await alice.publish('user:bob', 'afterwards');
  for (let seq = 2; seq <= 41; seq += 1) expect((await receiving.next()).value).toMatchObject({ message: { seq } });
  await receiving.return();
  expect(states).not.toContain('waiting');
});

test('a long way to catch up over long polling comes in bounded pages', async () => {
  const lab = await startLab({ retention });
  const alice = openClient({ url: lab.url, user: 'alice', transport: 'websocket' });
  const bob = openClient({ url: lab.url, user: 'bob', transport: 'long-polling' });
  await bob.signIn();
  await Promise.all(Array.from({ length: 3000 }, () => alice.publish('user:bob', body)));
  const got = await messages(startReceiving(bob), 3000);
  expect(got.map(({ seq }) => seq)).toEqual(Array.from({ length: 3000 }, (_, i) => i + 1));
});
