import { peakOf } from '../../breaking/crowd-bins.ts';
import { type Lesson, SOME_WAY } from '../lesson.ts';
import { ScriptWriter } from '../script.ts';
import { stampedeWords } from './stampede-words.ts';

const SIZE = 50;
/** Well between the fourth attempt of those that are in step and their fifth. */
const FALL = { do: 'restart', memory: 'kept', downMs: 5000 } as const;

/** What chance is good for: fifty clients that lose the same server. */
export const stampede: Lesson = {
  words: stampedeWords,
  answer: 1,
  scene: { shape: SOME_WAY, settings: {} },
  isAboutCrowd: true,
  script: (random) =>
    new ScriptWriter(random)
      .phase(0, 'gathering')
      .lab(0, { do: 'crowd', size: SIZE, transport: 'websocket', jitter: false })
      .phase(8000, 'in-step')
      .lab(8000, FALL)
      .phase(24_000, 'gathering-again')
      .lab(24_000, { do: 'crowd', size: SIZE, transport: 'websocket', jitter: true })
      .phase(32_000, 'spread')
      .lab(32_000, FALL)
      .phase(48_000, 'end')
      .lab(48_000, { do: 'crowd', size: 0, transport: 'websocket', jitter: true })
      .finish(),
  notices: [
    ({ phase, arrivals }) => phase === 'in-step' && peakOf(arrivals) >= 0.3 * SIZE,
    ({ phase, arrivals }) => phase === 'in-step' && arrivals.length >= SIZE && arrivals.at(-1)! - arrivals[0]! < 2000,
    ({ phase, arrivals }) => phase === 'spread' && arrivals.length >= 0.8 * SIZE && peakOf(arrivals) <= 0.25 * SIZE,
  ],
};
