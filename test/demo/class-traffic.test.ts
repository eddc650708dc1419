import { expect, test } from '@jest/globals';
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
let piece = 0;
const sent = (at: number, content: Content): WireEvent => {
  piece += 1;
  return { kind: 'sent', phone: 'class', connection: 1, at, piece, direction: 'up', content };
};

test('rates are those of the last five seconds', () => {
  const traffic = new Traffic();
  expect(traffic.ratesAt(1e6)).toEqual({ requests: 0, frames: 0, bytes: 0 });
  for (let i = 0; i < 100; i++) traffic.take(sent(1e6 + i * 50, request));
  traffic.take(sent(1e6 + 4999, frame));
  expect(traffic.ratesAt(1e6 + 4999)).toEqual({ requests: 20, frames: 0.2, bytes: (100 * 100 + 20) / 5 });
  expect(traffic.ratesAt(1e6 + 7499).requests).toBe(10);
  expect(traffic.ratesAt(1e6 + 60_000)).toEqual({ requests: 0, frames: 0, bytes: 0 });
});

test('counts the connections that are open', () => {
  const traffic = new Traffic();
  const about = { phone: 'class', at: 0 };
  traffic.take({ kind: 'opened', connection: 1, ...about });
  traffic.take({ kind: 'opened', connection: 2, ...about });
  traffic.take({ kind: 'closed', connection: 1, by: 'client', ...about });
  expect(traffic.connections).toBe(1);
});
