import { expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { pino } from 'pino';
import { DEFAULT_SERVER_OPTIONS } from '../../servers/options.ts';
import { startServer } from '../../servers/server.ts';
import { cleanUp } from '../harness/clean-up.ts';
import { eventually } from '../harness/eventually.ts';
import { dial } from '../harness/raw.ts';
import { call, signIn, uniqueName } from '../protocol/peer.ts';

test('X7 no log line, at whatever level, has a body, a password, a key or a token in it', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
  const server = await startServer({ ...DEFAULT_SERVER_OPTIONS, port: 0 }, log);
  cleanUp(() => server.close());
  const { url } = server;

  // Whatever of it comes out anywhere came from what was sent.
  const secret = `secret-${randomUUID()}`;
  const alice = await signIn(url, { user: uniqueName(), password: secret });
  const bob = await signIn(url);
  const { body: toy } = await alice.ask('POST', '/toys', { toy: uniqueName() });

  await alice.send(bob.address, secret);
  await bob.read('start');
  const talk = await bob.connect('?after=start');
  await talk.next('page');
  talk.send(`{"type": "publish", "body": "${secret}"`);
  await talk.closed;
  const binary = await bob.connect();
  binary.ws.send(Buffer.from(secret));
  await binary.closed;
  for (const [path, text] of [
    ['/messages', `{"body": "${secret}`],
    ['/sessions', `{"password": "${secret}`],
    ['/sessions', JSON.stringify({ user: 'x', password: secret.repeat(500) })],
    ['/sessions', JSON.stringify({ toy: 'x', key: secret })],
    ['/groups', JSON.stringify({ group: secret.repeat(3) })],
  ] as const)
    await call(url, path, {
      method: 'POST',
      token: alice.token,
      headers: { 'Content-Type': 'application/json' },
      body: text,
    });

  // A failure of the server's own, with all of it at hand; and a socket that breaks in the middle of a request.
  server.services.mailboxes.append = async (_box, entry) => {
    throw Object.assign(new Error('the store failed'), { entry });
  };
  expect((await alice.send(bob.address, secret)).status).toBe(500);
  const socket = await dial(url);
  socket.write(
    `POST /sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n${secret}`,
  );
  socket.resetAndDestroy();
  await once(socket, 'close');

  await eventually(() => expect(lines.join('')).toContain('the store failed'));
  const all = lines.join('');
  for (const hidden of [secret, alice.token, bob.token, toy.key]) expect(all).not.toContain(hidden);
});
