import { describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import type { LinkOptions } from '../../../bench/link/link.ts';
import { type LinkShape, PLAIN } from '../../../bench/link/shape.ts';
import { seeded } from '../../../bench/random.ts';
import { cleanUp } from '../../harness/clean-up.ts';
import { eventually } from '../../harness/eventually.ts';
import { startLink } from '../../harness/links.ts';

/** A server that hands out its side of each connection, behind a link; and the client's side of one. */
async function connected(shape: Partial<LinkShape>, options: LinkOptions = {}) {
  const serverSides: Socket[] = [];
  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    socket.on('error', () => {});
    serverSides.push(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp(() => void server.close());
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const link = await startLink(target, { shape: { ...PLAIN, ...shape }, random: seeded(7), ...options });
  const client = net.connect({
    port: Number(new URL(link.url).port),
    host: '127.0.0.1',
    allowHalfOpen: true,
    noDelay: true,
  });
  client.on('error', () => {});
  cleanUp(() => {
    client.destroy();
    for (const socket of serverSides) socket.destroy();
  });
  await once(client, 'connect');
  await eventually(() => expect(serverSides).toHaveLength(1));
  return { link, client, serverSide: serverSides[0]!, serverSides };
}

/** How long it takes until bytes that are written at one side have arrived at the other, in ms. */
async function transit(from: Socket, to: Socket, bytes: string | Buffer = 'x'): Promise<number> {
  const start = performance.now();
  let missing = Buffer.byteLength(bytes);
  const arrived = new Promise<void>((resolve) => {
    to.on('data', function count(chunk: Buffer) {
      missing -= chunk.length;
      if (missing > 0) return;
      to.off('data', count);
      resolve();
    });
  });
  from.write(bytes);
  await arrived;
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

async function medianTransit(from: Socket, to: Socket): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 15; i += 1) times.push(await transit(from, to));
  return median(times);
}

describe('a link', () => {
  test('delays each way by half the round trip, fractions of a millisecond included', async () => {
    const { client, serverSide } = await connected({ rttMs: 25 });
    await transit(client, serverSide);
    for (const ways of [
      [client, serverSide],
      [serverSide, client],
    ] as const) {
      const ms = await medianTransit(...ways);
      expect(ms).toBeGreaterThan(12.3);
      expect(ms).toBeLessThan(15);
    }
  });

  test('charges the handshake to the first bytes: three times the transit', async () => {
    const { client, serverSide } = await connected({ rttMs: 40 });
    const first = await transit(client, serverSide);
    expect(first).toBeGreaterThan(59.5);
    expect(await medianTransit(client, serverSide)).toBeLessThan(30);
  });

  test('says by how much it was off', async () => {
    const { link, client, serverSide } = await connected({ rttMs: 10 });
    for (let i = 0; i < 10; i += 1) await transit(client, serverSide);
    const error = link.takeError();
    expect(error.count).toBe(10);
    expect(error.percentile(50)).toBeLessThan(2);
    expect(link.takeError().count).toBe(0);
  });

  test('jitters within its bounds, and never reorders', async () => {
    const { client, serverSide } = await connected({ rttMs: 20, jitterMs: 10 });
    await transit(client, serverSide);
    const times: number[] = [];
    for (let i = 0; i < 40; i += 1) times.push(await transit(client, serverSide));
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(10);
    expect(Math.min(...times)).toBeLessThan(7);
    expect(median(times)).toBeGreaterThan(6);
    let got = '';
    serverSide.on('data', (bytes: Buffer) => (got += bytes.toString()));
    const sent = Array.from({ length: 300 }, (_, i) => `${i} `);
    for (const piece of sent) {
      client.write(piece);
      await new Promise(setImmediate);
    }
    await eventually(() => expect(got).toBe(sent.join('')));
  });

  test('lets so many bytes through in a second', async () => {
    const { client, serverSide } = await connected({ bandwidth: 100_000 });
    const ms = await transit(serverSide, client, Buffer.alloc(20_000));
    expect(ms).toBeGreaterThan(195);
    expect(ms).toBeLessThan(300);
  });

  test('a plain one passes bytes, ends and resets at once', async () => {
    const { client, serverSide, link } = await connected({});
    expect(await medianTransit(client, serverSide)).toBeLessThan(2);
    client.end('bye');
    serverSide.resume();
    await once(serverSide, 'end');
    serverSide.end();
    client.resume();
    await once(client, 'close');
    await eventually(() => expect(link.connections).toBe(0));
  });

  test('passes on the pressure of a reader that does not read', async () => {
    const { client, serverSide } = await connected({ rttMs: 2 });
    serverSide.pause();
    const written = { bytes: 0 };
    const chunk = Buffer.alloc(65_536);
    while (written.bytes < 64 * 1024 * 1024) {
      written.bytes += chunk.length;
      if (client.write(chunk)) continue;
      const drained = await Promise.race([
        once(client, 'drain').then(() => true),
        new Promise((r) => setTimeout(r, 300, false)),
      ]);
      if (drained === false) break;
    }
    expect(written.bytes).toBeLessThan(32 * 1024 * 1024);
  });
});

describe('faults on command', () => {
  test('cut resets both sides', async () => {
    const { link, client, serverSide } = await connected({ rttMs: 2 });
    const both = Promise.all([client, serverSide].map((side) => new Promise((closed) => side.once('close', closed))));
    link.cut();
    await both;
    await eventually(() => expect(link.connections).toBe(0));
  });

  test('cut ends what is being half closed too', async () => {
    const { link } = await connected({});
    link.halfClose();
    link.cut();
    await eventually(() => expect(link.connections).toBe(0));
  });

  test('in a black hole nothing passes and nothing is closed; after healing new connections pass', async () => {
    const { link, client, serverSide, serverSides } = await connected({ rttMs: 2 });
    await transit(client, serverSide);
    link.blackHole();
    let got = 0;
    serverSide.on('data', () => (got += 1));
    client.write('lost');
    client.end();
    link.heal();
    const second = net.connect({ port: Number(new URL(link.url).port), host: '127.0.0.1' });
    cleanUp(() => void second.destroy());
    await eventually(() => expect(serverSides).toHaveLength(2));
    // By then the first one's bytes would have been there.
    expect(await transit(second, serverSides[1]!)).toBeGreaterThan(0);
    expect(got).toBe(0);
    expect([serverSide.readyState, client.destroyed]).toEqual(['open', false]);
  });

  test('a stall of 300 ms holds everything for 300 ms, then lets it pass in order', async () => {
    const { link, client, serverSide } = await connected({ rttMs: 2 });
    await transit(client, serverSide);
    let got = '';
    serverSide.on('data', (bytes: Buffer) => (got += bytes.toString()));
    const start = performance.now();
    client.write('a');
    link.stall(300);
    client.write('b');
    await eventually(() => expect(got).toBe('ab'));
    expect(performance.now() - start).toBeGreaterThan(295);
    expect(performance.now() - start).toBeLessThan(500);
  });

  test('what was under way when a stall began is not overtaken by what came after', async () => {
    const { client, serverSide, link } = await connected({ rttMs: 100 });
    await transit(client, serverSide);
    let got = '';
    serverSide.on('data', (bytes: Buffer) => (got += bytes.toString()));
    client.write('a');
    // By then the link has it, and holds it for another 30 ms.
    await new Promise((resolve) => setTimeout(resolve, 20));
    link.stall(100);
    client.write('b');
    await eventually(() => expect(got).toHaveLength(2));
    expect(got).toBe('ab');
  });

  test('nor what a plain link held, when the stall is over', async () => {
    const { client, serverSide, link } = await connected({});
    let got = '';
    serverSide.on('data', (bytes: Buffer) => (got += bytes.toString()));
    let sent = '';
    for (let stall = 0; stall < 10; stall += 1) {
      link.stall(10);
      const endsAt = performance.now() + 15;
      for (let i = 0; performance.now() < endsAt; i += 1) {
        const piece = `${stall}.${i} `;
        sent += piece;
        client.write(piece);
        await new Promise(setImmediate);
      }
    }
    await eventually(() => expect(got).toHaveLength(sent.length));
    expect(got).toBe(sent);
  });

  test('a half-close ends one direction alone', async () => {
    const { link, client, serverSide } = await connected({ rttMs: 2 });
    client.resume();
    const ended = once(client, 'end');
    link.halfClose();
    await ended;
    expect(await transit(client, serverSide)).toBeGreaterThan(0.9);
  });
});

test('it takes as many connections as it may, and others when those have gone', async () => {
  const { link } = await connected({}, { maxConnections: 2 });
  const { port } = new URL(link.url);
  const [second, third] = [1, 2].map(() => net.connect({ port: Number(port), host: '127.0.0.1' }));
  for (const socket of [second!, third!]) {
    socket.on('error', () => {});
    cleanUp(() => void socket.destroy());
  }
  await once(third!, 'close');
  expect([link.connections, second!.closed]).toEqual([2, false]);
  link.cut();
  await eventually(() => expect(link.connections).toBe(0));
  const next = net.connect({ port: Number(port), host: '127.0.0.1' });
  cleanUp(() => void next.destroy());
  await eventually(() => expect(link.connections).toBe(1));
});
