import { type Lesson, SOME_WAY } from '../lesson.ts';
import { ScriptWriter } from '../script.ts';
import type { LaneSight, Sight } from '../../breaking/sight.ts';
import { lostWords } from './lost-words.ts';
import { RECEIVERS } from './receivers.ts';

const CURSORLESS = ['long-polling', 'websocket'] as const;

const UNPLUG = [
  { do: 'unplug', phones: RECEIVERS },
  { do: 'reset', phones: RECEIVERS },
] as const;
const PLUG = [
  { do: 'plug', phones: RECEIVERS },
  { do: 'reset', phones: RECEIVERS },
] as const;

/** What a cursor is for: a line that breaks, an answer that is lost, a server that forgets. */
export const lost: Lesson = {
  words: lostWords,
  answer: 2,
  scene: { shape: SOME_WAY, settings: {} },
  script: (random) =>
    new ScriptWriter(random)
      .phase(0, 'forgetful')
      .configure(0, { resume: false }, CURSORLESS)
      .send(2, 1500, 4500)
      .lab(6000, ...UNPLUG)
      .send(3, 7000, 9500)
      .lab(10_500, ...PLUG)
      .send(2, 15_000, 17_000)
      .phase(20_000, 'resuming', { countsAnew: true })
      .configure(20_000, { resume: true })
      .send(2, 20_500, 22_500)
      .lab(24_000, ...UNPLUG)
      .send(3, 25_000, 27_500)
      .lab(28_500, ...PLUG)
      .phase(36_000, 'answer', { countsAnew: true })
      .lab(36_000, { do: 'lose-answer', phones: RECEIVERS })
      .sendAt(38_000)
      .phase(43_000, 'amnesia', { countsAnew: true })
      .lab(43_500, ...UNPLUG)
      .send(2, 44_500, 46_000)
      .lab(47_000, { do: 'restart', memory: 'lost' })
      .lab(49_500, ...PLUG)
      .send(2, 55_000, 57_000)
      .phase(61_000, 'end')
      .finish(),
  notices: [
    (sight) => sight.phase === 'forgetful' && CURSORLESS.every((name) => sight.lane(name).count.lostSilently > 0),
    (sight) => sight.phase === 'resuming' && everywhere(sight, hasWaited),
    (sight) => sight.phase === 'answer' && everywhere(sight, ({ count }) => count.received === 1 && isClean(count)),
    (sight) => sight.phase === 'amnesia' && everywhere(sight, ({ count }) => count.lostAnnounced > 0 && isClean(count)),
  ],
};

function everywhere(sight: Sight, isSo: (lane: LaneSight) => boolean): boolean {
  return (['short-polling', 'long-polling', 'websocket'] as const).every((name) => isSo(sight.lane(name)));
}

function isClean({ lostSilently, shownTwice, outOfOrder }: LaneSight['count']): boolean {
  return lostSilently + shownTwice + outOfOrder === 0;
}

/** Everything came, though some of it could not come at once. */
function hasWaited({ count, latenciesMs }: LaneSight): boolean {
  return count.received >= 5 && isClean(count) && latenciesMs.some((latency) => latency > 1500);
}
