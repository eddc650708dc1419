import { type Lesson, SOME_WAY } from '../lesson.ts';
import { ScriptWriter } from '../script.ts';
import { meanOf } from '../../breaking/sight.ts';
import { pipeWords } from './pipe-words.ts';

/** One connection for both ways, and when that is quicker than asking. */
export const pipe: Lesson = {
  words: pipeWords,
  answer: 1,
  scene: { shape: SOME_WAY, settings: {} },
  script: (random) =>
    new ScriptWriter(random)
      .phase(0, 'single')
      .send(4, 2000, 14_000)
      .phase(17_000, 'busy')
      .send(200, 18_000, 28_000)
      .phase(30_000, 'quiet')
      .phase(44_000, 'end')
      .finish(),
  notices: [
    (sight) => {
      const held = sight.lane('long-polling').latenciesMs;
      const pushed = sight.lane('websocket').latenciesMs;
      const isTie = Math.abs(meanOf(held) - meanOf(pushed)) < 60;
      return sight.phase === 'single' && held.length >= 3 && pushed.length >= 3 && isTie;
    },
    (sight) => {
      const held = sight.lane('long-polling').latenciesMs;
      return (
        sight.phase === 'busy' && held.length >= 100 && meanOf(held) > meanOf(sight.lane('websocket').latenciesMs) + 20
      );
    },
    (sight) => sight.phase === 'busy' && sight.lane('long-polling').pages >= 25,
    (sight) => {
      const connection = sight.lane('websocket').b?.connection;
      return sight.phase === 'quiet' && connection?.kind === 'socket' && connection.heartbeats.roundTripMs !== null;
    },
  ],
};
