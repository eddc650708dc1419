import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { CLOSE } from '../../servers/protocol/close-code.ts';
import { formatCursor } from '../../servers/protocol/cursor.ts';
import { cleanUp } from '../harness/clean-up.ts';
import { startReceiving } from '../harness/clients.ts';
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

const page = (seq: number) =>
  ({
    type: 'page',
    kind: 'messages',
    messages: [{ seq, id: String(seq), from: 'user:alice', at: 0, body: '' }],
    cursor: formatCursor('e', seq),
    more: false,
  }) as const;

describe('opening', () => {
  test('W1 the cursor goes in with the upgrade, the token as a subprotocol and never in the URL', async () => {
    const { socket } = await connected();
    expect(socket.path).toBe('/websocket?after=start');
    expect(socket.protocols).toEqual(['transport-lab.1', 'token.token-1']);
  });

  test('a socket that says nothing is given up, and cut', async () => {
    const { ports, client, faults, advance } = start({ answerTimeoutMs: 10_000 });
    startReceiving(client);
    await advance(9_999);
    expect(faults).toEqual([]);
    await advance(1);
    ports.asked.all[0]!.answer(200, { address: 'user:bob' });
    await advance(0);
    expect(faults).toEqual([expect.objectContaining({ kind: 'retry', code: 'timeout' })]);
    expect(ports.sockets.all[0]!.terminated).toBe(true);
  });

  test('a refused upgrade looks like no server: a plain request tells whether it was the session', async () => {
    const { ports, client, advance } = start();
    startReceiving(client);
    await advance(0);
    ports.sockets.all[0]!.closed(1006, '');
    await advance(0);
    expect(ports.asked.all[0]).toMatchObject({ method: 'GET', path: '/sessions' });
    ports.asked.all[0]!.answer(401, { error: { code: 'unknown-session', message: '' } });
    await advance(250);
    expect(ports.signIns).toBe(2);
    expect(ports.sockets.all[1]!.protocols).toContain('token.token-2');
  });
});

describe('W2 W3 silence', () => {
  test('beyond ping and pong time it is dead, within 20 s, though the socket says OPEN; it is cut, not closed', async () => {
    const { socket, faults, advance, client } = await connected();
    await advance(14_999);
    expect(client.status.state).toBe('live');
    await advance(1);
    expect(faults).toEqual([expect.objectContaining({ kind: 'retry', code: 'silent' })]);
    expect([socket.terminated, socket.closes[0]?.code]).not.toEqual([false, undefined]);
    expect(socket.terminated).toBe(true);
  });

  test('any frame is a sign of life; a ping is answered', async () => {
    const { socket, faults, advance } = await connected();
    for (let n = 1; n <= 10; n += 1) {
      await advance(14_000);
      socket.say({ type: 'ping', n });
    }
    expect(faults).toEqual([]);
    expect(socket.sent.filter((text) => text.includes('pong')).map((text) => JSON.parse(text) as unknown)).toEqual(
      Array.from({ length: 10 }, (_, i) => ({ type: 'pong', n: i + 1 })),
    );
  });
});

describe('W5 W6 being closed', () => {
  test.each(Object.values(CLOSE).filter(({ reconnect }) => reconnect))(
    '$code ($reason): it comes back',
    async ({ code, reason }) => {
      const { socket, newest, advance, ports } = await connected();
      socket.closed(code, reason);
      await advance(10_000);
      expect(ports.sockets.all).toHaveLength(2);
      expect(newest().path).toBe('/websocket?after=e.0');
    },
  );

  test.each(Object.values(CLOSE).filter(({ reconnect, code }) => !reconnect && code !== 1000))(
    '$code ($reason): it does not',
    async ({ code, reason }) => {
      const { socket, receiving, ports, advance } = await connected();
      socket.closed(code, reason);
      await expect(receiving.ended).rejects.toMatchObject({ kind: 'fatal' });
      await advance(60_000);
      expect(ports.sockets.all).toHaveLength(1);
    },
  );

  test('1012 with a time: it comes back then, not before', async () => {
    const { socket, ports, advance } = await connected();
    socket.say({ type: 'error', code: 'shutting-down', message: '', retryAfterMs: 2000 });
    socket.closed(1012, '');
    await advance(2000);
    expect(ports.sockets.all).toHaveLength(1);
    await advance(250);
    expect(ports.sockets.all).toHaveLength(2);
  });

  test('1013: it stays away for a while', async () => {
    const { socket, ports, faults, advance } = await connected();
    socket.closed(1013, '');
    await advance(5000);
    expect(faults[0]).toMatchObject({ code: 'overloaded', afterMs: 5000 });
    expect(ports.sockets.all).toHaveLength(1);
    await advance(250);
    expect(ports.sockets.all).toHaveLength(2);
  });

  test('4401: it signs in again', async () => {
    const { socket, ports, newest, advance } = await connected();
    socket.closed(4401, '');
    await advance(250);
    expect(ports.signIns).toBe(2);
    expect(newest().protocols).toContain('token.token-2');
  });
});

describe('W5 counting failures', () => {
  test('a socket that opens and breaks again and again is waited longer and longer for; one that stayed for 5 s is not', async () => {
    const { client, ports, advance } = start();
    startReceiving(client);
    await advance(0);
    const lasts = [0, 0, 4999, 5000, 0];
    const waits: number[] = [];
    for (const [i, ms] of lasts.entries()) {
      const socket = ports.sockets.all[i]!;
      socket.say(hello);
      socket.say(empty);
      await advance(0);
      // It must not be taken for dead meanwhile.
      await advance(ms);
      socket.closed(1006, '');
      const closedAt = performance.now();
      while (ports.sockets.all.length === i + 1) await advance(10);
      waits.push(Math.round((performance.now() - closedAt) / 10) * 10);
    }
    expect(waits).toEqual([250, 500, 1000, 250, 500]);
  });
});

describe('C3 late events', () => {
  test('of a line that has ended are ignored', async () => {
    const { socket, newest, receiving, client, advance } = await connected();
    socket.closed(1006, '');
    await advance(250);
    newest().say(hello);
    newest().say(page(1));
    await advance(0);
    const { length: sentBefore } = socket.sent;
    const timersBefore = jest.getTimerCount();
    socket.say(page(2));
    socket.say(hello);
    socket.say({ type: 'ping', n: 1 });
    expect(socket.sent).toHaveLength(sentBefore);
    expect(jest.getTimerCount()).toBe(timersBefore);
    socket.say({ type: 'error', code: 'superseded', message: '' });
    socket.closed(4409, 'late');
    await advance(0);
    expect(client.status).toMatchObject({ state: 'live', position: 'e.1' });
    expect(receiving.items.all).toHaveLength(1);
  });
});

describe('frames', () => {
  test.each(['no json', '[]', '7', '{"type":"surprise"}', '{"type":"page","kind":"empty"}', '{"type":"hello"}'])(
    '%s is no frame of this protocol: the line is closed with 1008 and not opened again',
    async (text) => {
      const { socket, receiving } = await connected();
      socket.received(text);
      await expect(receiving.ended).rejects.toMatchObject({ code: 'bad-answer', kind: 'fatal' });
      expect(socket.closes[0]!.code).toBe(1008);
    },
  );

  test('W4 with 16 pages unread the socket is read no further, until the handler has caught up', async () => {
    const { ports, client, advance } = start();
    const receiving = client.receive();
    const first = receiving.next();
    await advance(0);
    const socket = ports.sockets.all[0]!;
    socket.say(hello);
    for (let seq = 1; seq <= 17; seq += 1) socket.say(page(seq));
    await first;
    expect(socket.paused).toBe(true);
    // Meanwhile the silence is this side's own; that it is alive it says unasked, for it reads no ping.
    await advance(60_000);
    expect(socket.terminated).toBe(false);
    expect(socket.sent).toEqual(Array.from({ length: 6 }, () => '{"type":"pong","n":0}'));
    await receiving.next();
    expect(socket.paused).toBe(false);
    await advance(14_000);
    // From now on it asks again.
    expect(socket.sent.slice(6)).toEqual(['{"type":"ping","n":1}']);
    await receiving.return();
  });

  test('W4 a socket that is not read is read again to be closed', async () => {
    const { ports, client, advance } = start();
    const receiving = client.receive();
    const first = receiving.next();
    await advance(0);
    const socket = ports.sockets.all[0]!;
    socket.say(hello);
    for (let seq = 1; seq <= 17; seq += 1) socket.say(page(seq));
    await first;
    expect(socket.paused).toBe(true);
    await receiving.return();
    expect([socket.paused, socket.closes[0]!.code]).toEqual([false, 1000]);
  });

  test('W4 while an answer is waited for it is read on, for the answer comes behind the pages', async () => {
    const { ports, client, advance } = start();
    const receiving = client.receive();
    const first = receiving.next();
    await advance(0);
    const socket = ports.sockets.all[0]!;
    socket.say(hello);
    for (let seq = 1; seq <= 17; seq += 1) socket.say(page(seq));
    await first;
    expect(socket.paused).toBe(true);
    const receipt = client.publish('user:alice', 'an answer', { id: 'a' });
    await advance(0);
    expect(socket.paused).toBe(false);
    // Its silence is the other side's again, and any more pages are taken in.
    await advance(14_999);
    socket.say(page(18));
    expect(socket.paused).toBe(false);
    socket.say({ type: 'receipt', id: 'a', at: 5, online: true });
    expect(socket.paused).toBe(true);
    await expect(receipt).resolves.toMatchObject({ id: 'a' });
    await receiving.return();
  });

  test('W4 of pages that come though it does not get to them 256 are kept; for the rest it comes back', async () => {
    const { ports, client, faults, advance } = start();
    const receiving = client.receive();
    const first = receiving.next();
    await advance(0);
    const socket = ports.sockets.all[0]!;
    socket.say(hello);
    const receipt = client.publish('user:alice', '', { id: 'a' });
    await advance(0);
    for (let seq = 1; seq <= 1000; seq += 1) socket.say(page(seq));
    socket.say({ type: 'receipt', id: 'a', at: 5, online: true });
    await expect(receipt).resolves.toMatchObject({ id: 'a' });
    await first;
    for (let seq = 2; seq <= 257; seq += 1) expect((await receiving.next()).value).toMatchObject({ message: { seq } });
    const next = receiving.next();
    await advance(250);
    expect(faults).toEqual([expect.objectContaining({ kind: 'retry', code: 'inbox-full' })]);
    expect(ports.sockets.all[1]!.path).toBe('/websocket?after=e.257');
    ports.sockets.all[1]!.say(hello);
    ports.sockets.all[1]!.say(page(258));
    expect((await next).value).toMatchObject({ message: { seq: 258 } });
    await receiving.return();
  });
});
