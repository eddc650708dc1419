import { DEFAULT_PAGE_LIMIT } from '../../servers/protocol/limits.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import { Connection, later } from './connection.ts';
import type { OnPage, Reception, SimulatedPair } from './transport-theory.ts';
import { longestBatch, wireSize } from './wire-size.ts';

/** Software that takes no time takes some after all: it decides who is first where two would be at once. */
export const SLIGHTEST_MS: Millis = 1e-6;

/** As `Outbox` sends over HTTP: one request at a time, and in the next what came meanwhile. Gives back when each was appended. */
export function sendOverHttp(intendedAtMs: Float64Array, { scenario, random }: SimulatedPair): Float64Array {
  const { payloadBytes } = scenario;
  const connection = new Connection(scenario, random);
  const longest = longestBatch(payloadBytes);
  const appendedAtMs = new Float64Array(intendedAtMs.length);
  let answeredAtMs: Millis = -Infinity;
  for (let next = 0; next < intendedAtMs.length;) {
    const wasIdle = intendedAtMs[next]! >= answeredAtMs;
    const sentAtMs = wasIdle ? intendedAtMs[next]! : answeredAtMs;
    // The first of several at once goes alone: the others are not there yet.
    const end = wasIdle ? next + 1 : firstAfter(sentAtMs, intendedAtMs, next, longest);
    const atMs = connection.ask(sentAtMs, wireSize.publish(end - next, payloadBytes));
    appendedAtMs.fill(atMs, next, end);
    answeredAtMs = connection.answer(atMs, wireSize.outcomes(end - next)) + SLIGHTEST_MS;
    next = end;
  }
  return appendedAtMs;
}

/** When a receiver asks, and when it is answered. */
export interface Asking {
  readonly firstAtMs: Millis;
  /** When the server answers a request that came at `atMs`, if the next message is appended at `nextAppendMs`. */
  answeredAfter(atMs: Millis, nextAppendMs: Millis): Millis;
  /** When the client asks again. */
  nextAfter(gotAtMs: Millis, hasMore: boolean): Millis;
}

/** Reads pages by requests, one after the other. */
export function readByRequests(
  appendedAtMs: Float64Array,
  { scenario, turnaroundMs, random }: SimulatedPair,
  onPage: OnPage,
  asking: Asking,
): Reception {
  const connection = new Connection(scenario, random);
  const handledAtMs = new Float64Array(appendedAtMs.length);
  let askAtMs = asking.firstAtMs;
  let isEndless = false;
  for (let next = 0; next < appendedAtMs.length;) {
    const answeredAtMs = asking.answeredAfter(connection.ask(askAtMs, wireSize.poll()), appendedAtMs[next]!);
    const end = firstAfter(answeredAtMs, appendedAtMs, next, DEFAULT_PAGE_LIMIT);
    const hasMore = end < appendedAtMs.length && appendedAtMs[end]! <= answeredAtMs;
    const gotAtMs = connection.answer(answeredAtMs, wireSize.page(end - next, scenario.payloadBytes));
    handledAtMs.fill(gotAtMs, next, end);
    onPage(gotAtMs, end - next);
    const againAtMs = asking.nextAfter(gotAtMs + turnaroundMs, hasMore);
    // Who asks again in no time asks without end until something comes.
    const isStuck = end === next && againAtMs === askAtMs;
    isEndless ||= isStuck;
    askAtMs = isStuck ? later(askAtMs, appendedAtMs[next]!) : againAtMs;
    next = end;
  }
  return { handledAtMs, isEndless };
}

/** Index of the first time after `atMs`, from `start` on, and at most `limit` further. */
function firstAfter(atMs: Millis, times: Float64Array, start: number, limit: number): number {
  let end = start;
  while (end < times.length && end < start + limit && times[end]! <= atMs) end += 1;
  return end;
}
