import { expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import net from 'node:net';
import { cleanUp } from '../harness/clean-up.ts';
import { eventually } from '../harness/eventually.ts';
import { call, ownServer, refusedUpgrade, sharedServer, signIn, sleep, uniqueName } from './peer.ts';

const server = sharedServer();

test('P9 a message is answered with a receipt, and is in the mailbox since then', async () => {
  const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
  const { status, body } = await alice.send(bob.address, 'hello', 'id-1');
  expect(status).toBe(201);
  expect(body).toEqual({ id: 'id-1', at: expect.any(Number), online: false });
  expect(Math.abs(body.at - Date.now())).toBeLessThan(5000);
  expect(await bob.read('start')).toEqual({
    kind: 'messages',
    messages: [{ seq: 1, id: 'id-1', from: alice.address, at: body.at, body: 'hello' }],
    cursor: expect.any(String),
    more: false,
  });
});

test('P9 online says whether the receiver is reading', async () => {
  const [alice, polling, holding, connected, sending] = await Promise.all(
    Array.from({ length: 5 }, () => signIn(server.url)),
  );
  await polling!.read('start');
  const held = holding!.hold('start', 10);
  const talk = await connected!.connect('?after=start');
  const sendOnly = await sending!.connect();
  await talk.next('page');
  await sendOnly.next('hello');
  await sleep(50);
  const online = async (address: string): Promise<boolean> => (await alice!.send(address, '')).body.online;
  expect(await online(polling!.address)).toBe(true);
  expect(await online(holding!.address)).toBe(true);
  expect(await online(connected!.address)).toBe(true);
  expect(await online(sending!.address)).toBe(false);
  expect(await online(alice!.address)).toBe(false);
  await held;
});

test('P10 M7 the same id again adds nothing and is answered with the first receipt', async () => {
  const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
  const first = await alice.send(bob.address, 'one', 'same');
  await sleep(5);
  const again = await alice.send(bob.address, 'two', 'same');
  expect(again.status).toBe(200);
  expect(again.body).toMatchObject({ id: 'same', at: first.body.at });
  expect((await bob.read('start')).messages.map((message: { body: string }) => message.body)).toEqual(['one']);
});

test('P10 a repeat is answered so also by a server that is full', async () => {
  const { url } = await ownServer('--keep-total', '10KiB');
  const [alice, bob] = [await signIn(url), await signIn(url)];
  const first = await alice.send(bob.address, 'x'.repeat(8000), 'first');
  expect((await alice.send(bob.address, 'x'.repeat(8000), 'second')).status).toBe(503);
  const again = await alice.send(bob.address, 'x'.repeat(8000), 'first');
  expect([again.status, again.body.at]).toEqual([200, first.body.at]);
});

test('P10 an id that is no longer kept is that of a new message', async () => {
  const { url } = await ownServer('--keep-messages', '1');
  const [alice, bob] = [await signIn(url), await signIn(url)];
  for (const id of ['a', 'b', 'a']) expect((await alice.send(bob.address, '', id)).status).toBe(201);
});

test('P11 a name that nobody has signed in under is unknown', async () => {
  const alice = await signIn(server.url);
  const { status, body } = await alice.send(`user:${uniqueName()}`, '');
  expect([status, body.error.code]).toEqual([404, 'unknown-recipient']);
});

test('P11 who is signed in is known, however long nothing was read or sent', async () => {
  const { url } = await ownServer('--keep-age', '500ms');
  const [alice, bob] = [await signIn(url), await signIn(url)];
  const { cursor } = await bob.read('start');
  const talk = await alice.connect();
  await sleep(1500);
  talk.send({ type: 'publish', id: 'a', to: bob.address, body: 'still there?' });
  await talk.next('receipt');
  expect(await bob.read(cursor)).toMatchObject({ messages: [{ seq: 1, body: 'still there?' }] });
});

test('P12 several messages are appended in order and answered one by one', async () => {
  const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
  const drafts = [
    { id: '1', to: bob.address, body: 'first' },
    { id: '2', to: `user:${uniqueName()}`, body: 'to nobody' },
    { id: '3', to: bob.address, body: 'x'.repeat(8193) },
    { id: '1', to: bob.address, body: 'again' },
    { id: '4', to: bob.address, body: 'last' },
  ];
  const { status, body } = await call(server.url, '/messages', { method: 'POST', token: alice.token, json: drafts });
  expect(status).toBe(200);
  expect(body).toEqual([
    { receipt: { id: '1', at: expect.any(Number), online: false } },
    { error: { code: 'unknown-recipient', message: expect.any(String) } },
    { error: { code: 'too-large', message: expect.any(String) } },
    { receipt: { id: '1', at: expect.any(Number), online: false } },
    { receipt: { id: '4', at: expect.any(Number), online: false } },
  ]);
  expect((await bob.read('start')).messages.map((message: { body: string }) => message.body)).toEqual([
    'first',
    'last',
  ]);
});

test('P12 after one that may be tried again, the rest of a batch is refused too', async () => {
  const { url } = await ownServer('--max-sends', '2/s');
  const [alice, bob] = [await signIn(url), await signIn(url)];
  const drafts = Array.from({ length: 5 }, (_, i) => ({ id: String(i), to: bob.address, body: '' }));
  const { body } = await call(url, '/messages', { method: 'POST', token: alice.token, json: drafts });
  expect(body.map((outcome: object) => Object.keys(outcome)[0])).toEqual([
    'receipt',
    'receipt',
    'error',
    'error',
    'error',
  ]);
  expect(body[4].error).toEqual(body[2].error);
});

test('P13 X4 a body over the limit is too large, counted in bytes of UTF-8', async () => {
  const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
  expect((await alice.send(bob.address, 'x'.repeat(8192))).status).toBe(201);
  expect((await alice.send(bob.address, '明'.repeat(2730))).status).toBe(201);
  for (const body of ['x'.repeat(8193), '明'.repeat(2731), '\u0000'.repeat(8193), 'x'.repeat(1_000_000)]) {
    const answer = await alice.send(bob.address, body);
    expect([answer.status, answer.body.error.code]).toEqual([413, 'too-large']);
  }
});

test('P13 X4 the longest body may be written in the longest way', async () => {
  const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
  expect((await alice.send(bob.address, '\u0000'.repeat(8192), 'x'.repeat(64))).status).toBe(201);
});

test('P13 X4 a body of unknown or endless length is refused while it is being read', async () => {
  const alice = await signIn(server.url);
  const { hostname, port } = new URL(server.url);
  const socket = net.connect(Number(port), hostname);
  let sent = 0;
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString()));
  socket.on('error', () => {});
  socket.write(
    `POST /messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${alice.token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
  );
  const feed = setInterval(() => {
    socket.write(`4000\r\n${'x'.repeat(0x4000)}\r\n`);
    sent += 0x4000;
  }, 1);
  cleanUp(() => clearInterval(feed));
  await new Promise((closed) => socket.once('close', closed));
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  // It is told at once; what it goes on sending is thrown away for a while, so that it can hear, and then the line is cut.
  expect(sent).toBeLessThan(20_000_000);
});

test('P14 X4 more messages in a second than the server allows are answered 429, and again 201 when they may', async () => {
  const { url } = await ownServer('--max-sends', '5/s');
  const [alice, bob] = [await signIn(url), await signIn(url)];
  const answers = await Promise.all(Array.from({ length: 8 }, () => alice.send(bob.address, '')));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(3);
  const refused = answers.find(({ status }) => status === 429)!;
  expect(refused.body.error).toMatchObject({ code: 'too-many-requests', retryAfterMs: expect.any(Number) });
  expect(refused.headers.get('retry-after')).toBe('1');
  // Somebody else's sends are their own.
  expect((await bob.send(alice.address, '')).status).toBe(201);
  await sleep(refused.body.error.retryAfterMs + 20);
  expect((await alice.send(bob.address, '')).status).toBe(201);
});

test('P14 what is sent again does not count', async () => {
  const { url } = await ownServer('--max-sends', '3/s');
  const [alice, bob] = [await signIn(url), await signIn(url)];
  const drafts = [...Array.from({ length: 20 }, () => 'a'), 'b', 'c'].map((id) => ({ id, to: bob.address, body: '' }));
  const { body } = await call(url, '/messages', { method: 'POST', token: alice.token, json: drafts });
  expect(body.map((outcome: object) => Object.keys(outcome)[0])).toEqual(drafts.map(() => 'receipt'));
});

test('X4 sessions are bounded', async () => {
  const { url } = await ownServer('--max-sessions', '2');
  await signIn(url);
  const second = await signIn(url);
  const third = await call(url, '/sessions', { method: 'POST', json: { user: uniqueName() } });
  expect([third.status, third.body.error.code]).toEqual([503, 'overloaded']);
  await call(url, '/sessions', { method: 'DELETE', token: second.token });
  await signIn(url);
});

test('X4 mailboxes are bounded, also where everybody signs out at once', async () => {
  const { url } = await ownServer('--keep-mailboxes', '2');
  for (let i = 0; i < 5; i += 1) {
    const { token } = await signIn(url);
    await call(url, '/sessions', { method: 'DELETE', token });
  }
  expect((await call(url, '/metrics')).body).toContain('\nlab_mailboxes 2\n');
  await Promise.all([signIn(url), signIn(url)]);
  const user = uniqueName();
  for (const _ of ['refused', 'not taken']) {
    const third = await call(url, '/sessions', { method: 'POST', json: { user } });
    expect([third.status, third.body.error.code]).toEqual([503, 'overloaded']);
  }
});

test('X4 held polls and sockets are bounded, over all sessions', async () => {
  const { url } = await ownServer('--max-lines', '2');
  const [alice, bob, carol] = [await signIn(url), await signIn(url), await signIn(url)];
  const held = alice.hold('end', 10);
  const talk = await bob.connect('?after=end');
  await talk.next('page');
  const third = await carol.hold('end', 10);
  expect([third.status, third.body.error.code]).toEqual([503, 'overloaded']);
  const refused = await refusedUpgrade(url, '', ['transport-lab.1', `token.${carol.token}`]);
  expect([refused.status, refused.body.error.code]).toEqual([503, 'overloaded']);
  // Short polls hold nothing, and who has a line already may open a newer one in its place.
  expect(await carol.read('start')).toMatchObject({ kind: 'empty' });
  const newer = await bob.connect('?after=end');
  await newer.next('page');
  newer.ws.close();
  await newer.closed;
  // The server may hear of the end a little later than the client does.
  await eventually(async () => expect((await carol.hold('end', 0.2)).status).toBe(200));
  await alice.send(alice.address, '');
  await held;
});

test('X4 the memory for messages is bounded: a full server says so and loses nothing', async () => {
  const { url } = await ownServer('--keep-total', '20KiB', '--max-sends', 'unlimited');
  const [alice, bob] = [await signIn(url), await signIn(url)];
  const answers = [];
  for (let i = 0; i < 5; i += 1) answers.push(await alice.send(bob.address, 'x'.repeat(8000), randomUUID()));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 503, 503, 503]);
  expect((await bob.read('start')).messages).toHaveLength(2);
});
