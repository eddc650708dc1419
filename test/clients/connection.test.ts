import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Client, type ClientOptions } from '../../clients/core/client.ts';
import type { Connection } from '../../clients/core/connection.ts';
import { formatCursor } from '../../servers/protocol/cursor.ts';
import { cleanUp } from '../harness/clean-up.ts';
import { startReceiving } from '../harness/clients.ts';
import { FakePorts, type Opened } from '../harness/fake-ports.ts';

beforeEach(() => {
  jest.useFakeTimers();
  cleanUp(() => {
    jest.useRealTimers();
  });
});

const hello = { type: 'hello', heartbeatMs: 10_000, silenceMs: 15_000 } as const;
const empty = { kind: 'empty', cursor: formatCursor('e', 0) } as const;
const page = (seq: number) =>
  ({
    kind: 'messages',
    messages: [{ seq, id: String(seq), from: 'user:alice', at: 0, body: '' }],
    cursor: formatCursor('e', seq),
    more: false,
  }) as const;

function start(options: Partial<ClientOptions> = {}) {
  const ports = new FakePorts();
  const retry = { delayMs: () => 1000 };
  const client = new Client(ports, { user: 'bob', transport: 'websocket', retry, random: () => 0, ...options });
  cleanUp(() => client.close());
  const advance = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);
  const connection = (): Connection => client.status.connection;
  return { ports, client, advance, connection };
}

/** A client that follows its mailbox over a socket that has said hello. */
async function following() {
  const started = start();
  const receiving = startReceiving(started.client);
  await started.advance(0);
  const socket = started.ports.sockets.all[0]!;
  socket.say(hello);
  socket.say({ type: 'page', ...empty });
  await started.advance(0);
  return { ...started, receiving, socket };
}

describe('a socket', () => {
  test('W6 has its state by number and by name; before there is one it is closed', async () => {
    const { client, ports, advance, connection } = start();
    expect(connection()).toMatchObject({ kind: 'socket', readyState: 3, readyStateName: 'CLOSED', lastClose: null });
    startReceiving(client);
    await advance(0);
    for (const [readyState, readyStateName] of ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'].entries()) {
      ports.sockets.all[0]!.readyState = readyState;
      expect(connection()).toMatchObject({ readyState, readyStateName });
    }
  });

  test('W2 OPEN is no proof of life: how long it has been silent is', async () => {
    const { client, ports, advance, connection } = start();
    startReceiving(client);
    await advance(0);
    expect(connection()).toMatchObject({ silentMs: null, silenceLimitMs: null });
    const socket = ports.sockets.all[0]!;
    socket.say(hello);
    await advance(14_999);
    expect(connection()).toMatchObject({ readyStateName: 'OPEN', silentMs: 14_999, silenceLimitMs: 15_000 });
    socket.say({ type: 'ping', n: 1 });
    await advance(7);
    expect(connection()).toMatchObject({ silentMs: 7 });
  });

  test.each<[string, (socket: Opened, scene: Awaited<ReturnType<typeof following>>) => unknown, object]>([
    ['the client', (_, { receiving }) => receiving.stop(), { by: 'client', code: 1000, reason: 'done' }],
    ['the client, for a bad frame', (socket) => socket.received('{}'), { by: 'client', code: 1008 }],
    ['the server', (socket) => socket.closed(1011, 'failed'), { by: 'server', code: 1011, reason: 'failed' }],
    ['the server, without a code', (socket) => socket.closed(1005, ''), { by: 'server', code: 1005, reason: '' }],
    ['nobody, the link broke', (socket) => socket.closed(1006, ''), { by: 'link', code: 1006, reason: '' }],
    ['silence', (_, { advance }) => advance(15_000), { by: 'timeout', code: 1006 }],
  ])('W6 closed by %s says so, also while the next is opened', async (_, end, lastClose) => {
    const scene = await following();
    const { socket, ports, client, advance, connection } = scene;
    await end(socket, scene);
    socket.readyState = 3;
    // What comes after the end changes nothing about who closed.
    socket.closed(1001, 'late');
    await advance(0);
    expect(connection()).toMatchObject({ readyState: 3, silentMs: null, lastClose });
    void client.publish('user:bob', '').catch(() => {});
    await advance(1000);
    ports.sockets.all.at(-1)!.readyState = 0;
    expect(connection()).toMatchObject({ readyState: 0, silenceLimitMs: null, lastClose });
  });

  test('W6 that never opened was given up by this side', async () => {
    const { client, advance, connection } = start({ answerTimeoutMs: 500 });
    startReceiving(client);
    await advance(500);
    expect(connection()).toMatchObject({ lastClose: { by: 'timeout', code: 1006 } });
  });

  test('is pinged by both sides, and this one knows the round trip', async () => {
    const { socket, advance, connection } = await following();
    socket.say({ type: 'ping', n: 1 });
    await advance(10_000);
    expect(socket.sent.at(-1)).toBe('{"type":"ping","n":1}');
    expect(connection()).toMatchObject({ heartbeats: { received: 1, sent: 1, answered: 0, roundTripMs: null } });
    await advance(42);
    // Not what was asked for.
    socket.say({ type: 'pong', n: 0 });
    socket.say({ type: 'pong', n: 2 });
    expect(connection()).toMatchObject({ heartbeats: { answered: 0, roundTripMs: null } });
    socket.say({ type: 'pong', n: 1 });
    socket.say({ type: 'pong', n: 1 });
    expect(connection()).toMatchObject({ heartbeats: { sent: 1, answered: 1, roundTripMs: 42 } });
    await advance(9_958);
    expect(socket.sent.at(-1)).toBe('{"type":"ping","n":2}');
  });

  test('that is not read because the handler is slow is not pinged, nor is its round trip taken for long', async () => {
    const { client, ports, advance, connection } = start();
    const receiving = client.receive();
    const first = receiving.next();
    await advance(0);
    const socket = ports.sockets.all[0]!;
    socket.say(hello);
    await advance(10_000);
    for (let seq = 1; seq <= 17; seq += 1) socket.say({ type: 'page', ...page(seq) });
    await first;
    await advance(60_000);
    expect(connection()).toMatchObject({ isPaused: true, silentMs: 60_000, heartbeats: { sent: 1 } });
    await receiving.next();
    socket.say({ type: 'pong', n: 1 });
    expect(connection()).toMatchObject({ isPaused: false, heartbeats: { sent: 1, roundTripMs: null } });
    await advance(10_000);
    await advance(5);
    socket.say({ type: 'pong', n: 2 });
    expect(connection()).toMatchObject({ heartbeats: { sent: 2, answered: 1, roundTripMs: 5 } });
    await receiving.return();
  });
});

describe('polls', () => {
  test('short ones: idle until the next, then asking', async () => {
    const { client, ports, advance, connection } = start({ transport: 'short-polling', pollIntervalMs: 1000 });
    expect(connection()).toEqual({ kind: 'polls', phase: 'idle', phaseMs: 0, holdMs: null, nextInMs: null });
    startReceiving(client);
    await advance(300);
    expect(connection()).toEqual({ kind: 'polls', phase: 'asking', phaseMs: 300, holdMs: null, nextInMs: null });
    ports.asked.all[0]!.answer(200, empty);
    await advance(400);
    expect(connection()).toEqual({ kind: 'polls', phase: 'idle', phaseMs: 400, holdMs: null, nextInMs: 600 });
    await advance(600);
    ports.asked.all[1]!.fail();
    await advance(0);
    expect(connection()).toMatchObject({ phase: 'idle', nextInMs: null });
  });

  test('long ones: held, for how long of how long', async () => {
    const { client, ports, advance, connection } = start({ transport: 'long-polling', holdMs: 15_000 });
    const receiving = startReceiving(client);
    await advance(0);
    expect(connection()).toMatchObject({ phase: 'asking', holdMs: null });
    ports.asked.all[0]!.answer(200, empty);
    await advance(4200);
    expect(connection()).toEqual({ kind: 'polls', phase: 'held', phaseMs: 4200, holdMs: 15_000, nextInMs: null });
    await receiving.stop();
    expect(connection()).toMatchObject({ phase: 'idle', holdMs: null });
  });
});

describe('whatever the transport', () => {
  test('attempts that failed, when the next is made, and what went wrong last', async () => {
    const { client, ports, advance } = start({ transport: 'long-polling' });
    startReceiving(client);
    expect(client.status).toMatchObject({ failures: 0, nextAttemptInMs: null, lastFault: null });
    await advance(0);
    ports.asked.all[0]!.fail();
    await advance(400);
    const lastFault = { code: 'network', message: 'GET /long-polling/messages found no server' };
    expect(client.status).toMatchObject({ state: 'waiting', failures: 1, nextAttemptInMs: 600, lastFault });
    await advance(600);
    expect(client.status).toMatchObject({ state: 'connecting', failures: 1, nextAttemptInMs: null, lastFault });
    client.use('short-polling');
    expect(client.status).toMatchObject({ transport: 'short-polling', failures: 0, connection: { phase: 'idle' } });
  });

  test('what goes wrong in sending, too', async () => {
    const { client, ports, advance } = start({ transport: 'long-polling' });
    void client.publish('user:bob', 'hello').catch(() => {});
    await advance(0);
    ports.asked.all[0]!.answer(503, { error: { code: 'shutting-down', message: 'going' } });
    await advance(0);
    expect(client.status).toMatchObject({ unsent: 1, lastFault: { code: 'shutting-down', message: 'going' } });
  });

  test('who observes hears of each change soon, once for what changed together, and of the passing of time never', async () => {
    const { client, socket, advance, receiving } = await following();
    let heard = 0;
    const stop = client.observe(() => (heard += 1));
    const soon = async (change: () => void): Promise<number> => {
      const before = heard;
      change();
      expect(heard).toBe(before);
      await advance(0);
      return heard - before;
    };
    expect(await soon(() => socket.say({ type: 'ping', n: 1 }))).toBe(1);
    expect(await soon(() => socket.say({ type: 'page', ...page(1) }))).toBeGreaterThan(0);
    expect(client.status.position).toBe('e.1');
    expect(await soon(() => void client.publish('user:bob', '').catch(() => {}))).toBe(1);
    expect(await soon(() => socket.closed(1006, ''))).toBeGreaterThan(0);
    expect(client.status.state).toBe('waiting');
    heard = 0;
    await advance(999);
    expect(heard).toBe(0);
    expect(await soon(() => client.use('short-polling'))).toBeGreaterThan(0);
    stop();
    await advance(0);
    heard = 0;
    await receiving.stop();
    await advance(5000);
    expect(heard).toBe(0);
  });
});
