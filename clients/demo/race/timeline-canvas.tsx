import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Millis } from '../../../servers/protocol/units.ts';
import { theme } from '../shell/theme.ts';
import { inLanguage } from '../words/language.ts';
import { transportWords } from '../words/transport-words.ts';
import { sayMillis } from './figure.ts';
import { PULSE_MS, wantsLittleMotion } from './pulse.ts';
import { raceWords } from './race-words.ts';
import { hit } from './scene/hit.ts';
import { readPalette } from './scene/read-palette.ts';
import { RunningPainter } from './scene/running-painter.ts';
import { sceneOf, type SceneOptions, type SceneWords } from './scene/scene-of.ts';
import type { TimelineView } from './timeline-view.ts';
import { edgeOf } from './view-clock.ts';

/** The words of scenes in the language of the page. */
export function sceneWords(): SceneWords {
  const lanes = inLanguage(transportWords);
  return { lanes, rails: inLanguage(raceWords).rails, millis: sayMillis };
}

/** What is seen in a view whose edge is at `toMs`. */
export function sceneSeen(
  { clock, thread, chosen, only }: TimelineView,
  toMs: Millis,
  words: SceneWords,
  size: Pick<SceneOptions, 'width' | 'height' | 'textPx'>,
): SceneOptions {
  return {
    ...size,
    ...(only === undefined ? {} : { only }),
    fromMs: toMs - clock.value.spanMs,
    toMs,
    words,
    thread: thread.value,
    chosen: chosen.value,
  };
}

/** The lanes, painted as time goes by. A click looks into what is there. */
export function TimelineCanvas({ view }: { view: TimelineView }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const words = sceneWords();
  const said = useRef(words);
  said.current = words;
  const painted = useRef<SceneOptions | null>(null);
  useEffect(() => animate(canvas.current!, view, said, painted), [view]);

  function look({ offsetX, offsetY }: MouseEvent): void {
    if (painted.current !== null) view.chosen.value = hit(sceneOf(view.lanes, painted.current), offsetX, offsetY);
  }

  return (
    <canvas
      ref={canvas}
      class="race-canvas"
      role="img"
      tabIndex={0}
      aria-label={inLanguage(raceWords).canvas}
      onClick={look}
    />
  );
}

/** Paints until the returned function is called: with every frame of the browser, where time goes by. */
function animate(
  canvas: HTMLCanvasElement,
  view: TimelineView,
  words: { readonly current: SceneWords },
  painted: { current: SceneOptions | null },
): () => void {
  const painter = new RunningPainter(canvas.getContext('2d', { alpha: false })!, readPalette());
  let size = { width: 0, height: 0, textPx: 13 };
  let last: readonly unknown[] = [];
  let request = 0;
  let paintedAt = -Infinity;

  function measure(): void {
    const scale = devicePixelRatio;
    const { clientWidth: width, clientHeight: height } = canvas;
    size = { width, height, textPx: Number(getComputedStyle(canvas).fontSize.replace('px', '')) };
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    last = [];
  }

  function paint(): void {
    request = requestAnimationFrame(paint);
    if (wantsLittleMotion() && performance.now() - paintedAt < PULSE_MS) return;
    const clock = view.clock.value;
    const toMs = edgeOf(clock, view.now());
    const asked = [
      toMs,
      clock.spanMs,
      size,
      view.chosen.value,
      view.thread.value,
      words.current.lanes,
      view.lanes.changes,
    ];
    if (size.width === 0 || asked.every((value, i) => value === last[i])) return;
    last = asked;
    paintedAt = performance.now();
    painted.current = sceneSeen(view, toMs, words.current, size);
    painter.paint(view.lanes, painted.current, devicePixelRatio);
  }

  function recolour(): void {
    painter.recolour(readPalette());
    measure();
  }

  const observer = new ResizeObserver(measure);
  observer.observe(canvas);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', recolour);
  // After the effect that puts the theme onto the document.
  const unsubscribe = theme.subscribe(() => queueMicrotask(recolour));
  paint();
  return () => {
    cancelAnimationFrame(request);
    observer.disconnect();
    dark.removeEventListener('change', recolour);
    unsubscribe();
  };
}
