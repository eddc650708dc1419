import { expect, test } from '@jest/globals';
import { ClassMeter } from '../../bench/demo/class-meter.ts';
import { Traffic } from '../../clients/demo/classroom/traffic.ts';
import type { Content, WireEvent } from '../../clients/demo/wire/wire-event.ts';

const request: Content = {
  kind: 'request',
  method: 'GET',
  path: '/',
  head: '',
  body: '',
  headBytes: 90,
  bodyBytes: 10,
};
const frame: Content = {
  kind: 'frame',
  opcode: 1,
  final: true,
  masked: true,
  text: '',
  headerBytes: 6,
  payloadBytes: 14,
};
const about = { phone: 'class', at: 0 };
const sent = (content: Content): WireEvent => {
  return { kind: 'sent', ...about, connection: 1, piece: 1, direction: 'up', content };
};

test('rates are those of the last five seconds', () => {
  const traffic = new Traffic();
  const nothing = { requests: 0, frames: 0, bytes: 0 };
  expect(traffic.ratesAt(1e6)).toEqual(nothing);
  for (let i = 0; i < 100; i++)
    traffic.take({ at: 1e6 + i * 50, requests: 1, frames: 0, bytes: 100, connections: i + 1 });
  traffic.take({ at: 1e6 + 4999, requests: 0, frames: 1, bytes: 20, connections: 7 });
  expect(traffic.ratesAt(1e6 + 4999)).toEqual({ requests: 20, frames: 0.2, bytes: (100 * 100 + 20) / 5 });
  expect(traffic.connections).toBe(7);
  expect(traffic.ratesAt(1e6 + 7499).requests).toBe(10);
  expect(traffic.ratesAt(1e6 + 60_000)).toEqual(nothing);
});

test('of the line of a class is told how much went over it since it was told last, and nothing where nothing did', () => {
  const meter = new ClassMeter();
  expect(meter.tell()).toBeNull();
  for (const connection of [1, 2]) meter.take({ kind: 'opened', ...about, connection });
  for (const content of [request, request, frame]) meter.take(sent(content));
  expect(meter.tell()).toMatchObject({ requests: 2, frames: 1, bytes: 220, connections: 2 });
  expect(meter.tell()).toBeNull();
  meter.take({ kind: 'closed', ...about, connection: 1, by: 'client' });
  expect(meter.tell()).toMatchObject({ requests: 0, frames: 0, bytes: 0, connections: 1 });
});
