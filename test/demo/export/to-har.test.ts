import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import type { Har, HarEntry } from '../../../clients/demo/export/har.ts';
import { toHar } from '../../../clients/demo/export/to-har.ts';
import { toNdjson } from '../../../clients/demo/export/saved-trace.ts';
import type { Entry } from '../../../clients/demo/journal/journal.ts';
import type { TraceListener } from '../../../clients/core/trace.ts';
import { TraceReader } from '../../../clients/demo/wire/from-trace.ts';
import type { WireEvent } from '../../../clients/demo/wire/wire-event.ts';
import { messages, openClient, startReceiving } from '../../harness/clients.ts';
import { openFakePage, startDemoProcess } from '../../harness/demo.ts';
import { eventually } from '../../harness/eventually.ts';
import { startLab } from '../../harness/lab.ts';

const schema = JSON.parse(readFileSync(new URL('har.schema.json', import.meta.url), 'utf8')) as object;
const isHar = new Ajv2020({ allErrors: true }).compile(schema);

function expectToBeHar(har: Har): void {
  isHar(har);
  expect(isHar.errors).toBeNull();
}

function entriesOf(events: readonly WireEvent[]): Entry[] {
  return events.map((event) => ({ of: 'wire', event }));
}

function ofPath({ log }: Har, path: string): HarEntry[] {
  return log.entries.filter(({ request }) => new URL(request.url).pathname === path);
}

/** An exchange by hand: asked at 0, there at 50; answered at 150, back at 200. */
function exchange(status = 200): WireEvent[] {
  const about = { phone: 'chat-a', connection: 1 } as const;
  const head = 'GET /short-polling/messages?after=x.1&limit=5 HTTP/1.1\r\nHost: lab:1\r\nX-Odd:  two: colons';
  const answerHead = `HTTP/1.1 ${status} OK\r\nContent-Type: application/json`;
  return [
    {
      ...about,
      kind: 'sent',
      piece: 1,
      at: 0,
      direction: 'up',
      content: {
        kind: 'request',
        method: 'GET',
        path: '/short-polling/messages?after=x.1&limit=5',
        head,
        body: '',
        headBytes: 90,
        bodyBytes: 0,
      },
    },
    { ...about, kind: 'arrived', piece: 1, at: 50 },
    {
      ...about,
      kind: 'sent',
      piece: 2,
      at: 150,
      direction: 'down',
      content: { kind: 'answer', status, head: answerHead, body: '{}', headBytes: 60, bodyBytes: 2, answers: 1 },
    },
    { ...about, kind: 'arrived', piece: 2, at: 200 },
  ];
}

test('an exchange has its times, headers and sizes', () => {
  const har = toHar(entriesOf(exchange()));
  expectToBeHar(har);
  expect(har.log.entries).toMatchObject([
    {
      pageref: 'chat-a',
      startedDateTime: '1970-01-01T00:00:00.000Z',
      time: 200,
      timings: { send: 50, wait: 100, receive: 50 },
      request: {
        url: 'http://lab:1/short-polling/messages?after=x.1&limit=5',
        headers: [
          { name: 'Host', value: 'lab:1' },
          { name: 'X-Odd', value: 'two: colons' },
        ],
        queryString: [
          { name: 'after', value: 'x.1' },
          { name: 'limit', value: '5' },
        ],
        headersSize: 90,
      },
      response: { status: 200, statusText: 'OK', content: { size: 2, mimeType: 'application/json', text: '{}' } },
    },
  ]);
});

test.each([
  [2, 'no answer', { send: 50, wait: 0, receive: 0 }],
  [3, 'lost on the way', { send: 50, wait: 100, receive: 0 }],
])('after %d events there is no answer yet: %s', (count, _error, timings) => {
  const har = toHar(entriesOf(exchange().slice(0, count)));
  expectToBeHar(har);
  expect(har.log.entries).toMatchObject([{ timings, response: { status: 0, _error } }]);
});

test('what only the client saw has no sizes and no way of its own', () => {
  const seen = exchange().flatMap((event): WireEvent[] =>
    event.kind === 'sent' && event.content.kind !== 'frame'
      ? [{ ...event, isOneSided: true, content: { ...event.content, headBytes: 0 } }]
      : [],
  );
  const har = toHar(entriesOf(seen));
  expectToBeHar(har);
  expect(har.log.entries).toMatchObject([
    {
      time: 150,
      timings: { send: 0, wait: 150, receive: 0 },
      request: { headersSize: -1 },
      response: { status: 200, headersSize: -1 },
    },
  ]);
});

/** A talk over two transports, by somebody with a password who pairs a toy. @returns All that is secret. */
async function talk(url: string, trace?: TraceListener): Promise<string[]> {
  const password = 'open sesame';
  const listening = trace === undefined ? {} : { trace };
  const client = openClient({ url, user: 'ann', secret: password, transport: 'long-polling', ...listening });
  const receiving = startReceiving(client);
  await client.publish('user:ann', 'over HTTP');
  await messages(receiving, 1);
  client.use('websocket');
  await client.publish('user:ann', 'over a socket');
  await messages(receiving, 2);
  const { key } = await client.directory.pairToy('bear');
  const toy = { toy: 'bear', key };
  const answer = await fetch(`${url}/sessions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(toy),
  });
  const { token } = (await answer.json()) as { token: string };
  await fetch(`${url}/sessions`, { method: 'DELETE', headers: { Authorization: `Bearer ${token}` } });
  await receiving.stop();
  await client.close();
  return [password, key, token];
}

function expectNoSecrets(exported: string, secrets: readonly string[]): void {
  for (const secret of secrets) expect(exported).not.toContain(secret);
}

function exportsOf(entries: readonly Entry[]): string {
  return JSON.stringify(toHar(entries)) + toNdjson({ savedAt: 1, forgotten: 0, thread: null, entries });
}

test('a real talk is a HAR log, sockets with their frames; and no secret is in it, nor in the trace', async () => {
  const page = await openFakePage(await startDemoProcess());
  const secrets = await talk(page.urlOf('chat-a'));
  const entries = (): Entry[] => entriesOf(page.wire('chat-a'));
  await eventually(() => expect(ofPath(toHar(entries()), '/sessions').at(-1)?.response.status).toBe(204));
  const har = toHar(entries());
  expectToBeHar(har);
  const [published] = ofPath(har, '/messages');
  expect(published).toMatchObject({ request: { method: 'POST' }, response: { status: 200 } });
  expect(published!.request.postData?.text).toContain('over HTTP');
  expect(ofPath(har, '/long-polling/messages').length).toBeGreaterThan(0);
  const sockets = ofPath(har, '/websocket').flatMap(({ _webSocketMessages = [] }) => _webSocketMessages);
  expect(sockets.filter(({ data }) => data.includes('over a socket')).map(({ type }) => type)).toEqual(
    expect.arrayContaining(['send', 'receive']),
  );
  expect(exportsOf(entries())).toContain('•••');
  expectNoSecrets(exportsOf(entries()), secrets);
});

test('no secret is in what was seen by the client alone, and the rest is', async () => {
  const { url } = await startLab();
  const reader = new TraceReader('chat-a');
  const entries: Entry[] = [];
  const secrets = await talk(url, (event) => entries.push(...entriesOf(reader.read(event, event.at))));
  expectToBeHar(toHar(entries));
  const exported = exportsOf(entries);
  for (const body of ['over HTTP', 'over a socket']) expect(exported).toContain(body);
  expectNoSecrets(exported, secrets);
});
