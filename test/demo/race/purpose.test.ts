import { describe, expect, test } from '@jest/globals';
import { ROUTES } from '../../../servers/protocol/routes.ts';
import { readPurpose } from '../../../clients/demo/race/purpose.ts';
import type { AnswerContent, FrameContent, RequestContent } from '../../../clients/demo/wire/wire-event.ts';
import { EMPTY, pageOf } from './scripted-lanes.ts';

const draft = { id: 'm1', to: 'user:b', body: 'hi' };

function request(method: string, path: string, body = ''): RequestContent {
  return { kind: 'request', method, path, head: '', body, headBytes: 0, bodyBytes: body.length };
}

function answer(status: number, value: unknown): AnswerContent {
  return { kind: 'answer', status, head: '', body: JSON.stringify(value), headBytes: 0, bodyBytes: 0, answers: 1 };
}

function frame(value: unknown, opcode = 1): FrameContent {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return { kind: 'frame', opcode, final: true, masked: false, text, headerBytes: 2, payloadBytes: text.length };
}

const GAP = { kind: 'gap', reason: 'trimmed', cursor: 'e.1' };
const NOTICE = { seq: 3, id: 'n1', from: 'system', at: 0, body: '', notice: { code: 'delivered' } };
const publish = request('POST', ROUTES.messages, '[]');
const poll = request('GET', `${ROUTES.shortPolling}?after=e.1`);

describe('requests', () => {
  test.each([
    ['ask', [], poll],
    ['ask', [], request('GET', `${ROUTES.longPolling}?hold=15`)],
    ['publish', ['m1'], request('POST', ROUTES.messages, JSON.stringify(draft))],
    ['publish', ['m1', 'm2'], request('POST', ROUTES.messages, JSON.stringify([draft, { ...draft, id: 'm2' }]))],
    ['publish', [], request('POST', ROUTES.messages, 'cut off…')],
    ['other', [], request('POST', ROUTES.sessions, '{"user":"a"}')],
    ['other', [], request('GET', `${ROUTES.websocket}?after=start`)],
  ] as const)('%s %j', (purpose, ids, content) => {
    expect(readPurpose(content, 'up')).toEqual({ purpose, ids });
  });
});

describe('answers', () => {
  test.each([
    ['page', ['m1', 'm2'], answer(200, pageOf('m1', 'm2')), poll],
    ['page', [], answer(200, { ...pageOf(), messages: [NOTICE] }), poll],
    ['empty', [], answer(200, EMPTY), poll],
    ['error', [], answer(200, GAP), poll],
    ['receipt', [], answer(200, [{ receipt: { id: 'm1' } }]), publish],
    ['receipt', [], answer(201, { id: 'm1', at: 1, online: true }), publish],
    ['error', [], answer(200, [{ receipt: { id: 'm1' } }, { error: { code: 'too-large' } }]), publish],
    ['error', [], answer(409, { error: { code: 'superseded' } }), poll],
    ['other', [], answer(201, { address: 'user:a' }), request('POST', ROUTES.sessions)],
  ] as const)('%s %j', (purpose, ids, content, asked) => {
    expect(readPurpose(content, 'down', asked)).toEqual({ purpose, ids });
  });
});

test('an answer whose request was not seen is read all the same', () => {
  expect(readPurpose(answer(200, pageOf('m1')), 'down')).toEqual({ purpose: 'page', ids: ['m1'] });
});

describe('frames', () => {
  test.each([
    ['publish', ['m1'], 'up', frame({ type: 'publish', ...draft })],
    ['heartbeat', [], 'up', frame({ type: 'pong', n: 1 })],
    ['heartbeat', [], 'down', frame({ type: 'ping', n: 1 })],
    ['heartbeat', [], 'down', frame('', 9)],
    ['other', [], 'up', frame('1000 done', 8)],
    ['page', ['m1'], 'down', frame({ type: 'page', ...pageOf('m1') })],
    ['empty', [], 'down', frame({ type: 'page', ...EMPTY })],
    ['error', [], 'down', frame({ type: 'page', ...GAP })],
    ['receipt', ['m1'], 'down', frame({ type: 'receipt', id: 'm1', at: 1, online: true })],
    ['error', [], 'down', frame({ type: 'error', code: 'superseded', message: '' })],
    ['other', [], 'down', frame({ type: 'hello', heartbeatMs: 1, silenceMs: 2 })],
    ['other', [], 'down', frame('not JSON')],
  ] as const)('%s %j %s', (purpose, ids, direction, content) => {
    expect(readPurpose(content, direction)).toEqual({ purpose, ids });
  });
});
