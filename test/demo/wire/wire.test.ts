import { describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { WireEvent } from '../../../clients/demo/wire/wire-event.ts';
import { cleanUp } from '../../harness/clean-up.ts';
import { messages, openClient, startReceiving } from '../../harness/clients.ts';
import { type FakePage, openFakePage, startDemoProcess } from '../../harness/demo.ts';
import { eventually } from '../../harness/eventually.ts';
import { dial, raw } from '../../harness/raw.ts';

/** A demo whose phone `chat-a` is so far away, its page, and where the phone's link is. */
async function startWatching(rttMs = 0) {
  const page = await openFakePage(await startDemoProcess());
  if (rttMs > 0) await page.ask({ do: 'shape', phones: ['chat-a'], shape: { rttMs, jitterMs: 0, bandwidth: null } });
  return { page, url: page.urlOf('chat-a') };
}

type Sent = Extract<WireEvent, { kind: 'sent' }>;

const sentBy = (page: FakePage): Sent[] => page.wire('chat-a').filter((event): event is Sent => event.kind === 'sent');

/** When a piece was sent, and when it arrived. */
function timesOf(page: FakePage, { piece, at }: Sent): [sentAt: number, arrivedAt: number] {
  const end = page.wire('chat-a').find((event) => event.kind === 'arrived' && event.piece === piece);
  return [at, end?.at ?? Number.NaN];
}

describe('what the page is told of the wire', () => {
  test('is what stood there: a request that was written by hand, and its answer', async () => {
    const { page, url } = await startWatching();
    const request = `GET /healthz?x=%C3%BC HTTP/1.1\r\nHost: ${new URL(url).host}\r\nX-Odd:  two  spaces\r\nConnection: close`;
    const answer = await raw(url, `${request}\r\n\r\n`, 2000);
    await eventually(() => expect(page.wire('chat-a').at(-1)).toMatchObject({ kind: 'closed', by: 'server' }));
    const [head, body] = answer.split('\r\n\r\n');
    expect(sentBy(page).map(({ direction, content }) => [direction, content])).toEqual([
      [
        'up',
        {
          kind: 'request',
          method: 'GET',
          path: '/healthz?x=%C3%BC',
          head: request,
          body: '',
          headBytes: request.length + 4,
          bodyBytes: 0,
        },
      ],
      [
        'down',
        {
          kind: 'answer',
          status: 200,
          head,
          body,
          headBytes: head!.length + 4,
          bodyBytes: body!.length,
          answers: 1,
        },
      ],
    ]);
    expect(page.wire('chat-a').map(({ kind }) => kind)).toEqual([
      'opened',
      'sent',
      'arrived',
      'sent',
      'arrived',
      'closed',
    ]);
  });

  test('has the four times of an exchange on one clock', async () => {
    const { page, url } = await startWatching(100);
    const { port } = new URL(url);
    const startedAt = Date.now();
    const socket = await dial(url);
    const ask = `GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;
    // The first waits for the round trip of the handshake besides.
    for (const count of [1, 2]) {
      socket.write(ask);
      await once(socket, 'data');
      await eventually(() => expect(timesOf(page, sentBy(page)[2 * count - 1]!)[1]).not.toBeNaN());
    }
    const [asked, arrived, answered, back] = sentBy(page)
      .slice(2)
      .flatMap((sent) => timesOf(page, sent)) as [number, number, number, number];
    expect(asked).toBeGreaterThanOrEqual(startedAt - 2);
    expect(arrived - asked).toBeGreaterThan(49);
    expect(arrived - asked).toBeLessThan(80);
    expect(answered).toBeGreaterThan(arrived);
    expect(answered - arrived).toBeLessThan(40);
    expect(back - answered).toBeGreaterThan(49);
    expect(back).toBeLessThanOrEqual(Date.now() + 2);
  });

  test('is all of a client that signs in, sends, reads and goes, and no secret of it', async () => {
    const { page, url } = await startWatching();
    const client = openClient({ url, user: 'ann', secret: 'open sesame', transport: 'websocket' });
    await client.publish('user:ann', 'hello to "myself"');
    await messages(startReceiving(client), 1);
    await client.close();
    await eventually(() =>
      expect(sentBy(page).map(({ content }) => ('method' in content ? content.method : null))).toContain('DELETE'),
    );
    const texts = JSON.stringify(sentBy(page));
    expect(texts).toContain(String.raw`hello to \\\"myself\\\"`);
    expect(texts).not.toContain('open sesame');
    expect(texts).toMatch(/Authorization: Bearer •{22,}\\r\\n/);
    expect(texts).toMatch(/token\.•{22,}/);
    const ofPieces = (...kinds: readonly string[]) =>
      page.wire('chat-a').flatMap((event) => (kinds.includes(event.kind) && 'piece' in event ? [event.piece] : []));
    await eventually(() => expect(ofPieces('arrived', 'lost').toSorted((a, b) => a - b)).toEqual(ofPieces('sent')));
  });

  test('nothing of what loads the phone', async () => {
    const { page, url } = await startWatching();
    const html = await (await fetch(`${url}/phone.html`)).text();
    const [asset] = /assets\/[^"]+\.js/.exec(html)!;
    expect((await fetch(`${url}/${asset}`)).status).toBe(200);
    await fetch(`${url}/healthz`);
    await eventually(() => expect(sentBy(page)).toHaveLength(2));
    expect(sentBy(page)[0]!.content).toMatchObject({ path: '/healthz' });
  });

  test('that a request reaches nobody while the server is away', async () => {
    const { page, url } = await startWatching();
    const ask = (): Promise<unknown> =>
      fetch(`${url}/healthz`).then(
        ({ status }) => status,
        () => 'away',
      );
    const restarted = page.ask({ do: 'restart', memory: 'lost', downMs: 500 });
    await eventually(async () => expect(await ask()).toBe('away'));
    // What was on its way to the page when the server went.
    await page.ask({ do: 'time' });
    const before = page.wire('chat-a').length;
    for (let i = 0; i < 10; i += 1) expect(await ask()).toBe('away');
    expect(page.state().server.isUp).toBe(false);
    await page.ask({ do: 'time' });
    // Where the refusal was quicker than the request, that was never made.
    expect(
      page
        .wire('chat-a')
        .slice(before)
        .map(({ kind }) => kind),
    ).not.toContain('arrived');
    await restarted;
    expect(await ask()).toBe(200);
    await eventually(() => expect(page.wire('chat-a').at(-1)).toMatchObject({ kind: 'arrived' }));
  });

  test('that a dead line is gone for the server and not for the client', async () => {
    const page = await openFakePage(await startDemoProcess('--heartbeat', '200ms', '--pong', '100ms'));
    const url = page.urlOf('chat-a');
    const headers = { 'Content-Type': 'application/json' };
    const signedIn = await fetch(`${url}/sessions`, { method: 'POST', headers, body: '{"user":"ann"}' });
    const { token } = (await signedIn.json()) as { token: string };
    const socket = new WebSocket(`${url.replace('http', 'ws')}/websocket`, ['transport-lab.1', `token.${token}`]);
    cleanUp(() => socket.terminate());
    await once(socket, 'message');
    await page.ask({ do: 'unplug', phones: ['chat-a'] });
    await eventually(() => expect(page.wire('chat-a').at(-1)).toMatchObject({ kind: 'closed', by: 'server' }));
    const lost = page.wire('chat-a').flatMap((event) => (event.kind === 'lost' ? [event.piece] : []));
    expect(sentBy(page).find(({ piece }) => piece === lost[0])).toMatchObject({
      direction: 'down',
      content: { text: expect.stringContaining('"ping"') },
    });
    expect(socket.readyState).toBe(WebSocket.OPEN);
  });
});
