import { expect, test } from '@jest/globals';
import { ROUTES } from '../../../servers/protocol/routes.ts';
import { TraceReader } from '../../../clients/demo/wire/from-trace.ts';
import { Lanes } from '../../../clients/demo/race/lanes.ts';
import { endOf } from '../../../clients/demo/race/track.ts';
import type { TraceEvent } from '../../../clients/core/trace.ts';

const poll = { exchange: 1, method: 'GET', path: `${ROUTES.longPolling}?hold=15` } as const;

function lanesAfter(phone: string, ...events: readonly TraceEvent[]): Lanes {
  const lanes = new Lanes();
  const reader = new TraceReader(phone);
  // What the client's clock says is not heeded: events are told with the time of all.
  events.forEach((event, i) => {
    for (const wire of reader.read(event, 100 + i)) lanes.add({ of: 'wire', event: wire });
  });
  return lanes;
}

test('an exchange has its request and its answer, as one side saw them', () => {
  const lanes = lanesAfter(
    'long-polling-b',
    { kind: 'request', at: 0, ...poll, headers: { Accept: 'application/json' }, body: null },
    { kind: 'answer', at: 0, ...poll, status: 200, body: '{"kind":"empty","cursor":"e.1"}', durationMs: 1 },
  );
  const lane = lanes.of('long-polling');
  const { pieces } = lane.tracks.b;
  expect(pieces.at(0)).toMatchObject({ sentAt: 100, isOneSided: true, cutAt: null, partner: { purpose: 'empty' } });
  expect(pieces.at(0)!.content).toMatchObject({ head: `GET ${poll.path}\r\nAccept: application/json`, bodyBytes: 0 });
  expect(endOf(pieces.at(0)!)).toBe(101);
  expect(lane.isOneSided).toBe(true);
  expect(lane.counters).toMatchObject({ polls: 1, answers: 1, empty: 1, down: { headers: 0, bodies: 31 } });
});

test('an exchange without an answer is cut off, and no other with it', () => {
  const lanes = lanesAfter(
    'long-polling-b',
    { kind: 'request', at: 0, ...poll, headers: {}, body: null },
    { kind: 'request', at: 0, ...poll, exchange: 2, headers: {}, body: null },
    { kind: 'no-answer', at: 0, ...poll, how: 'failed', why: 'gone', durationMs: 2 },
  );
  const { pieces } = lanes.of('long-polling').tracks.b;
  expect([0, 1].map((i) => pieces.at(i)!.cutAt)).toEqual([102, null]);
});

test('a socket is a connection from its opening to its closing, with frames both ways', () => {
  const lanes = lanesAfter(
    'websocket-a',
    { kind: 'socket-opening', at: 0, socket: 1, path: '/websocket', protocols: [] },
    { kind: 'socket-opened', at: 0, socket: 1 },
    { kind: 'frame-out', at: 0, socket: 1, text: '{"type":"ping","n":1}', bytes: 21 },
    { kind: 'frame-in', at: 0, socket: 1, text: '{"type":"pong","n":1}', bytes: 21 },
    { kind: 'socket-closed', at: 0, socket: 1, code: 1006, reason: '', by: 'link' },
  );
  const { lines, pieces } = lanes.of('websocket').tracks.a;
  expect([...lines]).toMatchObject([{ openedAt: 101, closedAt: 104, closedBy: 'link', isSocket: true }]);
  expect([...pieces]).toMatchObject([
    { direction: 'up', content: { masked: true }, partner: { direction: 'down', content: { masked: false } } },
    { direction: 'down' },
  ]);
});

test('what ends twice, or was never begun, is not heeded', () => {
  const answer = { kind: 'answer', at: 0, ...poll, status: 200, body: '', durationMs: 1 } as const;
  expect(lanesAfter('long-polling-b', answer).changes).toBe(0);
  const request = { kind: 'request', at: 0, ...poll, headers: {}, body: null } as const;
  const { pieces } = lanesAfter('long-polling-b', request, answer, answer).of('long-polling').tracks.b;
  expect(pieces.added).toBe(2);
});
