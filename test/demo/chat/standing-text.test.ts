import { expect, test } from '@jest/globals';
import { chatWords } from '../../../clients/demo/chat/chat-words.ts';
import type { Standing } from '../../../clients/demo/chat/messenger.ts';
import { standingText } from '../../../clients/demo/chat/standing-text.ts';

function told(status: object, now: number, words = chatWords.en): unknown {
  return standingText(words, { at: 1000, status: { nextAttemptInMs: null, ...status } } as Standing, now);
}

test('a short poll is counted down between two reports', () => {
  const connection = { kind: 'polls', phase: 'idle', phaseMs: 200, holdMs: null, nextInMs: 800 };
  expect(told({ state: 'live', connection }, 1000)).toEqual({
    state: 'live',
    detail: 'next poll in 0.8 s',
    share: 0.2,
  });
  expect(told({ state: 'live', connection }, 1300)).toMatchObject({ detail: 'next poll in 0.5 s', share: 0.5 });
  expect(told({ state: 'live', connection }, 9000)).toMatchObject({ detail: 'next poll in 0.0 s', share: 1 });
});

test('a held poll says for how long, of how long at most', () => {
  const connection = { kind: 'polls', phase: 'held', phaseMs: 7300, holdMs: 15_000, nextInMs: null };
  expect(told({ state: 'live', connection }, 1200)).toEqual({
    state: 'live',
    detail: 'poll held for 7.5 of 15 s',
    share: 0.5,
  });
});

test('a socket says its readyState, and its silence where it has heard anything', () => {
  const heard = { kind: 'socket', readyStateName: 'OPEN', silentMs: 2000, silenceLimitMs: 15_000 };
  expect(told({ state: 'live', connection: heard }, 2000)).toMatchObject({
    detail: 'socket OPEN, last heard 3.0 s ago',
    share: 0.2,
  });
  const opening = { kind: 'socket', readyStateName: 'CONNECTING', silentMs: null, silenceLimitMs: null };
  expect(told({ state: 'connecting', connection: opening }, 2000)).toEqual({
    state: 'connecting …',
    detail: 'socket CONNECTING',
    share: null,
  });
});

test('who waits says until when, in either language', () => {
  const waiting = { state: 'waiting', nextAttemptInMs: 3000, connection: { kind: 'polls', phase: 'idle' } };
  expect(told(waiting, 1000)).toEqual({ state: 'no connection', detail: 'trying again in 3.0 s', share: null });
  expect(told(waiting, 2500, chatWords.zh)).toEqual({ state: '没有连接', detail: '1.5 秒后重试', share: null });
});
