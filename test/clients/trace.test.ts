import { describe, expect, test } from '@jest/globals';
import { explain } from '../../clients/core/explain.ts';
import type { Socket } from '../../clients/core/ports.ts';
import { type TraceEvent, tracePorts } from '../../clients/core/trace.ts';
import { TRANSPORT_NAMES } from '../../servers/protocol/transport-name.ts';
import { messages, openClient, startReceiving } from '../harness/clients.ts';
import { eventually } from '../harness/eventually.ts';
import { FakePorts } from '../harness/fake-ports.ts';
import { startLab } from '../harness/lab.ts';
import { Recorder } from '../harness/recorder.ts';

/** Ports under trace, on a clock that the test moves. */
function start() {
  const ports = new FakePorts();
  ports.asksToSignIn = true;
  const clock = { now: 100 };
  const events: TraceEvent[] = [];
  const traced = tracePorts(
    ports,
    (event) => events.push(event),
    () => clock.now,
  );
  return { ports, traced, events, clock };
}

const signIn = { method: 'POST', path: '/sessions', headers: {}, body: '{"user":"bob"}' } as const;
const authorized = { Authorization: 'Bearer the-token', 'X-Other': 'kept' };
const poll = { method: 'GET', path: '/long-polling/messages?after=e.1&hold=15', headers: authorized } as const;

describe('requests', () => {
  test('as they are sent and answered, with number and times, under one number', async () => {
    const { ports, traced, events, clock } = start();
    const answer = traced.request({ ...poll, body: 'asked' }).answer;
    clock.now = 350;
    ports.asked.all[0]!.answer(200, { kind: 'empty' });
    expect(await answer).toMatchObject({ status: 200 });
    const about = { exchange: 1, method: 'GET', path: '/long-polling/messages?after=e.1&hold=15' };
    expect(events).toEqual([
      { kind: 'request', at: 100, ...about, headers: { 'X-Other': 'kept' }, body: 'asked' },
      { kind: 'answer', at: 350, ...about, status: 200, body: '{"kind":"empty"}', durationMs: 250 },
    ]);
    expect(ports.asked.all[0]).toMatchObject({ headers: authorized });
  });

  test('that failed on the way, and those that this side ended', async () => {
    const { ports, traced, events, clock } = start();
    const failed = traced.request(poll).answer;
    clock.now += 5;
    ports.asked.all[0]!.fail();
    await expect(failed).rejects.toThrow('no network');
    const aborted = traced.request(poll);
    clock.now += 7;
    aborted.abort(new Error('given up'));
    await expect(aborted.answer).rejects.toThrow('aborted by the platform');
    expect(events.filter(({ kind }) => kind === 'no-answer')).toMatchObject([
      { exchange: 1, how: 'failed', why: 'no network', durationMs: 5 },
      { exchange: 2, how: 'aborted', why: 'given up', durationMs: 7 },
    ]);
  });
});

describe('sockets', () => {
  test('as they open, carry frames and close, under one number', () => {
    const { ports, traced, events } = start();
    const heard: string[] = [];
    const socket = traced.openSocket('/websocket?after=start', ['transport-lab.1', 'token.the-token'], {
      opened: () => heard.push('opened'),
      received: (text) => heard.push(text),
      closed: (code, reason) => heard.push(`${code} ${reason}`),
    });
    const opened = ports.sockets.all[0]!;
    opened.opened();
    opened.received('明');
    socket.send('out');
    opened.readyState = 2;
    opened.closed(4409, 'why');
    expect(events).toEqual([
      { kind: 'socket-opening', at: 100, socket: 1, path: '/websocket?after=start', protocols: ['transport-lab.1'] },
      { kind: 'socket-opened', at: 100, socket: 1 },
      { kind: 'frame-in', at: 100, socket: 1, text: '明', bytes: 3 },
      { kind: 'frame-out', at: 100, socket: 1, text: 'out', bytes: 3 },
      { kind: 'socket-closed', at: 100, socket: 1, code: 4409, reason: 'why', by: 'server' },
    ]);
    expect([heard, opened.sent, socket.readyState]).toEqual([['opened', '明', '4409 why'], ['out'], 2]);
    expect(opened.protocols).toContain('token.the-token');
  });

  test.each([
    ['close', 1000, 'client'],
    ['terminate', 1006, 'client'],
    ['nothing', 1006, 'link'],
    ['nothing', 1000, 'server'],
  ] as const)('after %s from this side, %i was by the %s', (call, code, by) => {
    const { ports, traced, events } = start();
    const ignored = { opened() {}, received() {}, closed() {} };
    const socket = traced.openSocket('/websocket', [], ignored);
    const opened = ports.sockets.all[0]!;
    socket.pause?.();
    expect(opened.paused).toBe(true);
    socket.resume?.();
    expect(opened.paused).toBe(false);
    if (call === 'close') socket.close(code, '');
    if (call === 'terminate') socket.terminate();
    opened.closed(code, '');
    expect(events.at(-1)).toMatchObject({ kind: 'socket-closed', code, by });
    expect([opened.closes.length, opened.terminated]).toEqual([Number(call === 'close'), call === 'terminate']);
  });

  test('of a platform that can not stop reading can not either', () => {
    const nothing = { opened() {}, received() {}, closed() {} };
    const limited: Socket = { readyState: 1, send() {}, close() {}, terminate() {} };
    const { request } = new FakePorts();
    const now = (): number => 0;
    const socket = tracePorts({ request, openSocket: () => limited }, () => {}, now).openSocket('/', [], nothing);
    expect(['pause' in socket, 'resume' in socket]).toEqual([false, false]);
  });
});

describe('X2 the token is in no event', () => {
  test('wherever it turns up', async () => {
    const { ports, traced, events } = start();
    const signedIn = traced.request(signIn).answer;
    ports.asked.all[0]!.answer(201, { address: 'user:bob', token: 'the-token' });
    expect((await signedIn).text).toContain('the-token');
    const echo = traced.request({ ...poll, headers: { Authorization: 'Bearer another' }, body: 'x another y' }).answer;
    ports.asked.all[1]!.answer(400, { error: { code: 'bad-request', message: 'not another, the-token' } });
    await echo;
    const aborted = traced.request(poll);
    aborted.abort(new Error('gave up on the-token'));
    await expect(aborted.answer).rejects.toThrow('aborted by the platform');
    const socket = traced.openSocket('/websocket?t=third', ['transport-lab.1', 'token.third'], {
      opened() {},
      received() {},
      closed() {},
    });
    ports.sockets.all[0]!.received('third');
    socket.send('third');
    ports.sockets.all[0]!.closed(1011, 'third');
    expect(events).toHaveLength(10);
    for (const event of events) expect(JSON.stringify(event)).not.toMatch(/the-token|another|third/);
    expect(events[1]).toMatchObject({ body: '{"address":"user:bob","token":"…"}' });
  });

  test("nor is a password, or a toy's key", async () => {
    const { ports, traced, events } = start();
    const body = JSON.stringify({ user: 'bob', password: 'a "b" \\' });
    void traced.request({ ...signIn, body });
    expect(events[0]).toMatchObject({ body: '{"user":"bob","password":"…"}' });
    const pairing = traced.request({ ...signIn, path: '/toys', body: '{"toy":"bear"}' }).answer;
    ports.asked.all[1]!.answer(201, { address: 'toy:bear', key: 'the-key' });
    await pairing;
    expect(events.at(-1)).toMatchObject({ body: '{"address":"toy:bear","key":"…"}' });
    ports.asked.all[0]!.answer(201, { address: 'user:bob', token: 't' });
  });

  test.each(TRANSPORT_NAMES)('over %s, of a whole session', async (transport) => {
    const lab = await startLab();
    const events = new Recorder<TraceEvent>();
    const trace = (event: TraceEvent): void => events.put(event);
    const client = openClient({ url: lab.url, user: 'bob', transport, trace, holdMs: 100 });
    const receiving = startReceiving(client);
    await client.publish('user:bob', 'hello');
    await messages(receiving, 1);
    await eventually(() => expect(client.status.state).toBe('live'));
    const session = events.all.find(({ kind }) => kind === 'answer');
    expect(explain(session!)).toBe('signed in as user:bob');
    await receiving.stop();
    await client.close();
    // A token is 43 characters of Base64; nothing else here is as long.
    for (const event of events.all) expect(JSON.stringify(event)).not.toMatch(/[\w-]{40}|Bearer|token\./);
    const told = events.all.map((event) => explain(event));
    expect(told).toEqual(expect.arrayContaining(['signs in', 'page with 1 message', 'signs out', 'signed out']));
    expect(events.all.every(({ at }, i) => i === 0 || at >= events.all[i - 1]!.at)).toBe(true);
  });
});

describe('in words', () => {
  const about = { at: 0, exchange: 1 } as const;
  const asked = (method: 'GET' | 'POST' | 'DELETE', path: string, body: string | null = null): TraceEvent => ({
    kind: 'request',
    ...about,
    method,
    path,
    headers: {},
    body,
  });
  const answered = (body: unknown, more: object = {}): TraceEvent => ({
    kind: 'answer',
    ...about,
    method: 'GET',
    path: '/long-polling/messages?after=e.1&hold=15',
    status: 200,
    durationMs: 15_004,
    body: JSON.stringify(body),
    ...more,
  });
  const came = (frame: unknown): TraceEvent => {
    const text = typeof frame === 'string' ? frame : JSON.stringify(frame);
    return { kind: 'frame-in', at: 0, socket: 1, bytes: 0, text };
  };
  const sent = (frame: object): TraceEvent => ({ ...came(frame), kind: 'frame-out' }) as TraceEvent;
  const closed = (code: number, by: 'client' | 'server' | 'link', reason = ''): TraceEvent => ({
    kind: 'socket-closed',
    at: 0,
    socket: 1,
    code,
    reason,
    by,
  });
  const page = (count: number, more = false) => ({
    kind: 'messages',
    messages: Array.from({ length: count }, () => ({})),
    cursor: 'e.3',
    more,
  });
  const refusal = { error: { code: 'superseded', message: '' } };
  const receipt = { receipt: { id: '1', at: 0, online: true } };
  const session = { path: '/sessions', method: 'POST', status: 201 } as const;

  test.each<[string, TraceEvent]>([
    ['signs in', asked('POST', '/sessions', '{}')],
    ['asks whether it is signed in', asked('GET', '/sessions')],
    ['signs out', asked('DELETE', '/sessions')],
    ['sends a message', asked('POST', '/messages', '{}')],
    ['sends 2 messages', asked('POST', '/messages', '[{},{}]')],
    ['asks', asked('GET', '/short-polling/messages?after=start')],
    ['asks', asked('GET', '/long-polling/messages?after=start&hold=0')],
    ['asks, server may hold 15 s', asked('GET', '/long-polling/messages?after=start&hold=15')],
    ['empty after 15.0 s', answered({ kind: 'empty', cursor: 'e.1' })],
    ['empty after 3 ms', answered({ kind: 'empty', cursor: 'e.1' }, { durationMs: 3.2 })],
    ['page with 3 messages', answered(page(3))],
    ['page with 1 message, more to come', answered(page(1, true))],
    ['gap: trimmed', answered({ kind: 'gap', reason: 'trimmed', cursor: 'e.1' })],
    ['signed in as user:bob', answered({ address: 'user:bob' }, session)],
    ['signed out', answered(null, { ...session, method: 'DELETE', status: 204 })],
    ['1 receipt', answered([receipt], { path: '/messages' })],
    ['1 receipt, 2 refused: superseded', answered([receipt, refusal, refusal], { path: '/messages' })],
    ['refused 409 superseded', answered(refusal, { status: 409 })],
    ['refused 502, not by a server of the lab', answered('<html>', { status: 502 })],
    ['answered 200', answered('<html>')],
    [
      'aborted after 2.5 s: given up',
      { kind: 'no-answer', ...about, method: 'GET', path: '/', how: 'aborted', why: 'given up', durationMs: 2500 },
    ],
    ['opens to send only', { kind: 'socket-opening', at: 0, socket: 1, path: '/websocket', protocols: [] }],
    [
      'opens to follow after e.1',
      { kind: 'socket-opening', at: 0, socket: 1, path: '/websocket?after=e.1', protocols: [] },
    ],
    ['open', { kind: 'socket-opened', at: 0, socket: 1 }],
    [
      'hello, pings every 10 s, silence of 15 s is the end',
      came({ type: 'hello', heartbeatMs: 10_000, silenceMs: 15_000 }),
    ],
    ['page with 2 messages', came({ type: 'page', ...page(2) })],
    ['empty, caught up', came({ type: 'page', kind: 'empty', cursor: 'e.1' })],
    ['receipt', came({ type: 'receipt', id: '1', at: 0, online: true })],
    ['refused superseded', came({ type: 'error', id: '1', ...refusal.error })],
    ['about to close: superseded', came({ type: 'error', ...refusal.error })],
    ['ping 4', came({ type: 'ping', n: 4 })],
    ['no frame of the protocol', came('nonsense')],
    ['sends a message', sent({ type: 'publish', id: '1', to: '', body: '' })],
    ['pong 4', sent({ type: 'pong', n: 4 })],
    ['no frame of the protocol', sent([])],
    ['closed 4409 superseded by server', closed(4409, 'server', 'A newer reader.')],
    ['closed 1000 done by client', closed(1000, 'client')],
    ['closed 1006 the line broke', closed(1006, 'link')],
    ['closed 3999 who knows by server', closed(3999, 'server', 'who knows')],
    ['closed 3999 no reason given by server', closed(3999, 'server')],
  ])('%s', (words, event) => {
    expect(explain(event)).toBe(words);
  });
});
