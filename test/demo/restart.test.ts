import { describe, expect, test } from '@jest/globals';
import { fullJitter } from '../../clients/core/retry-policy.ts';
import { TRANSPORT_NAMES, type TransportName } from '../../servers/protocol/transport-name.ts';
import { messages, openClient, startReceiving } from '../harness/clients.ts';
import { type DemoProcess, type FakePage, openFakePage, startDemoProcess } from '../harness/demo.ts';
import { eventually } from '../harness/eventually.ts';

const retry = fullJitter({ baseMs: 20, capMs: 100 });

/** A demo, its page, and somebody who has received a message that was sent to himself. */
async function startTalk(transport: TransportName) {
  const demo = await startDemoProcess();
  const page = await openFakePage(demo);
  const client = openClient({ url: page.urlOf('chat-a'), user: 'ann', transport, retry });
  await client.publish('user:ann', 'before');
  const receiving = startReceiving(client);
  await messages(receiving, 1);
  return { demo, page, client, receiving };
}

/** The messages that a newcomer finds in Ann's mailbox: after she has gone, and so has her name. */
async function found({ url }: DemoProcess): Promise<string[]> {
  const reader = openClient({ url, user: 'ann', transport: 'short-polling' });
  await reader.signIn();
  const receiving = startReceiving(reader);
  await reader.publish('user:ann', 'last');
  await receiving.items.until((items) => items.some((item) => item.kind === 'message' && item.message.body === 'last'));
  return (await messages(receiving, 1)).map(({ body }) => body);
}

const serverOf = (page: FakePage) => page.state().server;
const done = expect.objectContaining({ type: 'done' });
const health = async ({ url }: DemoProcess): Promise<unknown> =>
  ((await (await fetch(`${url}/healthz`)).json()) as { boot: string }).boot;

describe('a restart with its memory', () => {
  test.each(TRANSPORT_NAMES)('%s: nobody has lost anything, nor has to sign in again', async (transport) => {
    const { demo, page, client, receiving } = await startTalk(transport);
    const boot = await health(demo);
    const pid = await demo.server();
    expect(await page.ask({ do: 'restart', memory: 'kept' })).toEqual(done);
    expect(serverOf(page)).toMatchObject({ isUp: true, starts: 2, losses: 0 });
    expect([(await health(demo)) === boot, await demo.server()]).toEqual([false, pid]);
    await client.publish('user:ann', 'after');
    expect((await messages(receiving, 2)).map(({ body }) => body)).toEqual(['before', 'after']);
    expect(client.status.gaps).toBe(0);
    const requests = page
      .wire('chat-a')
      .map((event) => event.kind === 'sent' && event.content.kind === 'request' && event.content.path);
    expect(requests.filter((path) => path === '/sessions')).toHaveLength(1);
    await client.close();
    expect(await found(demo)).toEqual(['before', 'after', 'last']);
  });

  test('it is away for as long as was asked, and the page hears of it', async () => {
    const { demo, page } = await startTalk('websocket');
    const asked = page.ask({ do: 'restart', memory: 'kept', downMs: 400 });
    await eventually(() => expect(serverOf(page).isUp).toBe(false));
    await eventually(async () => expect(await fetch(demo.url).catch(() => 'away')).toBe('away'));
    const awayAt = performance.now();
    expect(await asked).toEqual(done);
    expect(performance.now() - awayAt).toBeGreaterThan(350);
    expect((await fetch(demo.url)).status).toBe(200);
  });

  test('with other settings: those hold from then on', async () => {
    const { demo, page, client } = await startTalk('websocket');
    const settings = { holdMs: 100, heartbeatMs: 300, pongMs: 200, keepMessages: 2 };
    expect(await page.ask({ do: 'restart', memory: 'kept', settings })).toEqual(done);
    expect(serverOf(page).settings).toEqual(settings);
    await eventually(() => expect(client.status.connection).toMatchObject({ kind: 'socket', silenceLimitMs: 500 }));
    for (const body of ['2', '3', '4']) await client.publish('user:ann', body);
    await client.close();
    // What was read before is beyond what is kept: its last two, and the one that asks.
    expect((await found(demo)).slice(-2)).toEqual(['4', 'last']);
    expect(await page.ask({ do: 'restart', memory: 'kept', settings: { holdMs: 200 } })).toEqual(done);
    expect(serverOf(page).settings).toEqual({ ...settings, holdMs: 200 });
  });
});

describe('a restart without its memory', () => {
  test.each(TRANSPORT_NAMES)('%s: all is gone, and that is announced', async (transport) => {
    const { demo, page, client, receiving } = await startTalk(transport);
    const pid = await demo.server();
    const settings = { heartbeatMs: 7000 };
    expect(await page.ask({ do: 'restart', memory: 'lost', downMs: 50, settings })).toEqual(done);
    expect(serverOf(page)).toMatchObject({ isUp: true, starts: 2, losses: 1, settings });
    expect(await demo.server()).not.toBe(pid);
    await receiving.items.until((items) => items.some(({ kind }) => kind === 'gap'), 'gap');
    expect(receiving.items.all).toContainEqual({ kind: 'gap', reason: 'epoch-changed' });
    await client.publish('user:ann', 'after');
    expect((await messages(receiving, 2)).map(({ body }) => body)).toEqual(['before', 'after']);
    await client.close();
    expect(await found(demo)).toEqual(['after', 'last']);
  });

  test('several are done one after the other', async () => {
    const { page } = await startTalk('websocket');
    const answers = await Promise.all(
      (['lost', 'kept', 'lost'] as const).map((memory) => page.ask({ do: 'restart', memory })),
    );
    expect(answers).toEqual([done, done, done]);
    expect(serverOf(page)).toMatchObject({ isUp: true, starts: 4, losses: 2 });
  });

  test('a server that died is said to be away, and comes back without memory', async () => {
    const { demo, page } = await startTalk('websocket');
    process.kill(await demo.server(), 'SIGKILL');
    await eventually(() => expect(serverOf(page).isUp).toBe(false));
    expect(await page.ask({ do: 'restart', memory: 'kept' })).toEqual(done);
    expect(serverOf(page)).toMatchObject({ isUp: true, starts: 2, losses: 1 });
  });
});
