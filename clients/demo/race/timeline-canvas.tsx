import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { theme } from '../shell/theme.ts';
import { inLanguage, language } from '../words/language.ts';
import { PULSE_MS, wantsLittleMotion } from './pulse.ts';
import { raceWords } from './race-words.ts';
import { hit } from './scene/hit.ts';
import { readPalette } from './scene/read-palette.ts';
import { RunningPainter } from './scene/running-painter.ts';
import { sceneOf, type SceneOptions } from './scene/scene-of.ts';
import { sceneOptionsOf } from './scene-options.ts';
import type { TimelineView } from './timeline-view.ts';

/** The lanes, painted as time goes by. A click looks into what is there. */
export function TimelineCanvas({ view }: { view: TimelineView }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const painted = useRef<SceneOptions | null>(null);
  useEffect(() => animate(canvas.current!, view, painted), [view]);

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
function animate(canvas: HTMLCanvasElement, view: TimelineView, painted: { current: SceneOptions | null }): () => void {
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
    const options = sceneOptionsOf(view, size);
    const asked = [
      options.toMs,
      options.fromMs,
      size,
      options.chosen,
      options.thread,
      language.value,
      view.lanes.changes,
    ];
    if (size.width === 0 || asked.every((value, i) => value === last[i])) return;
    last = asked;
    paintedAt = performance.now();
    painted.current = options;
    painter.paint(view.lanes, options, devicePixelRatio);
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
