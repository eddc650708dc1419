import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LONGEST_TEXT_BYTES } from '../../../bench/demo/wire/beginning.ts';
import { PhoneTap } from '../../../bench/demo/wire/phone-tap.ts';
import type { Direction } from '../../../bench/link/line-watcher.ts';
import type { Content, WireEvent } from '../../../clients/demo/wire/wire-event.ts';

/** What one side says; by the time that it is all said the other has it. */
type Said = readonly [direction: Direction, bytes: Buffer];

const TOKEN = 'Zm9vYmFyYmF6cXV4MTIzNA';
const DOTS = '•'.repeat(TOKEN.length);

function http(direction: Direction, lines: readonly string[], body = ''): Said {
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  return [direction, Buffer.from(`${[...lines, ...length].join('\r\n')}\r\n\r\n${body}`)];
}

/** A frame by RFC 6455, section 5.2; masked where it goes up. */
function frame(direction: Direction, opcode: number, payload: Buffer | string, isFinal = true): Said {
  const body = Buffer.from(payload);
  const length = Buffer.alloc(body.length > 65_535 ? 8 : body.length > 125 ? 2 : 0);
  if (length.length === 8) length.writeBigUInt64BE(BigInt(body.length));
  if (length.length === 2) length.writeUInt16BE(body.length);
  const short = length.length === 8 ? 127 : length.length === 2 ? 126 : body.length;
  const first = (isFinal ? 0x80 : 0) | opcode;
  if (direction === 'down') return [direction, Buffer.concat([Buffer.from([first, short]), length, body])];
  const mask = Buffer.from([1, 200, 3, 77]);
  const masked = body.map((byte, i) => byte ^ mask[i % 4]!);
  return [direction, Buffer.concat([Buffer.from([first, 0x80 | short]), length, mask, masked])];
}

const together = (...all: readonly Said[]): Said => [all[0]![0], Buffer.concat(all.map(([, bytes]) => bytes))];

const UPGRADE = [
  http('up', [
    'GET /websocket?after=start HTTP/1.1',
    'Host: a',
    'Connection: Upgrade',
    'Upgrade: websocket',
    `Sec-WebSocket-Protocol: transport-lab.1, token.${TOKEN}`,
    'Cookie: other=1',
  ]),
  http('down', [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Protocol: transport-lab.1',
  ]),
];

/** Everything that a phone's connection may see. */
const TALK: readonly Said[] = [
  http('up', ['GET /phone.html?x HTTP/1.1', 'Host: a']),
  http('down', ['HTTP/1.1 200 OK', 'Content-Type: text/html'], '<html>'),
  http('up', ['POST /sessions HTTP/1.1', 'Host: a'], '{"user":"ann","password":"mo\\"ther"}'),
  http('down', ['HTTP/1.1 201 Created'], `{"address":"user:ann","token":"${TOKEN}"}`),
  together(
    http('up', ['GET /presence?of=user:ben HTTP/1.1', `Authorization: Bearer ${TOKEN}`]),
    http('up', ['HEAD /healthz HTTP/1.1', `authorization: bearer ${TOKEN}`]),
    http('up', ['POST /messages HTTP/1.1'], '{"id":"1","to":"user:ben","body":"grüße"}'),
  ),
  together(
    [
      'down',
      Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n'),
    ],
    http('down', ['HTTP/1.1 200 OK', 'Content-Length: 90']),
    http('down', ['HTTP/1.1 100 Continue']),
    http('down', ['HTTP/1.1 401 Unauthorized'], `{"error":{"message":"no session of ${TOKEN}"}}`),
  ),
  ...UPGRADE,
  frame('down', 1, '{"type":"hello"}'),
  together(frame('up', 1, 'grü'), frame('up', 9, 'are you there'), frame('up', 1, 'x'.repeat(200))),
  together(
    frame('down', 1, Buffer.from('grüße').subarray(0, 3), false),
    frame('down', 10, 'are you there'),
    frame('down', 0, Buffer.from('grüße').subarray(3)),
    frame('down', 2, Buffer.from([0, 255])),
    frame('down', 1, ''),
  ),
  frame('down', 1, 'y'.repeat(70_000)),
  frame('up', 8, Buffer.concat([Buffer.from([0x03, 0xe8]), Buffer.from('bye')])),
  frame('down', 8, ''),
];

/** A phone's line, and what is told of it. */
function tapped() {
  const events: WireEvent[] = [];
  const line = new PhoneTap('ann', (event) => events.push(event)).watch();
  const say = ([direction, bytes]: Said): void => line.entered(direction, bytes);
  return { events, line, say };
}

/** The events of a line over which all this goes, cut anywhere: first what was sent, then what arrived. */
function eventsOf(talk: readonly Said[], cutsOf: (length: number) => readonly number[] = () => []) {
  const { events, line, say } = tapped();
  for (const [direction, bytes] of talk) {
    const cuts = [...new Set(cutsOf(bytes.length))].toSorted((a, b) => a - b);
    for (const [i, from] of [0, ...cuts].entries()) {
      const part = bytes.subarray(from, cuts[i]);
      say([direction, part]);
      line.left(direction, part.length);
    }
  }
  const of = (...kinds: readonly string[]) =>
    events.filter(({ kind }) => kinds.includes(kind)).map((event) => ({ ...event, at: 0 }));
  return [...of('opened', 'sent'), ...of('arrived', 'lost', 'closed')];
}

function contentsOf(talk: readonly Said[]): Content[] {
  return eventsOf(talk).flatMap((event) => (event.kind === 'sent' ? [event.content] : []));
}

describe('what is told of a connection', () => {
  test('is each request, answer and frame, with its true bytes and without secrets', () => {
    const [signIn, signedIn, asked, head, send, chunked, empty, goOn, refused, upgrade, upgraded, ...frames] =
      contentsOf(TALK);
    expect(signIn).toEqual({
      kind: 'request',
      method: 'POST',
      path: '/sessions',
      head: 'POST /sessions HTTP/1.1\r\nHost: a\r\nContent-Length: 36',
      body: '{"user":"ann","password":"••••••••"}',
      headBytes: 56,
      bodyBytes: 36,
    });
    expect(signedIn).toEqual({
      kind: 'answer',
      status: 201,
      head: 'HTTP/1.1 201 Created\r\nContent-Length: 55',
      body: `{"address":"user:ann","token":"${DOTS}"}`,
      headBytes: 44,
      bodyBytes: 55,
      answers: 1,
    });
    expect(asked).toMatchObject({
      path: '/presence?of=user:ben',
      head: expect.stringContaining(`Authorization: Bearer ${DOTS}`),
    });
    expect(head).toMatchObject({ method: 'HEAD', head: expect.stringContaining(`authorization: bearer ${DOTS}`) });
    expect(send).toMatchObject({ body: '{"id":"1","to":"user:ben","body":"grüße"}', bodyBytes: 43 });
    expect(chunked).toMatchObject({ body: 'hello, world', bodyBytes: 27, answers: 3 });
    expect(empty).toMatchObject({ body: '', bodyBytes: 0, answers: 4 });
    expect(goOn).toMatchObject({ status: 100, answers: 5 });
    expect(refused).toMatchObject({ status: 401, body: `{"error":{"message":"no session of ${DOTS}"}}`, answers: 5 });
    expect(upgrade).toMatchObject({
      head: expect.stringContaining(`Sec-WebSocket-Protocol: transport-lab.1, token.${DOTS}\r\nCookie: •••••••`),
    });
    expect(upgraded).toMatchObject({ status: 101, answers: 10 });
    const outline = { final: true, masked: false, headerBytes: 2 };
    expect(frames).toEqual([
      { kind: 'frame', ...outline, opcode: 1, text: '{"type":"hello"}', payloadBytes: 16 },
      { kind: 'frame', ...outline, opcode: 1, masked: true, text: 'grü', headerBytes: 6, payloadBytes: 4 },
      { kind: 'frame', ...outline, opcode: 9, masked: true, text: 'are you there', headerBytes: 6, payloadBytes: 13 },
      { kind: 'frame', ...outline, opcode: 1, masked: true, text: 'x'.repeat(200), headerBytes: 8, payloadBytes: 200 },
      // A character that two frames share stands in the second.
      { kind: 'frame', ...outline, opcode: 1, final: false, text: 'gr', payloadBytes: 3 },
      { kind: 'frame', ...outline, opcode: 10, text: 'are you there', payloadBytes: 13 },
      { kind: 'frame', ...outline, opcode: 0, text: 'üße', payloadBytes: 4 },
      { kind: 'frame', ...outline, opcode: 2, text: '00ff', payloadBytes: 2 },
      { kind: 'frame', ...outline, opcode: 1, text: '', payloadBytes: 0 },
      {
        kind: 'frame',
        ...outline,
        opcode: 1,
        text: 'y'.repeat(LONGEST_TEXT_BYTES),
        headerBytes: 10,
        payloadBytes: 70_000,
      },
      { kind: 'frame', ...outline, opcode: 8, masked: true, text: '1000 bye', headerBytes: 6, payloadBytes: 5 },
      { kind: 'frame', ...outline, opcode: 8, text: '', payloadBytes: 0 },
    ]);
    expect(JSON.stringify(contentsOf(TALK))).not.toContain(TOKEN);
  });

  test('accounts for every byte', () => {
    const told = contentsOf(TALK.slice(2)).map((content) =>
      content.kind === 'frame' ? content.headerBytes + content.payloadBytes : content.headBytes + content.bodyBytes,
    );
    const all = TALK.slice(2).reduce((sum, [, bytes]) => sum + bytes.length, 0);
    expect(told.reduce((sum, bytes) => sum + bytes, 0)).toBe(all);
  });

  test('is the same however the bytes come in', () => {
    const whole = eventsOf(TALK);
    expect(whole.filter(({ kind }) => kind === 'arrived')).toHaveLength(23);
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }), (places) => {
        expect(eventsOf(TALK, (length) => places.map((place) => Math.floor(place * length)))).toEqual(whole);
      }),
      { numRuns: 60 },
    );
    const small = TALK.filter(([, bytes]) => bytes.length < 1000);
    expect(eventsOf(small, (length) => Array.from({ length }, (_, i) => i))).toEqual(eventsOf(small));
  });

  test('has no part in what loads the phone: its connection begins with what comes after', () => {
    const { events, say, line } = tapped();
    for (const each of TALK.slice(0, 2)) say(each);
    line.closed('client');
    expect(events).toEqual([]);
  });

  test.each([
    ['no HTTP', [['up', Buffer.from('GET\r\n\r\n')] as Said]],
    ['an answer that nobody asked for', [http('down', ['HTTP/1.1 408 Request Timeout'], 'x')]],
    ['a close frame of one byte', [...UPGRADE, frame('up', 8, 'x')]],
    ['half of a request', [['up', Buffer.from('GET / HT')] as Said]],
  ])('breaks over nothing: %s', (_, talk) => {
    const { say, line } = tapped();
    expect(() => {
      for (const each of talk) say(each);
      line.closed('client');
    }).not.toThrow();
  });
});

describe('what becomes of a piece', () => {
  const ask = http('up', ['GET /presence HTTP/1.1']);
  const kinds = (events: readonly WireEvent[]): string[] => events.map(({ kind }) => kind);

  test('it has arrived with its last byte', () => {
    const { events, line, say } = tapped();
    say(ask);
    line.left('up', ask[1].length - 1);
    expect(kinds(events)).toEqual(['opened', 'sent']);
    line.left('up', 1);
    expect(events.at(-1)).toMatchObject({ kind: 'arrived', phone: 'ann', connection: 1, piece: 1 });
  });

  test('it is lost where the line is, and what is said from then on is too', () => {
    const { events, line, say } = tapped();
    say(ask);
    line.left('up', 3);
    line.lost('up');
    line.lost('down');
    expect(events.at(-1)).toMatchObject({ kind: 'lost', piece: 1 });
    say(ask);
    expect(kinds(events)).toEqual(['opened', 'sent', 'lost', 'sent', 'lost']);
  });

  test('it is lost where the connection ends before it has arrived', () => {
    const { events, line, say } = tapped();
    say(ask);
    line.closed('link');
    expect(kinds(events)).toEqual(['opened', 'sent', 'lost', 'closed']);
    expect(events.at(-1)).toMatchObject({ connection: 1, by: 'link' });
  });

  test('connections and pieces are numbered for each phone', () => {
    const events: WireEvent[] = [];
    const tap = new PhoneTap('ann', (event) => events.push(event));
    for (const line of [tap.watch(), tap.watch()]) line.entered(...ask);
    expect(events).toMatchObject([
      { kind: 'opened', connection: 1 },
      { kind: 'sent', connection: 1, piece: 1 },
      { kind: 'opened', connection: 2 },
      { kind: 'sent', connection: 2, piece: 2 },
    ]);
  });
});
