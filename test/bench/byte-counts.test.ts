import { describe, expect, test } from '@jest/globals';
import type { Delivery } from '../../bench/arms/arm.ts';
import { labArm } from '../../bench/arms/lab-arm.ts';
import { now } from '../../bench/clock.ts';
import { assembleCrew } from '../../bench/crew.ts';
import { costBetween, type Reading, takeReading } from '../../bench/meter.ts';
import { Recording } from '../../bench/recording.ts';
import { DEFAULT_SCENARIO } from '../../bench/scenario.ts';
import { wireSize } from '../../bench/theory/wire-size.ts';
import { Traffic } from '../../clients/traffic.ts';
import { cleanUp } from '../harness/clean-up.ts';
import { messages, openClient, startReceiving } from '../harness/clients.ts';
import { eventually } from '../harness/eventually.ts';
import { startLab } from '../harness/lab.ts';
import { Recorder } from '../harness/recorder.ts';
import { startTap, type Tap } from '../harness/tap.ts';
import { type WirePart, wireParts } from '../harness/wire.ts';

/*
 * The bytes that a result reports, against requests, answers and frames that were written and counted by hand, and against
 * a relay that keeps every byte that passes.
 */

/** What goes over the wire, byte for byte, and how many bytes that is: for a frame its header, too. */
interface Expected {
  readonly bytes: number;
  readonly text: string;
}

/** So many characters that are others each time. */
const x = (length: number): string => 'x'.repeat(length);

const head = (...lines: string[]): string => `${lines.join('\r\n')}\r\n\r\n`;

// A free port has five digits; an epoch twelve, and a cursor at the beginning of the log one more, behind a dot.
const HOST = `Host: 127.0.0.1:${x(5)}`;
const AUTHORIZATION = `Authorization: Bearer ${x(43)}`;
const CURSOR = x(14);
const KEPT = 'Connection: keep-alive';
const JSON_TYPE = 'Content-Type: application/json; charset=utf-8';
const NO_STORE = 'Cache-Control: no-store';
const NO_PAGE = [
  'X-Content-Type-Options: nosniff',
  "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
];
const DATE = `Date: ${x(29)}`;
const ALIVE = 'Keep-Alive: timeout=65';

const signIn = (name: string): Expected => ({
  bytes: 140,
  text: `${head('POST /sessions HTTP/1.1', 'Content-Type: application/json', 'Content-Length: 14', HOST, KEPT)}{"user":"${name}"}`,
});
const signedIn = (name: string): Expected => ({
  bytes: 379,
  text: `${head('HTTP/1.1 201 Created', NO_STORE, ...NO_PAGE, JSON_TYPE, 'Content-Length: 76', DATE, KEPT, ALIVE)}{"address":"user:${name}","token":"${x(43)}"}`,
});
const SIGN_OUT = { bytes: 143, text: head('DELETE /sessions HTTP/1.1', AUTHORIZATION, HOST, KEPT) };
const SIGNED_OUT = { bytes: 239, text: head('HTTP/1.1 204 No Content', NO_STORE, ...NO_PAGE, DATE, KEPT, ALIVE) };

const PUBLISH = {
  bytes: 237,
  text: `${head('POST /messages HTTP/1.1', AUTHORIZATION, 'Content-Type: application/json', 'Content-Length: 44', HOST, KEPT)}[{"id":"m1","to":"user:bob","body":"hello"}]`,
};
const OUTCOMES = {
  bytes: 254,
  text: `${head('HTTP/1.1 200 OK', JSON_TYPE, 'Content-Length: 58', NO_STORE, DATE, KEPT, ALIVE)}[{"receipt":{"id":"m1","at":${x(13)},"online":true}}]`,
};

const poll = (path: string, bytes: number): Expected => ({
  bytes,
  text: head(`GET ${path} HTTP/1.1`, AUTHORIZATION, HOST, KEPT),
});
const EMPTY_PAGE = {
  bytes: 238,
  text: `${head('HTTP/1.1 200 OK', JSON_TYPE, 'Content-Length: 42', NO_STORE, DATE, KEPT, ALIVE)}{"kind":"empty","cursor":"${CURSOR}"}`,
};
const PAGE = {
  bytes: 340,
  text: `${head('HTTP/1.1 200 OK', JSON_TYPE, 'Content-Length: 143', NO_STORE, DATE, KEPT, ALIVE)}{"kind":"messages","messages":[{"seq":1,"id":"m1","from":"user:ann","at":${x(13)},"body":"hello"}],"cursor":"${CURSOR}","more":false}`,
};

const upgrade = (path: string, bytes: number): Expected => ({
  bytes,
  text: head(
    `GET ${path} HTTP/1.1`,
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${x(24)}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    `Sec-WebSocket-Protocol: transport-lab.1,token.${x(43)}`,
    HOST,
  ),
});
const UPGRADED = {
  bytes: 170,
  text: head(
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${x(28)}`,
    'Sec-WebSocket-Protocol: transport-lab.1',
  ),
};
// Frames have headers of 2 bytes up to 125 bytes of payload, of 4 above, and from a client 4 more for the mask.
const HELLO = { bytes: 2 + 51, text: '{"type":"hello","heartbeatMs":900,"silenceMs":5900}' };
// Each side asks for signs of life and gives them.
const PING = { bytes: 2 + 21, text: '{"type":"ping","n":x}' };
const PINGED = { bytes: 6 + 21, text: PING.text };
const PONG = { bytes: 6 + 21, text: '{"type":"pong","n":x}' };
const PONGED = { bytes: 2 + 21, text: PONG.text };
const CAUGHT_UP = { bytes: 2 + 56, text: `{"type":"page","kind":"empty","cursor":"${CURSOR}"}` };
const PAGE_FRAME = {
  bytes: 4 + 157,
  text: `{"type":"page","kind":"messages","messages":[{"seq":1,"id":"m1","from":"user:ann","at":${x(13)},"body":"hello"}],"cursor":"${CURSOR}","more":false}`,
};
const PUBLISH_FRAME = {
  bytes: 6 + 67,
  text: '{"type":"publish","id":"m1","to":"user:bob","body":"hello","run":0}',
};
const RECEIPT_FRAME = { bytes: 2 + 61, text: `{"type":"receipt","id":"m1","at":${x(13)},"online":true}` };
const CLOSE = { bytes: 6 + 6, text: '\u0003\u00E8done' };
const CLOSED = { bytes: 2 + 6, text: '\u0003\u00E8done' };

/** All that the two say and hear when one sends the other one message, in any order and number; and how many polls are held. */
const CONVERSATIONS = [
  {
    transport: 'short-polling',
    held: 0,
    sender: { up: [signIn('ann'), PUBLISH, SIGN_OUT], down: [signedIn('ann'), OUTCOMES, SIGNED_OUT] },
    receiver: {
      up: [
        signIn('bob'),
        poll('/short-polling/messages?after=start', 166),
        poll(`/short-polling/messages?after=${CURSOR}`, 175),
        SIGN_OUT,
      ],
      down: [signedIn('bob'), EMPTY_PAGE, PAGE, SIGNED_OUT],
    },
  },
  {
    transport: 'long-polling',
    held: 1,
    sender: { up: [signIn('ann'), PUBLISH, SIGN_OUT], down: [signedIn('ann'), OUTCOMES, SIGNED_OUT] },
    receiver: {
      up: [
        signIn('bob'),
        poll('/long-polling/messages?after=start&hold=0', 172),
        poll(`/long-polling/messages?after=${CURSOR}&hold=0.1`, 183),
        SIGN_OUT,
      ],
      down: [signedIn('bob'), EMPTY_PAGE, PAGE, SIGNED_OUT],
    },
  },
  {
    transport: 'websocket',
    held: 0,
    sender: {
      up: [signIn('ann'), upgrade('/websocket', 254), PUBLISH_FRAME, PINGED, PONG, CLOSE, SIGN_OUT],
      down: [signedIn('ann'), UPGRADED, HELLO, RECEIPT_FRAME, PING, PONGED, CLOSED, SIGNED_OUT],
    },
    receiver: {
      up: [signIn('bob'), upgrade('/websocket?after=start', 266), PINGED, PONG, CLOSE, SIGN_OUT],
      down: [signedIn('bob'), UPGRADED, HELLO, CAUGHT_UP, PAGE_FRAME, PING, PONGED, CLOSED, SIGNED_OUT],
    },
  },
] as const;

/** Covers what is another each time, byte for byte. */
function masked(text: string): string {
  const secrets = [
    /(?<=Bearer |,token\.|"token":")[\w-]+/g,
    /(?<=after=|"cursor":")[\w-]{12}\.\d+/g,
    /(?<=Host: 127\.0\.0\.1:)\d+/g,
    /(?<=Date: ).*(?=\r)/g,
    /(?<=Sec-WebSocket-(?:Key|Accept): ).*(?=\r)/g,
    /(?<="at":)[\d.]+/g,
    /(?<="n":)\d+/g,
  ];
  return secrets.reduce((covered, secret) => covered.replaceAll(secret, (found) => x(found.length)), text);
}

type Way = 'up' | 'down';

const total = (parts: readonly WirePart[]): number => parts.reduce((sum, { bytes }) => sum + bytes, 0);

function partsOf({ connections }: Tap, way: Way): WirePart[] {
  return connections.flatMap((connection) => wireParts(connection[way]));
}

function passed({ connections }: Tap, way: Way): number {
  return connections.reduce((sum, connection) => sum + connection[way].length, 0);
}

/** Waits until nothing is on its way, and only so many polls are held: tap and clients then count the same. */
async function quiet(tap: Tap, held: number, ...traffic: Traffic[]): Promise<void> {
  const messagesOf = (way: Way): number => partsOf(tap, way).filter(({ kind }) => kind === 'http').length;
  const counted = (way: 'bytesUp' | 'bytesDown'): number => traffic.reduce((sum, of) => sum + of[way], 0);
  await eventually(() => {
    expect(messagesOf('up') - messagesOf('down')).toBe(held);
    expect([counted('bytesUp'), counted('bytesDown')]).toEqual([passed(tap, 'up'), passed(tap, 'down')]);
  });
}

describe.each(CONVERSATIONS)('$transport', ({ transport, held, sender, receiver }) => {
  test('what is counted is what was counted by hand: requests, answers, frames, an upgrade, heartbeats', async () => {
    const lab = await startLab({ heartbeatMs: 900 });
    const [annsTap, bobsTap] = [await startTap(lab.url), await startTap(lab.url)];
    const [anns, bobs] = [new Traffic(), new Traffic()];
    const settings = { transport, pollIntervalMs: 50, holdMs: 100 };
    const bob = openClient({ ...settings, url: bobsTap.url, user: 'bob', traffic: bobs });
    const ann = openClient({ ...settings, url: annsTap.url, user: 'ann', traffic: anns });
    const receiving = startReceiving(bob);
    await eventually(() => expect(bob.status.pages).toBeGreaterThan(0));
    await ann.publish('user:bob', 'hello', { id: 'm1' });
    await messages(receiving, 1);

    const agrees = (tap: Tap, traffic: Traffic, expected: readonly Expected[], way: Way): void => {
      const found = partsOf(tap, way);
      const byHand = new Map(expected.map(({ text, bytes }) => [text, bytes]));
      expect(new Map(found.map(({ text, bytes }) => [masked(text), bytes]))).toEqual(byHand);
      const sum = found.reduce((bytes, { text }) => bytes + byHand.get(masked(text))!, 0);
      expect([traffic[way === 'up' ? 'bytesUp' : 'bytesDown'], passed(tap, way)]).toEqual([sum, sum]);
    };
    const without = <Item>(all: readonly Item[], ...last: Item[]): Item[] => all.filter((each) => !last.includes(each));
    const agree = (...last: Expected[]): void => {
      for (const way of ['up', 'down'] as const) {
        agrees(annsTap, anns, without(sender[way], ...last), way);
        agrees(bobsTap, bobs, without(receiver[way], ...last), way);
      }
    };
    // Empty answers and heartbeats take their time.
    await eventually(() => agree(SIGN_OUT, SIGNED_OUT, CLOSE, CLOSED));
    await quiet(bobsTap, held, bobs);
    await receiving.stop();
    await Promise.all([ann.close(), bob.close()]);
    await eventually(() => agree());
  });

  test.each([true, false])('nor is anything missed of messages of any size (keep-alive: %s)', async (keepAlive) => {
    const lab = await startLab({ maxBodyBytes: 100_000 });
    const tap = await startTap(lab.url);
    const traffic = new Traffic();
    const settings = { url: tap.url, transport, traffic, keepAlive };
    const [ann, bob] = ['ann', 'bob'].map((user) => openClient({ ...settings, user }));
    await bob!.signIn();
    const receiving = startReceiving(bob!);
    const bodies = ['', 'é'.repeat(100), 'é'.repeat(40_000)];
    for (const [index, body] of bodies.entries()) {
      await ann!.publish('user:bob', body, { id: `m${index}` });
      expect((await messages(receiving, index + 1))[index]!.body).toBe(body);
    }
    await quiet(tap, held, traffic);
    await receiving.stop();
    await Promise.all([ann!.close(), bob!.close()]);
    await eventually(() => {
      expect(traffic.openConnections).toBe(0);
      expect([traffic.bytesUp, traffic.bytesDown]).toEqual([total(partsOf(tap, 'up')), total(partsOf(tap, 'down'))]);
      expect([traffic.bytesUp, traffic.bytesDown]).toEqual([passed(tap, 'up'), passed(tap, 'down')]);
    });
    expect(traffic.connections).toBe(tap.connections.length);
    expect(traffic.requests).toBe(partsOf(tap, 'up').filter(({ kind }) => kind === 'http').length);
    const frames = partsOf(tap, 'up').filter(({ kind, text }) => kind === 'text' && text.includes('"publish"'));
    expect(frames.map(({ bytes, text }) => bytes - text.length)).toEqual(transport === 'websocket' ? [6, 8, 14] : []);
  });
});

/** Of a pair of the bench's: ids and names are a character shorter each than those above. */
const COSTS = [
  { transport: 'short-polling', held: 0, poll: 175, empty: 238, page: 338, publish: 235, receipt: 253 },
  { transport: 'long-polling', held: 1, poll: 182, empty: 238, page: 338, publish: 235, receipt: 253 },
  { transport: 'websocket', held: 0, poll: 0, empty: 0, page: 159, publish: 71, receipt: 62 },
] as const;

test.each(COSTS)('what messages cost over $transport is what was counted by hand', async (expected) => {
  const { transport, held, poll: pollBytes, empty, page, publish, receipt } = expected;
  const count = 5;
  const lab = await startLab();
  const tap = await startTap(lab.url);
  const plan = { size: count, intendedAtMs: new Float64Array(count), pair: new Uint32Array(count) };
  const recording = new Recording(plan, 1, now(), { fromMs: 0, toMs: Infinity });
  const arrived = new Recorder<string>();
  const ending = new AbortController();
  const handle = ({ id, at }: Delivery): void => {
    recording.handled(Number(id), at!, now());
    arrived.put(id);
  };
  const scenario = { ...DEFAULT_SCENARIO, pairs: 1, pollIntervalMs: 100 };
  const crew = await assembleCrew(scenario, tap.url, labArm(transport), 1, handle, ending.signal);
  cleanUp(() => {
    ending.abort();
    return crew.close();
  });
  const readWhenQuiet = async (): Promise<Reading> => {
    await quiet(tap, held, crew.receiversTraffic, crew.sendersTraffic);
    return takeReading({ url: lab.url, stop: async () => {} }, null, crew);
  };

  const before = await readWhenQuiet();
  for (let i = 0; i < count; i += 1) {
    await crew.senders[0]!.send(crew.nameOfReceiver(0), String(i), 'hello');
    await arrived.take();
  }
  const cost = costBetween(before, await readWhenQuiet(), recording);

  expect(cost).toMatchObject({
    deliveries: count,
    bytesUp: cost.requests * pollBytes,
    bytesDown: cost.emptyPages * empty + count * page,
    publishRequests: transport === 'websocket' ? 0 : count,
    publishBytesUp: count * publish,
    publishBytesDown: count * receipt,
  });
});

test('theory reckons with sizes like these', () => {
  const [short, long, pushed] = COSTS;
  const sizes = [
    [wireSize.poll(), short.poll],
    [wireSize.poll(), long.poll],
    [wireSize.page(0, 5), long.empty],
    [wireSize.page(1, 5), long.page],
    [wireSize.publish(1, 5), long.publish],
    [wireSize.outcomes(1), long.receipt],
    [wireSize.draftFrame(5), pushed.publish],
    [wireSize.pageFrame(5), pushed.page],
  ] as const;
  for (const [reckoned, byHand] of sizes) expect(Math.abs((reckoned as number) - byHand)).toBeLessThanOrEqual(10);
});
