import { type Lesson, SOME_WAY } from '../lesson.ts';
import { ScriptWriter } from '../script.ts';
import type { Sight } from '../../breaking/sight.ts';
import { RECEIVERS } from './receivers.ts';
import { silenceWords } from './silence-words.ts';

const OPEN = 1;

/** A line that is dead and does not say so. */
export const silence: Lesson = {
  words: silenceWords,
  answer: 2,
  // With less patience than usual, so that a class need not have more.
  scene: { shape: SOME_WAY, settings: { holdMs: 10_000, answerTimeoutMs: 5000, heartbeat: false } },
  script: (random) =>
    new ScriptWriter(random)
      .phase(0, 'well')
      .send(2, 1000, 4500)
      .phase(6000, 'pulled')
      .lab(6000, { do: 'unplug', phones: RECEIVERS })
      .send(4, 8000, 24_000)
      .phase(26_000, 'back')
      .lab(26_000, { do: 'plug', phones: RECEIVERS })
      .send(2, 30_000, 35_000)
      .phase(42_000, 'heartbeat')
      .configure(42_000, { heartbeat: true })
      .send(1, 44_000, 46_000)
      .phase(64_000, 'end')
      .finish(),
  notices: [
    (sight) => sight.phase === 'pulled' && isOpenAndSilent(sight),
    (sight) => sight.phase === 'pulled' && POLLS.every((name) => (sight.lane(name).b?.failures ?? 0) > 0),
    (sight) => sight.phase === 'back' && isOpenAndSilent(sight) && POLLS.every((name) => hasCaughtUp(sight, name)),
    (sight) => {
      const connection = sight.lane('websocket').b?.connection;
      const isGivenUp = connection?.kind === 'socket' && connection.lastClose?.by === 'timeout';
      return sight.phase === 'heartbeat' && isGivenUp && hasCaughtUp(sight, 'websocket');
    },
  ],
};

const POLLS = ['short-polling', 'long-polling'] as const;

function isOpenAndSilent(sight: Sight): boolean {
  const { b, count } = sight.lane('websocket');
  const { connection } = b ?? {};
  if (connection?.kind !== 'socket' || connection.readyState !== OPEN) return false;
  return count.missing > 0 && (connection.silentMs ?? 0) > 15_000;
}

/** Of messages that are on their way for no longer than is usual, there may be one. */
function hasCaughtUp(sight: Sight, name: 'short-polling' | 'long-polling' | 'websocket'): boolean {
  const { latenciesMs, count } = sight.lane(name);
  return latenciesMs.some((latency) => latency > 5000) && count.missing <= 1 && count.lostSilently === 0;
}
