import { type Lesson, SOME_WAY } from '../lesson.ts';
import { ScriptWriter } from '../script.ts';
import { askingWords } from './asking-words.ts';

/** What the interval of polling buys, and what it costs. */
export const asking: Lesson = {
  words: askingWords,
  answer: 1,
  scene: { shape: SOME_WAY, settings: { pollIntervalMs: 1000 } },
  script: (random) =>
    new ScriptWriter(random)
      .phase(0, 'second')
      .send(6, 2000, 18_000)
      .phase(20_000, 'slow')
      .configure(20_000, { pollIntervalMs: 5000 })
      .send(5, 22_000, 36_000)
      .phase(42_000, 'fast')
      .configure(42_000, { pollIntervalMs: 200 })
      .send(4, 43_000, 52_000)
      .phase(54_000, 'end')
      .configure(54_000, { pollIntervalMs: 1000 })
      .finish(),
  notices: [
    (sight) => sight.phase === 'second' && sight.lane('short-polling').emptyPages >= 3,
    (sight) => {
      const { latenciesMs } = sight.lane('short-polling');
      return sight.phase === 'second' && Math.max(...latenciesMs) - Math.min(...latenciesMs) >= 300;
    },
    (sight) => sight.phase === 'slow' && sight.lane('short-polling').latenciesMs.some((latency) => latency > 1500),
    (sight) => {
      const { pages, latenciesMs } = sight.lane('short-polling');
      return sight.phase === 'fast' && pages >= 20 && latenciesMs.length > 0 && Math.max(...latenciesMs) < 600;
    },
  ],
};
