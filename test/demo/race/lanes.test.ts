import { describe, expect, test } from '@jest/globals';
import { ROUTES } from '../../../servers/protocol/routes.ts';
import { WAYS_KEPT } from '../../../clients/demo/race/lane.ts';
import { momentAfter, momentBefore } from '../../../clients/demo/race/moments.ts';
import { endOf, firstSince, PIECES_KEPT } from '../../../clients/demo/race/track.ts';
import { EMPTY, pageOf, ScriptedLanes } from './scripted-lanes.ts';

const draft = (id: string) => ({ id, to: 'user:b', body: id });

describe('exchanges', () => {
  test('have the four times of a request and its answer', () => {
    const script = new ScriptedLanes();
    script.opened('long-polling', 'b', 0);
    const poll = script.asks('long-polling', 'b', `${ROUTES.longPolling}?hold=15`, { at: 100, arrivesAt: 150 });
    const { pieces } = script.lanes.of('long-polling').tracks.b;
    const request = pieces.at(0)!;
    expect(endOf(request)).toBeNull();
    script.answers('long-polling', 'b', poll, EMPTY, { at: 15_150, arrivesAt: 15_200 });
    const answer = pieces.at(1)!;
    expect(request).toMatchObject({ purpose: 'ask', sentAt: 100, arrivedAt: 150, partner: answer });
    expect(answer).toMatchObject({ purpose: 'empty', sentAt: 15_150, arrivedAt: 15_200, partner: request });
    // That its connection ends later is nothing to it.
    script.closed('long-polling', 'b', 16_000, 'client');
    expect(request.cutAt).toBeNull();
    expect(endOf(request)).toBe(15_200);
  });

  test('are cut where their connection ends, and no others', () => {
    const script = new ScriptedLanes();
    script.opened('long-polling', 'b', 0);
    script.opened('long-polling', 'b', 0, 2);
    script.asks('long-polling', 'b', `${ROUTES.longPolling}?hold=15`, { at: 100 });
    script.closed('long-polling', 'b', 300, 'link', 2);
    const request = script.lanes.of('long-polling').tracks.b.pieces.at(0)!;
    expect(request.cutAt).toBeNull();
    script.closed('long-polling', 'b', 400, 'link');
    expect(request.cutAt).toBe(400);
    expect(endOf(request)).toBe(400);
  });

  test('of which a half is lost end with their connection', () => {
    const script = new ScriptedLanes();
    const poll = script.asks('short-polling', 'b', ROUTES.shortPolling, { at: 100 });
    const answer = script.answers('short-polling', 'b', poll, EMPTY, { at: 120, arrivesAt: null });
    script.opened('short-polling', 'b', 90);
    script.lost('short-polling', 'b', answer, 125);
    const request = script.lanes.of('short-polling').tracks.b.pieces.at(0)!;
    expect(endOf(request)).toBeNull();
    script.closed('short-polling', 'b', 10_000, 'client');
    expect(endOf(request)).toBe(10_000);
  });

  test('of heartbeats are pings and their pongs', () => {
    const script = new ScriptedLanes();
    script.frames('b', 'down', { type: 'ping', n: 1 }, { at: 10 });
    script.frames('b', 'up', { type: 'ping', n: 1 }, { at: 12 });
    script.frames('b', 'up', { type: 'pong', n: 1 }, { at: 20 });
    const { pieces } = script.lanes.of('websocket').tracks.b;
    expect(pieces.at(0)!.partner).toBe(pieces.at(2));
    expect(pieces.at(1)!.partner).toBeNull();
  });
});

describe('a message', () => {
  /** One message, as it goes by polls and over a socket. */
  function sent(): ScriptedLanes {
    const script = new ScriptedLanes();
    for (const lane of ['short-polling', 'websocket'] as const) script.sending(lane, 'm1', 1000);
    const publish = script.asks('short-polling', 'a', ROUTES.messages, { at: 1001, arrivesAt: 1051 }, [draft('m1')]);
    script.answers('short-polling', 'a', publish, [{ receipt: { id: 'm1' } }], { at: 1052 });
    script.stored('short-polling', 'm1', 1062);
    const poll = script.asks('short-polling', 'b', ROUTES.shortPolling, { at: 1500 });
    script.answers('short-polling', 'b', poll, pageOf('m1'), { at: 1550, arrivesAt: 1600 });
    script.received('short-polling', 'm1', 1601);
    script.frames('a', 'up', { type: 'publish', ...draft('m1') }, { at: 1001, arrivesAt: 1051 });
    script.frames('b', 'down', { type: 'page', ...pageOf('m1') }, { at: 1052, arrivesAt: 1102 });
    script.frames('a', 'down', { type: 'receipt', id: 'm1', at: 1, online: true }, { at: 1053 });
    script.received('websocket', 'm1', 1103);
    return script;
  }

  test('has a way through each lane, and each lane its latency', () => {
    const { lanes } = sent();
    const [polled, pushed, ...others] = lanes.waysOf('m1');
    expect(others).toEqual([]);
    expect(polled).toMatchObject({
      lane: 'short-polling',
      sendingAt: 1000,
      publish: { sentAt: 1001, arrivedAt: 1051 },
      storedAt: 1062,
      page: { sentAt: 1550, arrivedAt: 1600 },
      receivedAt: 1601,
    });
    expect(pushed).toMatchObject({ receipt: { sentAt: 1053 }, page: { sentAt: 1052 }, receivedAt: 1103 });
    expect(lanes.all.map(({ latencies }) => latencies.last)).toEqual([601, null, 103]);
    expect([...lanes.of('websocket').refreshed]).toEqual([{ handledAtMs: 1103, intendedAtMs: 1000 }]);
  });

  test('joins all that carried it, in every lane', () => {
    const { lanes } = sent();
    const poll = lanes.of('short-polling').tracks.b.pieces.at(0)!;
    const partners = lanes.partnersOf(poll).map(({ seat, purpose }) => `${seat.phone} ${purpose}`);
    expect(partners.toSorted()).toEqual([
      'short-polling-a publish',
      'short-polling-a receipt',
      'short-polling-b page',
      'websocket-a publish',
      'websocket-a receipt',
      'websocket-b page',
    ]);
  });

  test('is counted with what it cost; of polls, those of B alone', () => {
    const script = sent();
    const { lanes } = script;
    const poll = script.asks('short-polling', 'a', ROUTES.shortPolling, { at: 1700 });
    const polling = lanes.of('short-polling').counters;
    expect(polling).toMatchObject({ requests: 3, polls: 1, answers: 1, empty: 0 });
    script.answers('short-polling', 'a', poll, EMPTY, { at: 1720 });
    const empty = JSON.stringify(EMPTY).length;
    const page = JSON.stringify(pageOf('m1')).length;
    const receipts = JSON.stringify([{ receipt: { id: 'm1' } }]).length;
    expect(polling.down).toEqual({ headers: 60, bodies: page + receipts + empty });
    expect(lanes.of('websocket').counters).toMatchObject({ polls: 0, requests: 0, up: { headers: 6 } });
  });

  test('that came on a second try took the way of that', () => {
    const script = new ScriptedLanes();
    const first = script.asks('long-polling', 'a', ROUTES.messages, { at: 1, arrivesAt: null }, [draft('m1')]);
    script.lost('long-polling', 'a', first, 5);
    script.asks('long-polling', 'a', ROUTES.messages, { at: 100 }, [draft('m1')]);
    script.asks('long-polling', 'a', ROUTES.messages, { at: 200 }, [draft('m1')]);
    expect(script.lanes.waysOf('m1')[0]!.publish!.sentAt).toBe(100);
  });
});

test('counters begin anew, and take what was under way for none of theirs', () => {
  const script = new ScriptedLanes();
  const lane = script.lanes.of('websocket');
  for (const id of ['m1', 'm2']) script.sending('websocket', id, 0);
  script.received('websocket', 'm1', 10);
  script.lanes.resetCounters(20);
  expect(lane.ledger.count).toMatchObject({ sent: 0, received: 0 });
  expect(lane.latencies.last).toBeNull();
  script.received('websocket', 'm2', 25);
  script.sending('websocket', 'm3', 30);
  script.received('websocket', 'm3', 35);
  expect(lane.ledger.count).toMatchObject({ sent: 1, received: 1, missing: 0 });
  expect(lane.latencies.last).toBe(5);
  // From 20 on it knew what was sent at 0.
  expect(lane.meanAgeUntil(30)).toBe(25);
});

describe('memory', () => {
  test('is bounded: the oldest pieces and messages are let go', () => {
    const script = new ScriptedLanes();
    for (let i = 0; i < PIECES_KEPT + 10; i += 1) {
      script.frames('a', 'up', { type: 'publish', ...draft(`m${i}`) }, { at: i });
    }
    const lane = script.lanes.of('websocket');
    expect(lane.tracks.a.pieces.size).toBe(PIECES_KEPT);
    expect(lane.ways.size).toBe(WAYS_KEPT);
    expect(lane.ways.has('m0')).toBe(false);
    expect(script.lanes.oldestAt).toBe(10);
    expect(firstSince(lane.tracks.a.pieces, 0)).toBe(10);
    expect(lane.tracks.a.pieces.at(firstSince(lane.tracks.a.pieces, 77))!.sentAt).toBe(77);
  });

  test('does not keep an old piece alive by what answered it', () => {
    const script = new ScriptedLanes();
    const poll = script.asks('short-polling', 'b', ROUTES.shortPolling, { at: 0 });
    script.answers('short-polling', 'b', poll, EMPTY, { at: 1 });
    for (let i = 0; i < PIECES_KEPT - 1; i += 1) script.asks('short-polling', 'b', ROUTES.shortPolling, { at: 2 + i });
    const { pieces } = script.lanes.of('short-polling').tracks.b;
    expect(pieces.at(0)).toBeUndefined();
    expect(pieces.at(1)!.partner).toBeNull();
  });
});

test('steps go from one moment to the next, in any lane, and back', () => {
  const script = new ScriptedLanes();
  script.frames('a', 'up', { type: 'ping', n: 1 }, { at: 100, arrivesAt: 150 });
  script.frames('a', 'up', { type: 'ping', n: 2 }, { at: 110, arrivesAt: 150 });
  script.asks('short-polling', 'b', ROUTES.shortPolling, { at: 120, arrivesAt: 130 });
  const { lanes } = script;
  const moments = [100, 110, 120, 130, 150];
  expect(moments.map((at) => momentAfter(lanes, at))).toEqual([110, 120, 130, 150, null]);
  expect(moments.map((at) => momentBefore(lanes, at))).toEqual([null, 100, 110, 120, 130]);
});

test('phones that are in no race are not heeded', () => {
  const script = new ScriptedLanes();
  script.lanes.add({ of: 'wire', event: { kind: 'opened', phone: 'chat-a', connection: 1, at: 1 } });
  expect(script.lanes.changes).toBe(0);
});
