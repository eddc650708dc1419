import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { seeded } from '../../bench/random.ts';
import { Client, type ClientOptions, type ClientSettings } from '../../clients/core/client.ts';
import { fullJitter } from '../../clients/core/retry-policy.ts';
import { formatCursor } from '../../servers/protocol/cursor.ts';
import { TRANSPORT_NAMES } from '../../servers/protocol/transport-name.ts';
import { cleanUp } from '../harness/clean-up.ts';
import { messages, openClient, startReceiving } from '../harness/clients.ts';
import { FakePorts } from '../harness/fake-ports.ts';
import { startLab } from '../harness/lab.ts';
import { connectedWebSocketClient } from '../harness/websocket-client.ts';

const empty = { kind: 'empty', cursor: formatCursor('e', 7) };

describe('what is changed in mid-session', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  function start(options: Pick<ClientOptions, 'transport'> & Partial<ClientOptions>, random = 0.5) {
    const ports = new FakePorts();
    const client = new Client(ports, { user: 'bob', random: () => random, ...options });
    const begin = performance.now();
    const receiving = startReceiving(client);
    cleanUp(async () => {
      await client.close();
      await receiving.ended.catch(() => {});
    });
    const advance = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);
    const paths = (): string[] => ports.asked.all.map(({ path }) => path.replace(/^\/[a-z-]+\/messages/, ''));
    const times = (): number[] => ports.asked.all.map(({ at }) => at - begin);
    const last = () => ports.asked.all.at(-1)!;
    const configure = async (settings: Partial<ClientSettings>): Promise<void> => {
      client.configure(settings);
      await advance(0);
    };
    return { ports, client, receiving, advance, paths, times, last, configure };
  }

  /** A long poll that is held. */
  async function held() {
    const started = start({ transport: 'long-polling' });
    await started.advance(0);
    started.last().answer(200, empty);
    await started.advance(0);
    expect(started.paths()).toEqual(['?after=start&hold=0', '?after=e.7&hold=15']);
    return started;
  }

  test('a hold: the poll under way ends, and the next asks for what comes after the same cursor', async () => {
    const { ports, client, paths, last, configure, advance } = await held();
    await configure({ holdMs: 3000 });
    expect(ports.asked.all[1]!.aborted).toBe(true);
    expect(paths().slice(2)).toEqual(['?after=e.7&hold=0']);
    last().answer(200, empty);
    await advance(0);
    expect(paths().slice(3)).toEqual(['?after=e.7&hold=3']);
    expect(client.status).toMatchObject({ state: 'live', failures: 0, lastFault: null });
  });

  test('what is being sent meanwhile is sent once', async () => {
    const { ports, client, configure } = await held();
    const receipt = client.publish('user:alice', '');
    await configure({ holdMs: 3000 });
    const sendings = ports.asked.all.filter(({ method }) => method === 'POST');
    expect(sendings.map(({ aborted }) => aborted)).toEqual([false]);
    sendings[0]!.answer(200, [{ receipt: { id: '', at: 0, online: true } }]);
    await receipt;
  });

  test('an interval: the next poll comes after a random part of the new one', async () => {
    const { times, last, advance, configure } = start({ transport: 'short-polling', pollIntervalMs: 60_000 });
    await advance(30_000);
    last().answer(200, empty);
    await advance(10_000);
    await configure({ pollIntervalMs: 1000 });
    await advance(500);
    expect(times()).toEqual([30_000, 40_500]);
  });

  test.each<[string, Partial<ClientSettings>]>([
    ['what is equal', { holdMs: 15_000, resume: true }],
    ['what is left out', { holdMs: undefined } as unknown as Partial<ClientSettings>],
    ['what another transport heeds', { pollIntervalMs: 5, heartbeat: false }],
    ['what the next request heeds', { answerTimeoutMs: 5, resume: false }],
  ])('%s disturbs nothing', async (_, settings) => {
    const { ports, client, configure } = await held();
    const states: string[] = [];
    client.observeState((state) => states.push(state));
    await configure(settings);
    expect([ports.asked.all.length, ports.asked.all[1]!.aborted, states]).toEqual([2, false, []]);
  });

  test('who observes is told of a change, and of none where there is none', async () => {
    const { client, configure } = await held();
    let told = 0;
    client.observe(() => (told += 1));
    await configure({ jitter: true });
    expect(told).toBe(0);
    await configure({ jitter: false });
    expect(told).toBe(1);
  });

  test('a retry that is waited for comes in its time, and heeds what was changed', async () => {
    const { last, times, paths, advance, configure } = start({
      transport: 'short-polling',
      retry: { delayMs: () => 1000 },
      pollIntervalMs: 0,
    });
    await advance(0);
    last().fail();
    await advance(0);
    await configure({ pollIntervalMs: 100, resume: false });
    await advance(1050);
    expect(times()).toEqual([0, 1050]);
    expect(paths()[1]).toBe('?after=end');
  });

  test('the patience with an answer counts from the next request', async () => {
    const { client, last, advance, configure } = start({ transport: 'short-polling', pollIntervalMs: 0 });
    await advance(0);
    await configure({ answerTimeoutMs: 100 });
    await advance(9999);
    last().answer(200, empty);
    await advance(99);
    expect(client.status.lastFault).toBeNull();
    await advance(1);
    expect(client.status.lastFault).toMatchObject({ code: 'timeout' });
  });

  test('for another transport it is kept until that is in use', async () => {
    const { client, last, paths, advance, configure } = start({ transport: 'short-polling', pollIntervalMs: 0 });
    await configure({ holdMs: 5000 });
    client.use('long-polling');
    await advance(0);
    last().answer(200, empty);
    await advance(0);
    expect(paths().at(-1)).toBe('?after=e.7&hold=5');
  });

  test('jitter: without it first polls come at once and retries after the longest wait, whatever is drawn', async () => {
    const options = { transport: 'short-polling', jitter: false } as const;
    const both = [start(options, 0.1), start(options, 0.9)];
    for (const waitMs of [0, 250, 500, 1000]) {
      await both[0]!.advance(waitMs);
      for (const { last } of both) last().fail();
    }
    await both[0]!.advance(0);
    for (const { times } of both) expect(times()).toEqual([0, 250, 750, 1750]);
    // Taken up again, chance decides again.
    for (const { client } of both) client.configure({ jitter: true });
    await both[0]!.advance(3000);
    expect(both.map(({ times }) => times()[4])).toEqual([3750 + 100, 3750 + 900]);
  });

  test('heartbeat: without it there are no pings and no end; with it again the silence counts', async () => {
    const { socket, client, ports, faults, advance } = await connectedWebSocketClient();
    client.configure({ heartbeat: false });
    await advance(600_000);
    expect([faults, socket.sent, socket.terminated]).toEqual([[], [], false]);
    expect(client.status).toMatchObject({ state: 'live', connection: { silentMs: 600_000, silenceLimitMs: null } });
    socket.say({ type: 'ping', n: 4 });
    expect(socket.sent).toEqual([JSON.stringify({ type: 'pong', n: 4 })]);
    expect(client.status.connection).toMatchObject({ silentMs: 0 });
    client.configure({ heartbeat: true });
    expect(client.status.connection).toMatchObject({ silenceLimitMs: 15_000 });
    await advance(29_999);
    expect(faults).toEqual([expect.objectContaining({ code: 'silent' })]);
    expect(ports.sockets.all[0]!.terminated).toBe(true);
  });

  test('of a closed client it is refused', async () => {
    const { client } = await held();
    await client.close();
    expect(() => client.configure({ holdMs: 1 })).toThrow(expect.objectContaining({ kind: 'fatal', code: 'closed' }));
  });
});

test.each(TRANSPORT_NAMES)(
  'a hundred times under load: 0 lost, 0 shown twice, 0 out of order: %s',
  async (transport) => {
    const random = seeded(9527, 'configuring');
    const lab = await startLab();
    const retry = fullJitter({ baseMs: 5, capMs: 20 });
    const alice = openClient({ url: lab.url, user: 'alice', transport: 'websocket' });
    const bob = openClient({ url: lab.url, user: 'bob', transport, retry });
    await bob.signIn();
    const receiving = startReceiving(bob);
    const receipts: Promise<unknown>[] = [];
    for (let i = 0; i < 100; i += 1) {
      for (let n = Math.floor(random() * 4); n > 0; n -= 1) {
        receipts.push(alice.publish('user:bob', String(receipts.length)));
      }
      bob.configure({
        holdMs: 1000 + random() * 1000,
        pollIntervalMs: random() * 20,
        heartbeat: random() < 0.5,
        jitter: random() < 0.5,
      });
      await new Promise((resolve) => setTimeout(resolve, random() * 10));
    }
    await Promise.all(receipts);
    const got = await messages(receiving, receipts.length);
    expect(got.map(({ body }) => body)).toEqual(receipts.map((_, i) => String(i)));
    expect(bob.status).toMatchObject({ gaps: 0, lastFault: null });
  },
);
