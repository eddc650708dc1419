import { type Lesson, SOME_WAY } from '../lesson.ts';
import { ScriptWriter } from '../script.ts';
import { meanOf } from '../../breaking/sight.ts';
import { choosingWords } from './choosing-words.ts';

/** The same three under three loads: which is best depends on what is wanted. */
export const choosing: Lesson = {
  words: choosingWords,
  answer: 1,
  scene: { shape: SOME_WAY, settings: {} },
  script: (random) =>
    new ScriptWriter(random)
      .phase(0, 'quiet')
      .send(1, 8000, 14_000)
      .phase(20_000, 'rush')
      .send(100, 21_000, 31_000)
      .phase(33_000, 'patient')
      .configure(33_000, { pollIntervalMs: 5000 })
      .send(100, 35_000, 45_000)
      .phase(51_000, 'end')
      .configure(51_000, { pollIntervalMs: 1000 })
      .finish(),
  notices: [
    (sight) => {
      const { pages } = sight.lane('short-polling');
      return sight.phase === 'quiet' && pages >= 10 && pages > 3 * sight.lane('long-polling').pages;
    },
    (sight) => {
      const { pages } = sight.lane('long-polling');
      return sight.phase === 'rush' && pages >= 20 && pages > 2 * sight.lane('short-polling').pages;
    },
    (sight) => {
      const { pages, latenciesMs } = sight.lane('short-polling');
      return sight.phase === 'patient' && latenciesMs.length >= 50 && pages <= 4;
    },
    (sight) => {
      const { latenciesMs } = sight.lane('websocket');
      return sight.phase === 'patient' && latenciesMs.length >= 50 && meanOf(latenciesMs) < 200;
    },
  ],
};
