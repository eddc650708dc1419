import { DEFAULT_PAGE_LIMIT } from '../../servers/protocol/limits.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import type { Random } from '../random.ts';
import type { Scenario } from '../scenario.ts';
import { Connection, later } from './connection.ts';
import { longestBatch, wireSize } from './wire-size.ts';

/** One sender and one receiver. */
export interface SimulatedPair {
  readonly scenario: Scenario;
  /** What a client takes from an answer to its next request. */
  readonly turnaroundMs: Millis;
  /** Where in its cycle the receiver is when the first message comes, from 0 to 1. */
  readonly phase: number;
  readonly random: Random;
}

/** When each message was appended and when B had it, in the order of sending. */
export interface Passage {
  readonly appendedAtMs: Float64Array;
  readonly handledAtMs: Float64Array;
  /** Whether the receiver asked without end, in no time. */
  readonly isEndless: boolean;
}

/** An answer to the receiver: when it had it, and how many messages were in it. */
export type OnPage = (atMs: Millis, messages: number) => void;

/** Software that takes no time takes some after all: it decides who is first where two would be at once. */
const SLIGHTEST_MS: Millis = 1e-6;

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

/** As the client's short polling reads. */
export function readByShortPolling(appendedAtMs: Float64Array, pair: SimulatedPair, onPage: OnPage): Passage {
  const { pollIntervalMs, pollDiscipline, keepAlive, rttMs } = pair.scenario;
  const isAfterAnswer = pollDiscipline === 'fixed-delay' || pollIntervalMs === 0;
  const exchangeMs = (keepAlive ? rttMs : 2 * rttMs) + pair.turnaroundMs;
  let dueAtMs: Millis =
    appendedAtMs[0]! - exchangeMs - pair.phase * (pollIntervalMs + (isAfterAnswer ? exchangeMs : 0));
  return readByRequests(appendedAtMs, pair, onPage, {
    firstAtMs: dueAtMs,
    answeredAfter: (atMs) => atMs,
    nextAfter(gotAtMs, hasMore) {
      if (hasMore) return gotAtMs;
      if (isAfterAnswer) dueAtMs = gotAtMs + pollIntervalMs;
      else dueAtMs += (Math.floor((gotAtMs - dueAtMs + SLIGHTEST_MS) / pollIntervalMs) + 1) * pollIntervalMs;
      return dueAtMs;
    },
  });
}

/** As the client's long polling reads. */
export function readByLongPolling(appendedAtMs: Float64Array, pair: SimulatedPair, onPage: OnPage): Passage {
  const holdMs = Math.round(pair.scenario.holdMs);
  return readByRequests(appendedAtMs, pair, onPage, {
    firstAtMs: appendedAtMs[0]! - 2 * pair.scenario.rttMs - pair.phase * holdMs,
    answeredAfter: (atMs, nextAppendMs) => (nextAppendMs > atMs + holdMs ? atMs + holdMs : later(atMs, nextAppendMs)),
    nextAfter: (gotAtMs) => gotAtMs,
  });
}

interface Reading {
  readonly firstAtMs: Millis;
  /** When the server answers a request that came at `atMs`, if the next message is appended at `nextAppendMs`. */
  answeredAfter(atMs: Millis, nextAppendMs: Millis): Millis;
  /** When the client asks again. */
  nextAfter(gotAtMs: Millis, hasMore: boolean): Millis;
}

function readByRequests(
  appendedAtMs: Float64Array,
  { scenario, turnaroundMs, random }: SimulatedPair,
  onPage: OnPage,
  reading: Reading,
): Passage {
  const connection = new Connection(scenario, random);
  const handledAtMs = new Float64Array(appendedAtMs.length);
  let askAtMs = reading.firstAtMs;
  let isEndless = false;
  for (let next = 0; next < appendedAtMs.length;) {
    const answeredAtMs = reading.answeredAfter(connection.ask(askAtMs, wireSize.poll()), appendedAtMs[next]!);
    const end = firstAfter(answeredAtMs, appendedAtMs, next, DEFAULT_PAGE_LIMIT);
    const hasMore = end < appendedAtMs.length && appendedAtMs[end]! <= answeredAtMs;
    const gotAtMs = connection.answer(answeredAtMs, wireSize.page(end - next, scenario.payloadBytes));
    handledAtMs.fill(gotAtMs, next, end);
    onPage(gotAtMs, end - next);
    const againAtMs = reading.nextAfter(gotAtMs + turnaroundMs, hasMore);
    // Who asks again in no time asks without end until something comes.
    const isStuck = end === next && againAtMs === askAtMs;
    isEndless ||= isStuck;
    askAtMs = isStuck ? later(askAtMs, appendedAtMs[next]!) : againAtMs;
    next = end;
  }
  return { appendedAtMs, handledAtMs, isEndless };
}

/** As the WebSocket does both: each message a frame of its own, sent without waiting, pushed as it comes. */
export function sendAndPush(intendedAtMs: Float64Array, { scenario, random }: SimulatedPair): Passage {
  const stays = { ...scenario, keepAlive: true };
  const [sender, receiver] = [new Connection(stays, random), new Connection(stays, random)];
  const [up, down] = [wireSize.draftFrame(scenario.payloadBytes), wireSize.pageFrame(scenario.payloadBytes)];
  const appendedAtMs = intendedAtMs.map((atMs) => sender.ask(atMs, up));
  const handledAtMs = appendedAtMs.map((atMs) => receiver.answer(atMs, down));
  return { appendedAtMs, handledAtMs, isEndless: false };
}

/** Index of the first time after `atMs`, from `start` on, and at most `limit` further. */
function firstAfter(atMs: Millis, times: Float64Array, start: number, limit: number): number {
  let end = start;
  while (end < times.length && end < start + limit && times[end]! <= atMs) end += 1;
  return end;
}
