import { type Lesson, SOME_WAY } from '../lesson.ts';
import { ScriptWriter } from '../script.ts';
import { hangingWords } from './hanging-words.ts';

/** A question that waits for its answer. */
export const hanging: Lesson = {
  words: hangingWords,
  answer: 2,
  scene: { shape: SOME_WAY, settings: { holdMs: 15_000 } },
  script: (random) =>
    new ScriptWriter(random)
      .phase(0, 'quiet')
      .phase(18_000, 'word')
      .send(3, 20_000, 30_000)
      .phase(34_000, 'burst')
      .sendAt(35_000)
      .sendAt(35_020)
      .sendAt(35_040)
      .sendAt(35_060)
      .sendAt(35_080)
      .phase(39_000, 'short')
      .configure(39_000, { holdMs: 3000 })
      .send(1, 49_000, 51_000)
      .phase(53_000, 'end')
      .configure(53_000, { holdMs: 15_000 })
      .finish(),
  notices: [
    (sight) => {
      const connection = sight.lane('long-polling').b?.connection;
      return connection?.kind === 'polls' && connection.phase === 'held' && connection.phaseMs > 10_000;
    },
    (sight) => sight.phase === 'quiet' && sight.lane('long-polling').emptyPages > 0,
    (sight) => sight.phase === 'word' && sight.lane('long-polling').latenciesMs.some((latency) => latency < 300),
    (sight) => {
      const { latenciesMs, pages, emptyPages } = sight.lane('long-polling');
      return sight.phase === 'burst' && latenciesMs.length >= 5 && pages - emptyPages < 5;
    },
    (sight) => sight.phase === 'short' && sight.lane('long-polling').emptyPages >= 2,
  ],
};
