import { inLanguage } from '../words/language.ts';
import { transportWords } from '../words/transport-words.ts';
import { sayMillis } from './figure.ts';
import { raceWords } from './race-words.ts';
import type { SceneOptions } from './scene/scene-of.ts';
import type { TimelineView } from './timeline-view.ts';
import { edgeOf } from './view-clock.ts';

/** What is seen of a timeline right now, in the language of the page, to be drawn in this size. */
export function sceneOptionsOf(
  { clock, now, only, thread, chosen }: TimelineView,
  size: Pick<SceneOptions, 'width' | 'height' | 'textPx'>,
): SceneOptions {
  const toMs = edgeOf(clock.value, now());
  return {
    ...size,
    ...(only === undefined ? {} : { only }),
    fromMs: toMs - clock.value.spanMs,
    toMs,
    words: { lanes: inLanguage(transportWords), rails: inLanguage(raceWords).rails, millis: sayMillis },
    thread: thread.value,
    chosen: chosen.value,
  };
}
