import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type Lab, startLab } from '../harness/lab.ts';
import { dial, raw } from '../harness/raw.ts';
import { call, signIn, Talk } from '../protocol/peer.ts';

/** Text of every kind: empty, long, wide, with controls, with halves of surrogate pairs. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('\uD800', '__proto__', 'a'.repeat(5000)),
);

/** JSON of every kind, deep and wide, with the names that trip up careless code. */
const key = fc.oneof(
  text,
  fc.constantFrom('id', 'to', 'body', 'user', 'type', 'n', '__proto__', 'constructor', 'toString'),
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.double(),
    fc.constantFrom(1e308, -0, 2 ** 53, Number.MIN_VALUE),
    text,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(key, tie('value'), { maxKeys: 6 }),
  ),
})).value;

/** Something close to what is right: a right one with a member changed, left out or added. */
const draftLike = fc
  .record(
    { id: fc.oneof(fc.constant('id'), json), to: fc.oneof(fc.constant('user:bob'), json), body: fc.oneof(text, json) },
    { requiredKeys: [] },
  )
  .chain((draft) =>
    fc.oneof(
      fc.constant(draft),
      fc.dictionary(key, json, { maxKeys: 2 }).map((more) => ({ ...draft, ...more })),
    ),
  );

/** What must still work, whatever came before. */
async function stillServes(lab: Lab): Promise<void> {
  const [alice, bob] = [await signIn(lab.url), await signIn(lab.url)];
  expect((await alice.send(bob.address, 'still there?')).status).toBe(201);
  expect(await bob.read('start')).toMatchObject({ messages: [{ body: 'still there?' }] });
  expect(lab.errors).toEqual([]);
}

function chunk(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}

const refused = (status: number): boolean => status >= 400 && status < 500;

describe('X5 bad input of every kind', () => {
  test('as the body of a sign-in', async () => {
    const lab = await startLab();
    await fc.assert(
      fc.asyncProperty(fc.oneof(json, fc.record({ user: json })), async (value) => {
        const { status } = await call(lab.url, '/sessions', { method: 'POST', json: value ?? null });
        expect(refused(status) || status === 201).toBe(true);
      }),
      { numRuns: 300 },
    );
    await stillServes(lab);
  });

  test('as a message, or some', async () => {
    const lab = await startLab();
    const { token } = await signIn(lab.url);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(json, draftLike, fc.array(fc.oneof(draftLike, json), { maxLength: 4 })),
        async (value) => {
          const { status } = await call(lab.url, '/messages', { method: 'POST', token, json: value ?? null });
          expect(refused(status) || status === 200 || status === 201).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
    await stillServes(lab);
  });

  test('as bytes in place of JSON', async () => {
    const lab = await startLab();
    const { token } = await signIn(lab.url);
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('/messages', '/sessions'),
        async (bytes, path) => {
          const headers = { 'Content-Type': 'application/json' };
          const { status } = await call(lab.url, path, { method: 'POST', token, headers, body: Buffer.from(bytes) });
          expect(refused(status)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
    await stillServes(lab);
  });

  test('as a query', async () => {
    const lab = await startLab();
    const bob = await signIn(lab.url);
    const parameter = fc.tuple(fc.oneof(fc.constantFrom('after', 'limit', 'hold', '__proto__'), text), text);
    const encoded = fc.array(parameter, { maxLength: 4 }).map((pairs) => new URLSearchParams(pairs).toString());
    const nearly = fc.tuple(text, text).map(([after, limit]) => new URLSearchParams({ after, limit }).toString());
    const plain = fc.string({ maxLength: 60 }).map((query) => query.replaceAll(/[^!-~]|#/g, '%'));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('/short-polling/messages', '/long-polling/messages'),
        fc.oneof(encoded, nearly, plain),
        async (path, query) => {
          const { status } = await bob.get(`${path}?${query}`);
          expect(refused(status)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
    await stillServes(lab);
  });

  test('as a token', async () => {
    const lab = await startLab();
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 100 }), async (token) => {
        const headers = { Authorization: `Bearer ${token.replaceAll(/[^ -~]/g, '')}` };
        expect((await call(lab.url, '/short-polling/messages?after=start', { headers })).status).toBe(401);
      }),
      { numRuns: 100 },
    );
    await stillServes(lab);
  });

  test('as frames', async () => {
    const lab = await startLab();
    const { token } = await signIn(lab.url);
    const frame = fc.oneof(
      json.map((value) => JSON.stringify(value) ?? ''),
      draftLike.map((draft) => JSON.stringify({ type: 'publish', ...draft })),
      json.map((n) => JSON.stringify({ type: 'ping', n })),
      text,
      fc.uint8Array({ maxLength: 100 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 3 }), async (frames) => {
        const talk = new Talk(lab.url, '?after=end', ['transport-lab.1', `token.${token}`]);
        await talk.opened;
        for (const each of frames) talk.ws.send(each);
        talk.ws.close();
        const { code } = await talk.closed;
        expect([1000, 1005, 1007, 1008, 1009]).toContain(code);
      }),
      { numRuns: 300 },
    );
    await stillServes(lab);
  });

  test('as bytes on an upgraded connection', async () => {
    const lab = await startLab();
    const { token } = await signIn(lab.url);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (bytes) => {
        const talk = new Talk(lab.url, '?after=end', ['transport-lab.1', `token.${token}`]);
        await talk.opened;
        talk.socket.write(bytes);
        talk.socket.end();
        await talk.closed;
      }),
      { numRuns: 200 },
    );
    await stillServes(lab);
  });

  test('as bytes in place of HTTP', async () => {
    const lab = await startLab();
    const line = fc.tuple(
      fc.constantFrom('GET', 'POST', 'BREW', ''),
      fc.string({ maxLength: 30 }),
      fc.constantFrom('HTTP/1.1', 'HTTP/9', ''),
    );
    const request = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      line.map((parts) => `${parts.join(' ')}\r\nHost: x\r\n\r\n`),
      text.map(
        (header) =>
          `GET /websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX: ${header}\r\n\r\n`,
      ),
    );
    await fc.assert(
      fc.asyncProperty(request, async (bytes) => {
        const answer = await raw(lab.url, bytes);
        expect(answer === '' || /^HTTP\/1\.1 (2|4)\d\d /.test(answer)).toBe(true);
      }),
      { numRuns: 60 },
    );
    await stillServes(lab);
  }, 20_000);

  test.each([
    ['a path that is no path', 'GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a target that is no path', 'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a path that can not be decoded', 'GET /%E0%A4%A HTTP/1.1\r\nHost: x\r\n\r\n'],
    [
      'an upgrade without a key',
      'GET /websocket?after=end HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    ],
    [
      'an upgrade to something else',
      'GET /websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
    ],
    [
      'a body shorter than announced',
      'POST /messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    ],
    ['too many headers', `GET / HTTP/1.1\r\nHost: x\r\n${'X: y\r\n'.repeat(10_000)}\r\n`],
    ['two lengths', 'POST /messages HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx'],
    [
      'a length and chunks',
      'POST /messages HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx',
    ],
  ])('%s', async (_, bytes) => {
    const lab = await startLab();
    const answer = await raw(lab.url, bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer).toMatch(/\r\n\r\n\{"error":\{"code":/);
    await stillServes(lab);
  });

  test.each(['/sessions', '/messages'])('a packed body that breaks once it was refused, to %s', async (path) => {
    const lab = await startLab();
    const { token } = await signIn(lab.url);
    const packed = gzipSync('a'.repeat(30_000), { level: 0 });
    const socket = await dial(lab.url);
    const answer = once(socket, 'data');
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    socket.write(chunk(packed.subarray(0, 20_000)));
    expect(String(await answer)).toMatch(/^HTTP\/1\.1 415 /);
    socket.write(chunk(Buffer.alloc(1000, 0xff)));
    await stillServes(lab);
  });

  test.each(['/sessions', '/messages'])('an upload to %s that breaks off is no error of the server', async (path) => {
    const lab = await startLab();
    const { token } = await signIn(lab.url);
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n`;
    const leave = { reset: (socket: Socket) => socket.resetAndDestroy(), end: (socket: Socket) => socket.end() };
    for (const way of Object.values(leave)) {
      const socket = await dial(lab.url);
      socket.write(`${head}Content-Length: 100\r\nExpect: 100-continue\r\n\r\n{`);
      await once(socket, 'data');
      way(socket);
      await once(socket, 'close');
    }
    await stillServes(lab);
  });
});
