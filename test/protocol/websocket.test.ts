import { describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { cleanUp } from '../harness/clean-up.ts';
import { raw } from '../harness/raw.ts';
import { call, ownServer, refusedUpgrade, sendMany, sharedServer, signIn, sleep, uniqueName } from './peer.ts';

const server = sharedServer();

const KEY = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

describe('P28 all is checked before the upgrade', () => {
  test('a bad query, a missing subprotocol and a missing session are refused in plain HTTP', async () => {
    const bob = await signIn(server.url);
    const token = `token.${bob.token}`;
    const refusals = await Promise.all([
      refusedUpgrade(server.url, '?after=nonsense', ['transport-lab.1', token]),
      refusedUpgrade(server.url, '?since=start', ['transport-lab.1', token]),
      refusedUpgrade(server.url, '?after=start', [token]),
      refusedUpgrade(server.url, '?after=start', ['transport-lab.1']),
    ]);
    expect(refusals.map(({ status, body }) => [status, body.error.code])).toEqual([
      [400, 'bad-request'],
      [400, 'bad-request'],
      [400, 'bad-request'],
      [401, 'unknown-session'],
    ]);
  });

  test.each([
    ['no key', 'GET', 'Sec-WebSocket-Version: 13\r\n', 400, 'bad-request'],
    ['a key that is none', 'GET', 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n', 400, 'bad-request'],
    ['another version', 'GET', `Sec-WebSocket-Version: 7\r\n${KEY}`, 400, 'bad-request'],
    ['another method', 'POST', `Sec-WebSocket-Version: 13\r\n${KEY}`, 405, 'method-not-allowed'],
    [
      'a subprotocol twice',
      'GET',
      `Sec-WebSocket-Version: 13\r\n${KEY}Sec-WebSocket-Protocol: transport-lab.1\r\n`,
      400,
      'bad-request',
    ],
  ])(
    'a handshake with %s is refused likewise, and ends no connection that is there',
    async (_, method, lines, status, code) => {
      const bob = await signIn(server.url);
      const talk = await bob.connect('?after=end');
      await talk.next('page');
      const answer = await raw(
        server.url,
        `${method} /websocket?after=end HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: transport-lab.1, token.${bob.token}\r\n${lines}\r\n`,
        500,
      );
      const [head, body] = answer.split('\r\n\r\n');
      expect([Number(head!.split(' ')[1]), JSON.parse(body!).error.code]).toEqual([status, code]);
      expect(head).toContain('Cache-Control: no-store');
      talk.send({ type: 'ping', n: 1 });
      expect(await talk.next('pong')).toMatchObject({ n: 1 });
    },
  );

  test('W7 the server chooses transport-lab.1, never the token, and no compression', async () => {
    const talk = await (await signIn(server.url)).connect('?after=start');
    expect(talk.ws.protocol).toBe('transport-lab.1');
    expect(talk.ws.extensions).toBe('');
  });

  test('without an upgrade the answer is 426', async () => {
    const { status, body } = await call(server.url, '/websocket?after=start');
    expect([status, body.error.code]).toEqual([426, 'upgrade-required']);
  });

  test('an upgrade anywhere else is 404', async () => {
    const elsewhere = await refusedUpgrade(`${server.url}/no`, '', ['transport-lab.1']);
    expect([elsewhere.status, elsewhere.body.error.code]).toEqual([404, 'not-found']);
  });
});

describe('P29 W1 hello, replay, caught up, live', () => {
  test('in this order', async () => {
    const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
    await alice.send(bob.address, 'before');
    const talk = await bob.connect('?after=start');
    expect(await talk.frames.take()).toEqual({ type: 'hello', heartbeatMs: 10_000, silenceMs: 15_000 });
    expect(await talk.frames.take()).toMatchObject({
      type: 'page',
      messages: [{ seq: 1, body: 'before' }],
      more: false,
    });
    await alice.send(bob.address, 'after');
    // Between them the server may ask whether the first has arrived, as it was sent to somebody who was away.
    expect(await talk.next('page')).toMatchObject({ messages: [{ seq: 2, body: 'after' }] });
  });

  test('an empty page says "caught up" where nothing is there', async () => {
    const talk = await (await signIn(server.url)).connect('?after=end');
    await talk.next('hello');
    expect(await talk.frames.take()).toMatchObject({ type: 'page', kind: 'empty' });
  });

  test('resume is part of the upgrade: it goes on right after the cursor', async () => {
    const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
    for (const body of ['one', 'two', 'three']) await alice.send(bob.address, body);
    const { cursor } = await bob.read('start', 2);
    const talk = await bob.connect(`?after=${cursor}`);
    expect(await talk.next('page')).toMatchObject({ messages: [{ seq: 3, body: 'three' }], more: false });
  });

  test('what is sent while the replay is under way comes after it, once', async () => {
    const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
    const batch = (from: number): Promise<void> => {
      const drafts = Array.from({ length: 100 }, (_, i) => ({ id: String(from + i), to: bob.address, body: '' }));
      return sendMany(server.url, alice.token, drafts);
    };
    await batch(0);
    await batch(100);
    const talk = await bob.connect('?after=start&limit=5');
    await Promise.all([batch(200), batch(300)]);
    const seqs = (): number[] =>
      talk.frames.all.flatMap(({ messages }) => (messages ?? []).map(({ seq }: { seq: number }) => seq));
    await talk.frames.until(() => seqs().length >= 400);
    expect(seqs()).toEqual(Array.from({ length: 400 }, (_, i) => i + 1));
  }, 20_000);

  test('without "after" it follows nothing', async () => {
    const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
    const talk = await bob.connect();
    await talk.next('hello');
    await alice.send(bob.address, '');
    talk.send({ type: 'ping', n: 1 });
    await talk.next('pong');
    expect(talk.frames.all.map(({ type }) => type)).toEqual(['hello', 'pong']);
  });
});

describe('P30 W2 signs of life', () => {
  test('the server pings, and ends a client from which nothing comes', async () => {
    const { url } = await ownServer('--heartbeat', '100ms', '--pong', '100ms');
    const bob = await signIn(url);
    const talk = await bob.connect('?after=end');
    const begin = performance.now();
    expect(await talk.next('hello')).toMatchObject({ heartbeatMs: 100, silenceMs: 200 });
    expect((await talk.next('ping')).n).toBe(1);
    // W3: not a polite close, which nobody would answer.
    expect((await talk.closed).code).toBe(1006);
    expect(performance.now() - begin).toBeGreaterThan(190);
    expect(performance.now() - begin).toBeLessThan(1500);
  });

  test('a client that answers stays', async () => {
    const { url } = await ownServer('--heartbeat', '100ms', '--pong', '100ms');
    const talk = await (await signIn(url)).connect('?after=end');
    for (let i = 1; i <= 6; i += 1) talk.send({ type: 'pong', n: (await talk.next('ping')).n });
    expect(talk.ws.readyState).toBe(1);
  });

  test('by default a dead client is found within 20 s', async () => {
    const talk = await (await signIn(server.url)).connect('?after=end');
    expect((await talk.next('hello')).silenceMs).toBeLessThanOrEqual(20_000);
  });
});

test('P31 a ping is answered with a pong of the same number', async () => {
  const talk = await (await signIn(server.url)).connect('?after=end');
  for (const n of [0, 7, Number.MAX_SAFE_INTEGER]) {
    talk.send({ type: 'ping', n });
    expect(await talk.next('pong')).toEqual({ type: 'pong', n });
  }
});

test('P31 W4 who does not read but says unasked that it is there stays', async () => {
  const { url } = await ownServer('--heartbeat', '100ms', '--pong', '200ms');
  const talk = await (await signIn(url)).connect('?after=end');
  await talk.next('hello');
  talk.ws.pause();
  const signs = setInterval(() => talk.send({ type: 'pong', n: 0 }), 50);
  cleanUp(() => clearInterval(signs));
  await sleep(1000);
  talk.ws.resume();
  talk.send({ type: 'ping', n: 7 });
  expect(await talk.next('pong')).toEqual({ type: 'pong', n: 7 });
});

test('P32 a publish is answered with a receipt or an error that has its id', async () => {
  const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
  const talk = await alice.connect();
  talk.send({ type: 'publish', id: 'a', to: bob.address, body: 'hello' });
  expect(await talk.next('receipt')).toEqual({ type: 'receipt', id: 'a', at: expect.any(Number), online: false });
  const refusals = [
    [{ id: 'b', to: `user:${uniqueName()}`, body: '' }, 'unknown-recipient'],
    [{ id: 'c', to: 'nobody', body: '' }, 'bad-request'],
    [{ id: 'd', to: bob.address, body: 'x'.repeat(8193) }, 'too-large'],
  ] as const;
  for (const [draft, code] of refusals) {
    talk.send({ type: 'publish', ...draft });
    expect(await talk.next('error')).toEqual({ type: 'error', id: draft.id, code, message: expect.any(String) });
  }
  expect(await bob.read('start')).toMatchObject({ messages: [{ id: 'a', from: alice.address, body: 'hello' }] });
});

test('P32 many publishes at once are appended in their order, each with its receipt', async () => {
  const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
  const talk = await alice.connect();
  const ids = Array.from({ length: 100 }, (_, i) => String(i));
  for (const id of ids) talk.send({ type: 'publish', id, to: bob.address, body: '' });
  await talk.frames.until((frames) => frames.filter(({ type }) => type === 'receipt').length === 100);
  expect((await bob.read('start')).messages.map(({ id }: { id: string }) => id)).toEqual(ids);
});

test('P32 X4 more publishes in a second than allowed are refused with a time, and the connection stays', async () => {
  const { url } = await ownServer('--max-sends', '2/s');
  const [alice, bob] = [await signIn(url), await signIn(url)];
  const talk = await alice.connect();
  for (const id of ['a', 'b', 'c']) talk.send({ type: 'publish', id, to: bob.address, body: '' });
  expect(await talk.next('error')).toMatchObject({
    id: 'c',
    code: 'too-many-requests',
    retryAfterMs: expect.any(Number),
  });
  expect(talk.ws.readyState).toBe(1);
});

test('P32 after one of a run that may be tried again, the rest of the run is refused too; another run goes on', async () => {
  const { url } = await ownServer('--max-sends', '2/s');
  const [alice, bob] = [await signIn(url), await signIn(url)];
  const talk = await alice.connect();
  const publish = (id: string, run?: number): void =>
    talk.send({ type: 'publish', id, to: bob.address, body: '', run });
  for (const id of ['a', 'b', 'c', 'd']) publish(id, 7);
  const refused = await talk.next('error');
  expect(refused).toMatchObject({ id: 'c', code: 'too-many-requests' });
  expect(await talk.next('error')).toEqual({ ...refused, id: 'd' });
  // Another may be sent now; one that belongs to the run is refused though, with the same error.
  await sleep(refused.retryAfterMs + 20);
  publish('e', 7);
  expect(await talk.next('error')).toEqual({ ...refused, id: 'e' });
  publish('c', 8);
  expect(await talk.next('receipt')).toMatchObject({ id: 'c' });
  // What is of no run is not held back.
  await sleep(refused.retryAfterMs + 20);
  publish('f');
  expect(await talk.next('receipt')).toMatchObject({ id: 'f' });
  expect((await bob.read('start')).messages.map(({ id }: { id: string }) => id)).toEqual(['a', 'b', 'c', 'f']);
});

test('P33 W4 for a slow reader the server keeps its buffers bounded, and nothing is lost when it reads on', async () => {
  const { url } = await ownServer('--max-sends', 'unlimited', '--keep-messages', '20000', '--keep-bytes', '200MiB');
  const [alice, bob] = [await signIn(url), await signIn(url)];
  const talk = await bob.connect('?after=end');
  await talk.next('page');
  const rss = async (): Promise<number> => {
    const { body } = await call(url, '/metrics');
    return Number(/^process_resident_memory_bytes (\d+)$/m.exec(body)![1]);
  };
  const before = await rss();
  talk.ws.pause();
  // Far more than socket buffers take: 10,000 messages of 6 KiB.
  const body = 'x'.repeat(6144);
  for (let i = 0; i < 1250; i += 1) {
    const json = Array.from({ length: 8 }, () => ({ id: randomUUID(), to: bob.address, body }));
    expect((await call(url, '/messages', { method: 'POST', token: alice.token, json })).status).toBe(200);
  }
  // The messages themselves are kept, once; 60 MB of them must not be kept again as frames.
  expect((await rss()) - before).toBeLessThan(60e6 + 60e6);
  talk.ws.on('message', () => {});
  talk.ws.resume();
  const seqs = (): number[] =>
    talk.frames.all.flatMap(({ messages }) => (messages ?? []).map(({ seq }: { seq: number }) => seq));
  await talk.frames.until(() => seqs().length >= 10_000, '10,000 messages', 20_000);
  expect(seqs()).toEqual(Array.from({ length: 10_000 }, (_, i) => i + 1));
  expect(talk.ws.readyState).toBe(1);
}, 60_000);

describe('P34 X5 what is not a frame of the list closes the connection', () => {
  test.each([
    'no json',
    '{}',
    'null',
    '[]',
    '7',
    '{"type":"hello"}',
    '{"type":"__proto__"}',
    '{"type":"constructor"}',
    '{"type":["publish"]}',
    '{"type":"ping"}',
    '{"type":"ping","n":-1}',
    '{"type":"ping","n":1e999}',
    '{"type":"ping","n":1.5}',
    '{"type":"ping","n":1,"m":2}',
    '{"type":"publish","id":"a","to":"user:x"}',
    '{"type":"publish","id":"a","to":"user:x","body":1}',
    '{"type":"publish","id":"a","to":"user:x","body":"","run":null}',
    '{"type":"publish","id":"a","to":"user:x","body":"","from":"user:y"}',
    '{"type":"publish","id":"a","to":"user:x","body":"","__proto__":{"x":1}}',
    '{"type":"publish","id":"a","to":"user:x","body":"\\ud800"}',
  ])('%s', async (text) => {
    const talk = await (await signIn(server.url)).connect('?after=end');
    talk.send(text);
    const { code, reason } = await talk.closed;
    expect(code).toBe(1008);
    expect(reason).not.toBe('');
  });

  test('a binary frame', async () => {
    const talk = await (await signIn(server.url)).connect('?after=end');
    talk.ws.send(Buffer.from('{"type":"ping","n":1}'));
    expect((await talk.closed).code).toBe(1008);
  });

  test('W7 X4 a frame that is too large', async () => {
    const talk = await (await signIn(server.url)).connect('?after=end');
    talk.send('x'.repeat(60_000));
    expect((await talk.closed).code).toBe(1009);
  });

  test('W7 X4 also one in many small fragments', async () => {
    const talk = await (await signIn(server.url)).connect('?after=end');
    talk.ws.on('error', () => {});
    for (let i = 0; i < 100 && talk.ws.readyState === 1; i += 1) talk.ws.send('x'.repeat(1000), { fin: false });
    expect((await talk.closed).code).toBe(1009);
  });

  test('bytes that are no WebSocket frames', async () => {
    const talk = await (await signIn(server.url)).connect('?after=end');
    talk.socket.write('GET / HTTP/1.1\r\n\r\n');
    expect([1002, 1006]).toContain((await talk.closed).code);
  });
});

test('P35 of two connections of a session the newest is served, the older closed', async () => {
  const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
  const older = await bob.connect('?after=end');
  await older.next('page');
  const newer = await bob.connect('?after=end');
  expect(await older.next('error')).toMatchObject({ code: 'superseded' });
  expect(await older.closed).toMatchObject({ code: 4409 });
  await newer.next('page');
  await alice.send(bob.address, 'for the newer');
  expect(await newer.next('page')).toMatchObject({ messages: [{ body: 'for the newer' }] });
});

describe('P36 L10 a server that goes down', () => {
  test('tells everybody who waits, each with another time to come back, and ends at once', async () => {
    const { url, stop } = await ownServer();
    const holders = await Promise.all(Array.from({ length: 8 }, () => signIn(url)));
    const talkers = await Promise.all(Array.from({ length: 8 }, () => signIn(url)));
    const held = holders.map((party) => party.hold('end', 15));
    const talks = await Promise.all(talkers.map((party) => party.connect('?after=end')));
    await Promise.all(talks.map((talk) => talk.next('page')));
    await sleep(200);
    const begin = performance.now();
    const code = stop('SIGTERM');
    const answers = await Promise.all(held);
    const errors = await Promise.all(talks.map((talk) => talk.next('error')));
    const closes = await Promise.all(talks.map((talk) => talk.closed));
    expect(await code).toBe(0);
    expect(performance.now() - begin).toBeLessThan(3000);
    expect(answers.map(({ status, body }) => [status, body.error.code])).toEqual(
      answers.map(() => [503, 'shutting-down']),
    );
    expect(answers.map(({ headers }) => headers.has('retry-after'))).toEqual(answers.map(() => true));
    expect(errors.map((error) => error.code)).toEqual(errors.map(() => 'shutting-down'));
    expect(closes.map((close) => close.code)).toEqual(closes.map(() => 1012));
    const delays = [...answers.map(({ body }) => body.error), ...errors].map(({ retryAfterMs }) => retryAfterMs);
    expect(new Set(delays).size).toBeGreaterThan(8);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...delays)).toBeLessThanOrEqual(3000);
  });

  test('is gone by its deadline though a client never lets go', async () => {
    const { url, stop } = await ownServer();
    const talk = await (await signIn(url)).connect('?after=end');
    await talk.next('page');
    talk.ws.pause();
    const begin = performance.now();
    expect(await stop('SIGTERM')).toBe(0);
    expect(performance.now() - begin).toBeLessThan(7000);
  }, 15_000);
});
