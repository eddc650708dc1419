import { describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { type LabCommand, PHONES } from '../../clients/demo/lab/lab-frames.ts';
import { cleanUp } from '../harness/clean-up.ts';
import { messages, openClient, startReceiving } from '../harness/clients.ts';
import { type DemoProcess, type FakePage, openFakePage, startDemoProcess } from '../harness/demo.ts';
import { eventually } from '../harness/eventually.ts';
import type { TransportName } from '../../servers/protocol/transport-name.ts';

/** A demo, and its page. */
async function startDemo(): Promise<{ demo: DemoProcess; page: FakePage }> {
  const demo = await startDemoProcess();
  return { demo, page: await openFakePage(demo) };
}

/** Somebody at a phone who receives. */
async function receiver(page: FakePage, phone: string, user: string, transport: TransportName) {
  const client = openClient({ url: page.urlOf(phone), user, transport, answerTimeoutMs: 500 });
  await client.signIn();
  const receiving = startReceiving(client);
  await eventually(() => expect(client.status.state).toBe('live'));
  return { client, receiving };
}

const done = { type: 'done', n: expect.any(Number), at: expect.any(Number) };

describe('the controls of the lab', () => {
  test('let in the pages of the server alone', async () => {
    const demo = await startDemoProcess();
    const { port } = new URL(demo.url);
    const enter = (origin: string | undefined): Promise<number> =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(demo.controls, { origin });
        cleanUp(() => socket.terminate());
        socket.once('open', () => resolve(101));
        socket.once('unexpected-response', (_, { statusCode }) => resolve(statusCode!));
        socket.once('error', reject);
      });
    for (const host of ['127.0.0.1', 'localhost', '[::1]']) expect(await enter(`http://${host}:${port}`)).toBe(101);
    const foreign = [undefined, 'null', 'http://evil.example', 'http://127.0.0.1', `https://127.0.0.1:${port}`];
    const phone = (await openFakePage(demo)).urlOf('chat-a');
    for (const origin of [...foreign, phone]) expect([origin, await enter(origin)]).toEqual([origin, 401]);
  });

  test('tell how everything stands, first of all', async () => {
    const { demo, page } = await startDemo();
    const phones = PHONES.map((name) => ({
      name,
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      shape: { rttMs: 0, jitterMs: 0, bandwidth: null },
      isUnplugged: false,
      losesNextAnswer: false,
    }));
    const settings = { holdMs: 15_000, heartbeatMs: 10_000, pongMs: 5000, keepMessages: 1000 };
    expect(page.frames.all[0]).toEqual({
      type: 'state',
      state: { phones, server: { isUp: true, starts: 1, losses: 0, settings }, crowd: null, class: null },
    });
    expect(new Set([demo.url, ...page.state().phones.map(({ url }) => url)]).size).toBe(PHONES.length + 1);
  });

  test('answer what they do not understand, and go on', async () => {
    const { page } = await startDemo();
    const bad = [
      ['{', 0],
      ['null', 0],
      ['{"n":0,"command":{"do":"time"}}', 0],
      ['{"n":"1","command":{"do":"time"}}', 0],
      ['{"n":101,"command":{"do":"explode"}}', 101],
      ['{"n":102,"command":{"do":"__proto__"}}', 102],
      ['{"n":103}', 103],
      ['{"n":104,"command":null}', 104],
      ['{"n":105,"command":{"do":"time"},"more":1}', 105],
      ['{"n":106,"command":{"do":"time","more":1}}', 106],
      ['{"n":107,"command":{"do":"stall"}}', 107],
      ['{"n":108,"command":{"do":"stall","forMs":-1}}', 108],
      ['{"n":109,"command":{"do":"stall","forMs":1e999}}', 109],
      ['{"n":110,"command":{"do":"reset","phones":["nobody"]}}', 110],
      ['{"n":111,"command":{"do":"shape","shape":{"rttMs":1,"jitterMs":0}}}', 111],
      ['{"n":112,"command":{"do":"crowd","size":501,"transport":"websocket","jitter":true}}', 112],
      ['{"n":113,"command":{"do":"restart","memory":"kept","settings":{"keepMessages":0}}}', 113],
    ] as const;
    for (const [text] of bad) page.socket.send(text);
    expect(await page.ask({ do: 'time' })).toEqual(done);
    const failures = page.frames.all.flatMap((frame) => (frame.type === 'failed' ? [frame] : []));
    expect(failures).toEqual(bad.map(([, n]) => ({ type: 'failed', n, message: expect.stringMatching(/\w/) })));
  });

  test('cut off who says too much at a time, and nobody else', async () => {
    const { demo, page } = await startDemo();
    const loud = await openFakePage(demo);
    const closed = new Promise((resolve) => loud.socket.once('close', resolve));
    loud.socket.send(JSON.stringify({ n: 1, command: { do: 'time' }, filling: 'x'.repeat(20_000) }));
    expect(await closed).toBe(1009);
    expect(await page.ask({ do: 'time' })).toEqual(done);
  });

  test('tell all pages of what one has asked for', async () => {
    const { demo, page } = await startDemo();
    const other = await openFakePage(demo);
    expect(await page.ask({ do: 'unplug', phones: ['chat-a'] })).toEqual(done);
    await eventually(() =>
      expect(other.state().phones).toContainEqual(expect.objectContaining({ name: 'chat-a', isUnplugged: true })),
    );
    expect(other.state().phones.filter(({ isUnplugged }) => isUnplugged)).toHaveLength(1);
  });

  test('undo all that was done to the links when the last page has gone', async () => {
    const { demo, page } = await startDemo();
    const before = page.state().phones;
    const shape = { rttMs: 300, jitterMs: 5, bandwidth: 1000 };
    for (const command of [
      { do: 'unplug' },
      { do: 'shape', shape },
      { do: 'lose-answer' },
      { do: 'stall', forMs: 600_000 },
      { do: 'crowd', size: 2, transport: 'long-polling', jitter: true },
    ] satisfies LabCommand[])
      expect(await page.ask(command)).toEqual(done);
    expect(page.state().phones).toEqual(
      before.map((phone) => ({ ...phone, shape, isUnplugged: true, losesNextAnswer: true })),
    );
    const left = once(page.socket, 'close');
    page.socket.close();
    await left;
    const next = await openFakePage(demo);
    await eventually(() => expect(next.state()).toMatchObject({ phones: before, crowd: null }));
    await receiver(next, 'chat-a', 'ann', 'websocket');
  });
});

describe('what is asked for happens to the phone that is named', () => {
  test('shape: its bytes take their time', async () => {
    const { page } = await startDemo();
    const ann = await receiver(page, 'chat-a', 'ann', 'websocket');
    const ben = await receiver(page, 'chat-b', 'ben', 'websocket');
    const sendsIn = async (client: typeof ann.client): Promise<number> => {
      const startedAt = performance.now();
      await client.publish('user:ann', 'x');
      return performance.now() - startedAt;
    };
    await page.ask({ do: 'shape', phones: ['chat-a'], shape: { rttMs: 200, jitterMs: 0, bandwidth: null } });
    expect(await sendsIn(ann.client)).toBeGreaterThan(199);
    expect(await sendsIn(ben.client)).toBeLessThan(150);
  });

  test('reset: its connections break, and it comes back', async () => {
    const { page } = await startDemo();
    const { client } = await receiver(page, 'websocket-b', 'ben', 'websocket');
    await page.ask({ do: 'reset', phones: ['websocket-b'] });
    await eventually(() => expect(client.status.lastFault).not.toBeNull());
    await eventually(() => expect(client.status.state).toBe('live'));
    await eventually(() =>
      expect(page.wire('websocket-b').filter(({ kind }) => kind === 'closed')).toContainEqual(
        expect.objectContaining({ by: 'link' }),
      ),
    );
  });

  test('unplug and plug: nothing passes, its socket stays open, and new ones pass', async () => {
    const { page } = await startDemo();
    const ben = await receiver(page, 'chat-b', 'ben', 'websocket');
    const ann = await receiver(page, 'chat-a', 'ann', 'websocket');
    await page.ask({ do: 'unplug', phones: ['chat-b'] });
    await ann.client.publish('user:ben', 'are you there?');
    await eventually(() => expect(page.wire('chat-b').some(({ kind }) => kind === 'lost')).toBe(true));
    expect(ben.client.status.connection).toMatchObject({ kind: 'socket', readyState: 1 });
    expect(await messages(ben.receiving, 0)).toEqual([]);
    await page.ask({ do: 'plug', phones: ['chat-b'] });
    ben.client.use('short-polling');
    expect(await messages(ben.receiving, 1)).toMatchObject([{ body: 'are you there?' }]);
  });

  test('heal: what was done to its link is undone, and to no other', async () => {
    const { page } = await startDemo();
    const before = page.state().phones;
    const shape = { rttMs: 300, jitterMs: 5, bandwidth: 1000 };
    for (const command of [
      { do: 'unplug' },
      { do: 'shape', shape },
      { do: 'lose-answer' },
      { do: 'heal', phones: ['chat-b'] },
    ] satisfies LabCommand[])
      expect(await page.ask(command)).toEqual(done);
    expect(page.state().phones).toEqual(
      before.map((phone) =>
        phone.name === 'chat-b' ? phone : { ...phone, shape, isUnplugged: true, losesNextAnswer: true },
      ),
    );
    await receiver(page, 'chat-b', 'ben', 'websocket');
  });

  test('stall: what is said arrives when it is over', async () => {
    const { page } = await startDemo();
    const ann = await receiver(page, 'chat-a', 'ann', 'websocket');
    await page.ask({ do: 'stall', phones: ['chat-a'], forMs: 300 });
    const startedAt = performance.now();
    await ann.client.publish('user:ann', 'x');
    expect(performance.now() - startedAt).toBeGreaterThan(250);
  });

  test.each([
    ['long-polling', 'chat-b', '"kind":"messages"'],
    ['websocket', 'chat-a', '"type":"receipt"'],
    ['short-polling', 'chat-a', '"receipt":'],
  ] as const)('lose-answer over %s: once, what carries a message or its receipt; it comes again', async (...given) => {
    const [transport, phone, what] = given;
    const { page } = await startDemo();
    const ann = await receiver(page, 'chat-a', 'ann', transport);
    const ben = await receiver(page, 'chat-b', 'ben', transport);
    await page.ask({ do: 'lose-answer', phones: [phone] });
    expect(page.state().phones.find(({ name }) => name === phone)).toMatchObject({ losesNextAnswer: true });
    await ann.client.publish('user:ben', 'once');
    await ann.client.publish('user:ben', 'twice');
    expect((await messages(ben.receiving, 2)).map(({ body }) => body)).toEqual(['once', 'twice']);
    await eventually(() => {
      const wire = page.wire(phone);
      const lost = new Set(wire.flatMap((event) => (event.kind === 'lost' ? [event.piece] : [])));
      const contents = wire.flatMap((event) =>
        event.kind === 'sent' && event.direction === 'down' && lost.has(event.piece) ? [event.content] : [],
      );
      expect(JSON.stringify(contents)).toContain(JSON.stringify(what).slice(1, -1));
    });
    expect(page.state().phones.every(({ losesNextAnswer }) => !losesNextAnswer)).toBe(true);
  });
});
