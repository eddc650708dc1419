import type { Millis } from '../../../servers/protocol/units.ts';
import type { Connection } from '../../core/connection.ts';
import type { chatWords } from './chat-words.ts';
import type { Standing } from './messenger.ts';

type ChatWords = (typeof chatWords)['en'];

/** How a connection stands, in words. */
export interface StandingText {
  readonly state: string;
  /** Empty where there is nothing to say. */
  readonly detail: string;
  /** How much of the time between two polls, of a hold, or of the silence that is allowed has passed; null where none does. */
  readonly share: number | null;
}

/** How the connection stands at `now`, going by what was last heard of it and the time since. */
export function standingText(words: ChatWords, { at, status }: Standing, now: Millis): StandingText {
  const sinceMs = Math.max(0, now - at);
  const state = words.states[status.state];
  if (status.state === 'waiting') {
    const inMs = Math.max(0, (status.nextAttemptInMs ?? 0) - sinceMs);
    return { state, detail: words.retry(seconds(inMs)), share: null };
  }
  return { state, ...connectionText(words, status.connection, sinceMs) };
}

function connectionText(words: ChatWords, connection: Connection, sinceMs: Millis): Omit<StandingText, 'state'> {
  if (connection.kind === 'socket') {
    const { readyStateName, silentMs, silenceLimitMs } = connection;
    if (silentMs === null) return { detail: words.socketSays(readyStateName), share: null };
    const silence = silentMs + sinceMs;
    const share = silenceLimitMs === null ? null : Math.min(1, silence / silenceLimitMs);
    return { detail: words.socket(readyStateName, seconds(silence)), share };
  }
  const { phase, phaseMs, holdMs, nextInMs } = connection;
  const passedMs = phaseMs + sinceMs;
  if (phase === 'held' && holdMs !== null) {
    return { detail: words.held(seconds(passedMs), (holdMs / 1000).toString()), share: Math.min(1, passedMs / holdMs) };
  }
  if (phase !== 'idle') return { detail: words.asking, share: null };
  if (nextInMs === null) return { detail: '', share: null };
  const wholeMs = phaseMs + nextInMs;
  const share = wholeMs === 0 ? 1 : Math.min(1, passedMs / wholeMs);
  return { detail: words.nextPoll(seconds(Math.max(0, nextInMs - sinceMs))), share };
}

function seconds(ms: Millis): string {
  return (ms / 1000).toFixed(1);
}
