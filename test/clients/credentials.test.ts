import { beforeEach, describe, expect, test } from '@jest/globals';
import { Credentials } from '../../clients/core/credentials.ts';
import { TransportFault } from '../../clients/core/fault.ts';
import { HttpApi } from '../../clients/core/http-api.ts';
import { type Asked, FakePorts } from '../harness/fake-ports.ts';

const session = { address: 'user:bob', token: 'the-token' };
const never = new AbortController().signal;
let ports: FakePorts;
let closing: AbortController;
let credentials: Credentials;
let now: number;

beforeEach(() => {
  ports = new FakePorts();
  ports.asksToSignIn = true;
  closing = new AbortController();
  now = 0;
  const http = new HttpApi(ports.request, { answerTimeoutMs: 10_000 });
  credentials = new Credentials({ http, identity: { user: 'bob' }, signal: closing.signal, now: () => now });
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
  expect(asked.aborted).toBe(true);
});

describe('a name that is taken', () => {
  const attempt = async (answer: (asked: Asked) => void): Promise<unknown> => {
    const failure = credentials.token(never).then(
      () => 'signed in',
      ({ kind, code }: TransportFault) => `${kind} ${code}`,
    );
    answer(await ports.asked.take());
    return failure;
  };
  const taken = ({ answer }: Asked): void => answer(409, { error: { code: 'name-taken', message: 'Taken.' } });

  test('is that for good', async () => {
    expect(await attempt(taken)).toBe('fatal name-taken');
  });

  test.each([
    ['network', ({ fail }: Asked) => fail()],
    ['bad-answer', ({ answer }: Asked) => answer(504, 'a proxy that got no answer')],
  ])(
    'after a sign-in that was not answered (%s) may be its own: for as long as that session may live',
    async (code, lose) => {
      expect(await attempt(lose)).toBe(`retry ${code}`);
      now += 60_000;
      expect(await attempt(taken)).toBe('retry name-taken');
      now += 30_001;
      expect(await attempt(taken)).toBe('fatal name-taken');
    },
  );

  test('is not its own once it was signed in', async () => {
    expect(await attempt(({ fail }) => fail())).toBe('retry network');
    expect(await attempt(({ answer }) => answer(201, session))).toBe('signed in');
    credentials.learn('the-token', new TransportFault('retry', 'unknown-session', ''));
    expect(await attempt(taken)).toBe('fatal name-taken');
  });
});
