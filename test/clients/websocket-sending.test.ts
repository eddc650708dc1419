import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { cleanUp } from '../harness/clean-up.ts';
import { startReceiving } from '../harness/clients.ts';
import type { Opened } from '../harness/fake-ports.ts';
import {
  connectedWebSocketClient as connected,
  empty,
  hello,
  startWebSocketClient as start,
} from '../harness/websocket-client.ts';

beforeEach(() => {
  jest.useFakeTimers();
  cleanUp(() => {
    jest.useRealTimers();
  });
});

describe('sending', () => {
  test('a client that only sends opens a socket that follows nothing, and keeps it', async () => {
    const { ports, client, advance } = start();
    const receipt = client.publish('user:bob', 'hello', { id: 'a' });
    await advance(0);
    const socket = ports.sockets.all[0]!;
    expect(socket.path).toBe('/websocket');
    socket.say(hello);
    await advance(0);
    expect(JSON.parse(socket.sent[0]!)).toEqual({
      type: 'publish',
      id: 'a',
      to: 'user:bob',
      body: 'hello',
      run: expect.any(Number),
    });
    socket.say({ type: 'receipt', id: 'a', at: 5, online: true });
    await expect(receipt).resolves.toEqual({ id: 'a', at: 5, online: true });
    void client.publish('user:bob', 'again').catch(() => {});
    await advance(0);
    expect(ports.sockets.all).toHaveLength(1);
  });

  test('while it receives, it sends over the same socket', async () => {
    const { socket, client, ports, advance } = await connected();
    void client.publish('user:bob', 'hello').catch(() => {});
    await advance(0);
    expect(socket.sent).toHaveLength(1);
    expect(ports.sockets.all).toHaveLength(1);
  });

  test('what was sent and not answered when the line broke is sent again, under the same id', async () => {
    const { socket, newest, client, advance } = await connected();
    const receipt = client.publish('user:bob', 'hello', { id: 'a' });
    await advance(0);
    socket.closed(1006, '');
    await advance(300);
    newest().say(hello);
    newest().say(empty);
    await advance(300);
    expect(JSON.parse(newest().sent[0]!)).toMatchObject({ type: 'publish', id: 'a' });
    newest().say({ type: 'receipt', id: 'a', at: 5, online: true });
    await expect(receipt).resolves.toMatchObject({ id: 'a' });
  });

  test('what comes after something that a line took with it does not go over the next line before that', async () => {
    const { ports, client, advance } = start();
    const first = client.publish('user:bob', '', { id: 'first' });
    await advance(0);
    ports.sockets.all[0]!.say(hello);
    await advance(0);
    ports.sockets.all[0]!.say({ type: 'receipt', id: 'first', at: 5, online: true });
    await first;
    void client.publish('user:bob', '', { id: 'a' }).catch(() => {});
    // To follow the mailbox it opens another socket.
    startReceiving(client);
    void client.publish('user:bob', '', { id: 'b' }).catch(() => {});
    await advance(0);
    const socket = ports.sockets.all[1]!;
    socket.say(hello);
    await advance(250);
    expect(socket.sent.map((text) => (JSON.parse(text) as { id: string }).id)).toEqual(['a', 'b']);
  });

  test('nor while it is still being asked why the line that it was for did not open', async () => {
    const { ports, client, advance } = start();
    const idsOn = ({ sent }: Opened): string[] => sent.map((text) => (JSON.parse(text) as { id: string }).id);
    const first = client.publish('user:bob', '', { id: 'first' });
    await advance(0);
    const socket = ports.sockets.all[0]!;
    socket.say(hello);
    await advance(0);
    socket.say({ type: 'receipt', id: 'first', at: 5, online: true });
    await first;
    socket.closed(1006, '');

    void client.publish('user:bob', '', { id: 'a' }).catch(() => {});
    await advance(0);
    ports.sockets.all[1]!.closed(1006, '');
    await advance(0);
    const asked = await ports.asked.take();
    expect(asked.path).toBe('/sessions');
    startReceiving(client);
    await advance(0);
    const next = ports.sockets.all[2]!;
    next.say(hello);
    await advance(0);
    void client.publish('user:bob', '', { id: 'b' }).catch(() => {});
    await advance(0);
    expect(idsOn(next)).toEqual([]);
    asked.answer(200, { address: 'user:bob' });
    await advance(250);
    expect(idsOn(next)).toEqual(['a', 'b']);
  });

  test('W6 what was sent over a socket that a newer one replaced goes over the next: it may be its own, that came late', async () => {
    const { socket, newest, client, advance, faults } = await connected();
    const receipt = client.publish('user:bob', 'hello', { id: 'a' });
    await advance(0);
    socket.closed(4409, '');
    await advance(300);
    newest().say(hello);
    await advance(0);
    newest().say({ type: 'receipt', id: 'a', at: 5, online: true });
    await expect(receipt).resolves.toMatchObject({ id: 'a' });
    expect(faults).toMatchObject([{ kind: 'retry', code: 'superseded' }]);
  });

  test('W6 but where it is the session that was superseded, it is refused', async () => {
    const { socket, newest, client, advance, ports } = await connected();
    const receipt = client.publish('user:bob', 'hello', { id: 'a' });
    await advance(0);
    socket.closed(4409, '');
    await advance(300);
    newest().closed(1006, '');
    await advance(0);
    (await ports.asked.take()).answer(409, { error: { code: 'superseded', message: '' } });
    await expect(receipt).rejects.toMatchObject({ kind: 'fatal', code: 'superseded' });
  });

  test('W6 nor is a reader told to go by a socket of its own that came late, though it is its first', async () => {
    const { ports, client, advance } = start();
    void client.publish('user:bob', 'hello').catch(() => {});
    await advance(0);
    const receiving = startReceiving(client);
    await advance(0);
    // That one had been opened for sending, and comes only now.
    ports.sockets.all[1]!.say(hello);
    ports.sockets.all[1]!.closed(4409, '');
    await advance(300);
    const further = ports.sockets.all.slice(2).map(({ path }) => path);
    expect(further).toContain('/websocket?after=start');
    expect(client.status.state).toBe('connecting');
    await receiving.stop();
  });
});
