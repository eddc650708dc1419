import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import { dial } from '../harness/raw.ts';
import { call, ownServer, refusedUpgrade, sharedServer, signIn, sleep, uniqueName } from './peer.ts';

const server = sharedServer();

function enter(user: string, password?: string) {
  return call(server.url, '/sessions', { method: 'POST', json: { user, password } });
}

test('P5 signing in gives the address and a token of at least 128 bits', async () => {
  const user = uniqueName();
  const { status, body } = await enter(user);
  expect(status).toBe(201);
  expect(body).toEqual({ address: `user:${user}`, token: expect.stringMatching(/^[A-Za-z0-9_-]+$/) });
  expect(Buffer.from(body.token, 'base64url').length * 8).toBeGreaterThanOrEqual(128);
  expect((await enter(uniqueName())).body.token).not.toBe(body.token);
});

test.each(['小明', 'a', 'Zoë', 'x'.repeat(32), '7-of-9', 'Ольга.К'])('P5 %s is a name', async (name) => {
  const { status, body } = await enter(name);
  expect([status, body.address]).toEqual([201, `user:${name}`]);
  await call(server.url, '/sessions', { method: 'DELETE', token: body.token });
});

test.each([
  '',
  'x'.repeat(33),
  'a b',
  'user:x',
  '-a',
  '.',
  '\u0000',
  'a\n',
  '<b>',
  '\uD83D\uDE00',
  '\uD800',
  'alice\u034F',
  'ali\u3164ce',
])('P5 %j is no name', async (name) => {
  expect((await enter(name)).status).toBe(400);
});

test('P6 a name is held by one session at a time', async () => {
  const user = uniqueName();
  const { body } = await enter(user);
  const second = await enter(user);
  expect([second.status, second.body.error.code]).toEqual([409, 'name-taken']);
  await call(server.url, '/sessions', { method: 'DELETE', token: body.token });
  expect((await enter(user)).status).toBe(201);
});

test("P38 X2 a name with a password is its owner's, with what waits in the mailbox, also after signing out", async () => {
  const user = uniqueName();
  const alice = await signIn(server.url);
  const first = await signIn(server.url, { user, password: 'secret' });
  await first.ask('DELETE', '/sessions');
  await alice.send(first.address, 'for you alone');
  for (const password of [undefined, 'wrong', 'Secret', 'secret ']) {
    const { status, body } = await enter(user, password);
    expect([status, body.error.code]).toEqual([403, 'wrong-credentials']);
  }
  const again = await signIn(server.url, { user, password: 'secret' });
  expect((await again.read('start')).messages).toMatchObject([{ body: 'for you alone' }]);
});

test('P38 with the password one takes over from an earlier session, which is told so and not let in again', async () => {
  const user = uniqueName();
  const before = await signIn(server.url, { user, password: 'secret' });
  const talk = await before.connect('?after=end');
  const held = before.hold('end', 10);
  await talk.next('page');
  await sleep(50);
  const after = await signIn(server.url, { user, password: 'secret' });
  expect((await talk.closed).code).toBe(4409);
  expect((await held).body.error.code).toBe('superseded');
  expect((await before.get('/sessions')).body.error.code).toBe('superseded');
  expect((await after.get('/sessions')).status).toBe(200);
});

test('P38 X4 passwords are tried at a bounded rate', async () => {
  const user = uniqueName();
  await enter(user, 'secret');
  const tries = await Promise.all(Array.from({ length: 12 }, (_, i) => enter(user, `guess ${i}`)));
  const refused = tries.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThanOrEqual(6);
  expect(refused[0]!.headers.get('retry-after')).toBe('1');
});

test('P38 X4 of many who sign in with passwords at once, no more wait for it than a bounded number', async () => {
  const answers = await Promise.all(Array.from({ length: 150 }, () => enter(uniqueName(), 'secret')));
  const refused = answers.filter(({ status }) => status === 503);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]!.body.error).toMatchObject({ code: 'overloaded', retryAfterMs: expect.any(Number) });
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(150 - refused.length);
});

test('P7 X3 signing out answers 204, ends what is held and frees the name', async () => {
  const bob = await signIn(server.url);
  const talk = await bob.connect('?after=start');
  const held = bob.hold('end', 10);
  await talk.next('page');
  await sleep(50);
  expect((await call(server.url, '/sessions', { method: 'DELETE', token: bob.token })).status).toBe(204);
  const { status, body } = await held;
  expect([status, body.error.code]).toEqual([401, 'unknown-session']);
  expect((await talk.closed).code).toBe(4401);
  expect((await enter(bob.address.slice('user:'.length))).status).toBe(201);
});

test('P7 X3 what arrives after signing out is not sent: a frame on the socket that is being closed', async () => {
  const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
  const talk = await alice.connect();
  await talk.next('hello');
  // Does not hear the close, and so does not answer it either.
  talk.ws.pause();
  await call(server.url, '/sessions', { method: 'DELETE', token: alice.token });
  talk.send({ type: 'publish', id: 'late', to: bob.address, body: '' });
  talk.ws.resume();
  expect((await talk.closed).code).toBe(4401);
  expect(await bob.read('start')).toMatchObject({ kind: 'empty' });
});

test('P7 X3 what arrives after signing out is not sent: the rest of a body', async () => {
  const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
  const body = JSON.stringify({ id: 'late', to: bob.address, body: '' });
  const socket = await dial(server.url);
  socket.write(
    `POST /messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${alice.token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`,
  );
  expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 100 /);
  await call(server.url, '/sessions', { method: 'DELETE', token: alice.token });
  socket.write(body);
  expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 401 /);
  expect(await bob.read('start')).toMatchObject({ kind: 'empty' });
});

test('P8 X2 whose mailbox is read follows from the token alone, at every request', async () => {
  const alice = await signIn(server.url);
  const bob = await signIn(server.url);
  await alice.send(bob.address, 'for bob only');
  expect(await bob.read('start')).toMatchObject({ kind: 'messages', messages: [{ body: 'for bob only' }] });
  expect((await alice.read('start')).messages).toMatchObject([{ from: 'system' }]);
  // Nothing in a query, a body or another's cursor says who is asking.
  const { cursor } = await bob.read('start');
  expect(await alice.read(cursor)).toMatchObject({ kind: 'gap', reason: 'epoch-changed' });
  expect((await alice.get(`/short-polling/messages?after=start&user=${bob.address}`)).status).toBe(400);
  const sent = await call(server.url, '/messages', {
    method: 'POST',
    token: alice.token,
    json: { id: 'a', to: bob.address, body: '', from: bob.address },
  });
  expect(sent.status).toBe(400);
});

test('P8 X2 without a token, with a wrong one, or with one that was given back, nothing is read or sent', async () => {
  const bob = await signIn(server.url);
  const gone = await signIn(server.url);
  await call(server.url, '/sessions', { method: 'DELETE', token: gone.token });
  for (const token of [undefined, '', 'nonsense', gone.token, `${bob.token}x`, bob.token.slice(1)]) {
    const asked = token === undefined ? {} : { token };
    const answers = [
      await call(server.url, '/short-polling/messages?after=start', asked),
      await call(server.url, '/long-polling/messages?after=start&hold=0', asked),
      await call(server.url, '/messages', { ...asked, method: 'POST', json: { id: 'a', to: bob.address, body: '' } }),
      await call(server.url, '/sessions', asked),
      await call(server.url, '/sessions', { ...asked, method: 'DELETE' }),
      await refusedUpgrade(server.url, '?after=start', [
        'transport-lab.1',
        ...(token === undefined ? [] : [`token.${token}`]),
      ]),
    ];
    expect(answers.map(({ status, body }) => [status, body.error.code])).toEqual(
      answers.map(() => [401, 'unknown-session']),
    );
  }
});

test('P8 X2 a token under another scheme is no token', async () => {
  const bob = await signIn(server.url);
  for (const scheme of ['Digest', 'Basic', 'Token', '']) {
    const headers = { Authorization: `${scheme} ${bob.token}` };
    expect((await call(server.url, '/sessions', { headers })).status).toBe(401);
  }
  expect((await call(server.url, '/sessions', { headers: { Authorization: `bearer ${bob.token}` } })).status).toBe(200);
});

test('P8 X2 a token in the URL is no token', async () => {
  const bob = await signIn(server.url);
  const { status } = await call(server.url, `/short-polling/messages?after=start&token=${bob.token}`);
  expect(status).toBe(401);
});

test('a session that is not used for a while is over; a held poll or a socket keeps it', async () => {
  const { url } = await ownServer('--session-idle', '300ms');
  const idle = await signIn(url);
  const holding = await signIn(url);
  const connected = await signIn(url);
  const held = holding.hold('end', 1);
  const talk = await connected.connect('?after=end');
  await sleep(600);
  expect((await idle.get('/sessions')).status).toBe(401);
  expect((await held).status).toBe(200);
  expect((await holding.get('/sessions')).status).toBe(200);
  expect((await connected.get('/sessions')).status).toBe(200);
  talk.ws.close();
});

test('P38 a claimed name and a toy keep their mailboxes though there is no room for others', async () => {
  const { url } = await ownServer('--keep-mailboxes', '3');
  const ann = await signIn(url, { user: 'ann', password: 'secret' });
  const { body } = await ann.ask('POST', '/toys', { toy: 'bear' });
  await ann.ask('DELETE', '/sessions');
  const bob = await signIn(url, { user: 'bob' });
  const cyd = { method: 'POST', json: { user: 'cyd' } } as const;
  expect((await call(url, '/sessions', cyd)).body.error.code).toBe('overloaded');
  await bob.ask('DELETE', '/sessions');
  expect((await call(url, '/sessions', cyd)).status).toBe(201);
  expect((await call(url, '/sessions', { method: 'POST', json: { user: 'ann' } })).status).toBe(403);
  expect((await signIn(url, { toy: 'bear', key: body.key })).address).toBe('toy:bear');
});
