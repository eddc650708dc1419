import { beforeEach, expect, test } from '@jest/globals';
import { Credentials } from '../../clients/core/credentials.ts';
import { HttpApi } from '../../clients/core/http-api.ts';
import { FakePorts } from '../harness/fake-ports.ts';

const session = { address: 'user:bob', token: 'the-token' };
const never = new AbortController().signal;
let ports: FakePorts;
let closing: AbortController;
let credentials: Credentials;

beforeEach(() => {
  ports = new FakePorts();
  ports.asksToSignIn = true;
  closing = new AbortController();
  const http = new HttpApi(ports.request, 10_000);
  credentials = new Credentials({ http, user: 'bob', signal: closing.signal });
});

test('however many ask at once, it signs in once', async () => {
  const tokens = Promise.all([credentials.token(never), credentials.token(never)]);
  (await ports.asked.take()).answer(201, session);
  expect(await tokens).toEqual(['the-token', 'the-token']);
  expect(await credentials.token(never)).toBe('the-token');
  expect(ports.signIns).toBe(1);
});

test('who leaves while it signs in leaves alone', async () => {
  const leaving = new AbortController();
  const left = credentials.token(leaving.signal);
  const stayed = credentials.token(never);
  const asked = await ports.asked.take();
  leaving.abort(new Error('left'));
  await expect(left).rejects.toThrow('left');
  asked.answer(201, session);
  expect(await stayed).toBe('the-token');
});

test('a sign-in that nobody waits for any more is there for who comes next', async () => {
  const leaving = new AbortController();
  const left = credentials.token(leaving.signal);
  leaving.abort(new Error('left'));
  await expect(left).rejects.toThrow('left');
  (await ports.asked.take()).answer(201, session);
  expect(await credentials.token(never)).toBe('the-token');
  expect(ports.signIns).toBe(1);
});

test('closing the client ends it', async () => {
  const token = credentials.token(never);
  const asked = await ports.asked.take();
  closing.abort(new Error('closed'));
  await expect(token).rejects.toThrow('closed');
  expect(asked.signal.aborted).toBe(true);
});
