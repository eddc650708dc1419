import { describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { dial, raw } from '../harness/raw.ts';
import { call, sharedServer, signIn, uniqueName } from './peer.ts';

const server = sharedServer();

describe('P1 what is not of the form is refused, and the server goes on', () => {
  test.each([
    ['no object', []],
    ['an unknown member', { user: 'x', admin: true }],
    ['a missing member', {}],
    ['a wrong type', { user: 7 }],
  ])('a sign-in that is %s', async (_, json) => {
    const { status, body } = await call(server.url, '/sessions', { method: 'POST', json });
    expect(status).toBe(400);
    expect(body.error.code).toBe('bad-request');
  });

  test.each([
    ['an unknown member', { id: 'a', to: 'user:x', body: '', seq: 1 }],
    ['a missing member', { id: 'a', to: 'user:x' }],
    ['a wrong type', { id: 'a', to: 'user:x', body: {} }],
    ['an id with other characters', { id: 'a b', to: 'user:x', body: '' }],
    ['an id that is too long', { id: 'a'.repeat(65), to: 'user:x', body: '' }],
    ['a receiver that is no address', { id: 'a', to: 'x', body: '' }],
    ['half a surrogate pair', { id: 'a', to: 'user:x', body: '\uD800' }],
    ['null', null],
    ['an empty batch', []],
    ['a batch of too many', Array.from({ length: 201 }, (_, i) => ({ id: String(i), to: 'user:x', body: '' }))],
  ])('a message with %s', async (_, json) => {
    const alice = await signIn(server.url);
    const { status, body } = await call(server.url, '/messages', { method: 'POST', token: alice.token, json });
    expect([status, body.error.code]).toEqual([400, 'bad-request']);
  });

  test.each(['{"id":', '{"id":"a","to":"user:x","body":"","__proto__":{"a":1}}', '"text"', ''])(
    'a body that reads %j',
    async (text) => {
      const alice = await signIn(server.url);
      const headers = { 'Content-Type': 'application/json' };
      const { status } = await call(server.url, '/messages', {
        method: 'POST',
        token: alice.token,
        headers,
        body: text,
      });
      expect(status).toBe(400);
    },
  );

  test('a body that is not UTF-8', async () => {
    const alice = await signIn(server.url);
    const { status, body } = await call(server.url, '/messages', {
      method: 'POST',
      token: alice.token,
      headers: { 'Content-Type': 'application/json' },
      body: Buffer.from([...Buffer.from('{"id":"a","to":"user:x","body":"'), 0xff, ...Buffer.from('"}')]),
    });
    expect([status, body.error.code]).toEqual([400, 'bad-request']);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])(
    'a body sent as %s',
    async (type) => {
      const alice = await signIn(server.url);
      const { status, body } = await call(server.url, '/messages', {
        method: 'POST',
        token: alice.token,
        headers: { 'Content-Type': type },
        body: JSON.stringify({ id: 'a', to: alice.address, body: '' }),
      });
      expect([status, body.error.code]).toEqual([415, 'not-json']);
    },
  );

  test.each([
    ['/messages', { id: 'a', to: 'user:x', body: '' }],
    ['/sessions', { user: 'x' }],
  ])('a body to %s in another encoding than its own', async (path, json) => {
    const { token } = await signIn(server.url);
    for (const encoding of ['gzip', 'deflate', 'br', 'x']) {
      const headers = { 'Content-Encoding': encoding };
      const { status, body } = await call(server.url, path, { method: 'POST', token, json, headers });
      expect([status, body.error.code]).toEqual([415, 'not-json']);
    }
  });

  test.each([
    '',
    '?after=',
    '?after=nonsense',
    '?after=start&after=end',
    '?after=start&limit=0',
    '?after=start&limit=1001',
    '?after=start&limit=ten',
    '?after=start&user=bob',
    '?after=epoch.-1',
    '?after=epoch.1e3',
    '?after=epoch.99999999999999999999',
    '?after=start&__proto__=1',
    `?after=${'x'.repeat(100)}.1`,
    '?after=%E0%A4%A',
  ])('a query that reads %j', async (query) => {
    const alice = await signIn(server.url);
    for (const route of ['/short-polling/messages', '/long-polling/messages']) {
      const { status, body } = await alice.get(route + query);
      expect([status, body.error.code]).toEqual([400, 'bad-request']);
    }
  });

  test.each(['-1', 'NaN', '1e1', '0.0001', ''])('a hold of %j', async (hold) => {
    const alice = await signIn(server.url);
    const { status } = await alice.get(`/long-polling/messages?after=start&hold=${hold}`);
    expect(status).toBe(400);
  });
});

test('P2 an error has a code and a message, and its status', async () => {
  const { status, body, headers } = await call(server.url, '/messages', { method: 'POST', json: {} });
  expect(status).toBe(401);
  expect(Object.keys(body)).toEqual(['error']);
  expect(body.error).toEqual({ code: 'unknown-session', message: expect.any(String) });
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(headers.get('www-authenticate')).toBe('Bearer');
});

test.each([
  ['a request without a host', 'GET /healthz HTTP/1.1\r\n\r\n', 400, 'bad-request'],
  ['an expectation that nobody knows', 'GET /nowhere HTTP/1.1\r\nHost: x\r\nExpect: x\r\n\r\n', 404, 'not-found'],
  ['no HTTP', 'nonsense\r\n\r\n', 400, 'bad-request'],
  ['headers without an end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 413, 'too-large'],
  [
    'chunks that are none',
    `POST /sessions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nx`,
    400,
    'bad-request',
  ],
])('P2 P3 also the answer to %s', async (_, bytes, status, code) => {
  const [head, body] = (await raw(server.url, bytes, 500)).split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(head).toContain('Cache-Control: no-store');
  expect(JSON.parse(body!)).toEqual({ error: { code, message: expect.any(String) } });
});

test('P3 every answer may not be kept by a cache', async () => {
  const alice = await signIn(server.url);
  const answers = await Promise.all([
    alice.get('/short-polling/messages?after=start'),
    alice.get('/long-polling/messages?after=start&hold=0'),
    alice.get('/sessions'),
    alice.get('/healthz'),
    alice.get('/nowhere'),
    alice.get('/short-polling/messages'),
    alice.send(alice.address, ''),
    call(server.url, '/sessions', { method: 'POST', json: { user: uniqueName() } }),
  ]);
  expect(answers.map(({ headers }) => headers.get('cache-control'))).toEqual(answers.map(() => 'no-store'));
});

test('P4 an unknown path is 404, a wrong method 405 that names the right ones', async () => {
  for (const path of ['/nowhere', '/METRICS', '/metrics/', '/Sessions', '/MESSAGES', '/messages/']) {
    const unknown = await call(server.url, path);
    expect([path, unknown.status, unknown.body.error.code]).toEqual([path, 404, 'not-found']);
  }
  for (const [path, allowed] of [
    ['/messages', 'POST'],
    ['/short-polling/messages', 'GET'],
    ['/sessions', 'GET'],
    ['/healthz', 'GET'],
  ] as const) {
    const wrong = await call(server.url, path, { method: 'PUT' });
    expect([path, wrong.status, wrong.body.error.code]).toEqual([path, 405, 'method-not-allowed']);
    expect(wrong.headers.get('allow')).toContain(allowed);
  }
});

test.each(['h2c', 'foo/2', 'websocket, h2c'])(
  'P4 an offer to change to %j is ignored, with and without a body, and the connection goes on',
  async (protocol) => {
    const offer = `Connection: Upgrade, HTTP2-Settings\r\nUpgrade: ${protocol}\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n`;
    const body = JSON.stringify({ user: uniqueName() });
    const post = `POST /sessions HTTP/1.1\r\nHost: x\r\n${offer}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n${offer}\r\n`;
    const socket = await dial(server.url);
    for (const [request, status] of [
      [get('/healthz'), 200],
      [get('/short-polling/messages?after=start'), 401],
      [post, 201],
      [get('/websocket'), 426],
      [get('/nowhere'), 404],
    ] as const) {
      socket.write(request);
      expect(String((await once(socket, 'data'))[0])).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    }
  },
);

test('health names the boot and the clock', async () => {
  const { status, body } = await call(server.url, '/healthz');
  expect(status).toBe(200);
  expect(body).toEqual({ status: 'ok', boot: expect.any(String), clock: 'wall' });
});

test('metrics are there for Prometheus', async () => {
  const { status, body } = await call(server.url, '/metrics');
  expect(status).toBe(200);
  for (const name of [
    'process_cpu_seconds_total',
    'process_resident_memory_bytes',
    'nodejs_eventloop_lag_p99_seconds',
    'lab_sessions',
    'lab_lines_open{transport="long-polling"}',
    'lab_mailbox_watchers',
    'lab_socket_bytes_total{direction="out"}',
    'lab_requests_total{transport="websocket"}',
    'lab_pages_total{transport="short-polling",kind="empty"}',
  ]) {
    expect(body).toContain(`\n${name} `);
  }
});

test('X6 no answer besides the messages and the page runs as a page, or is taken for what it does not say it is', async () => {
  for (const path of ['/page.json', '/healthz', '/metrics', '/nowhere']) {
    const { headers } = await call(server.url, path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
  }
});
