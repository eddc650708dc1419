import { readPalette } from '../race/scene/read-palette.ts';
import { RunningPainter } from '../race/scene/running-painter.ts';
import { sceneOf } from '../race/scene/scene-of.ts';
import { toSvg } from '../race/scene/to-svg.ts';
import { sceneOptionsOf } from '../race/scene-options.ts';
import type { TimelineView } from '../race/timeline-view.ts';

const SIZE = { width: 1600, height: 900, textPx: 16 } as const;
/** Pixels of the PNG for each of these. */
const SCALE = 2;

/** What is seen of the lanes, as an SVG document in the page's colours. */
export function svgPicture(view: TimelineView): Blob {
  const scene = sceneOf(view.lanes, sceneOptionsOf(view, SIZE));
  return new Blob([toSvg(scene, readPalette())], { type: 'image/svg+xml' });
}

/** The same as a PNG of 3200 by 1800 pixels. */
export async function pngPicture(view: TimelineView): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = SIZE.width * SCALE;
  canvas.height = SIZE.height * SCALE;
  const painter = new RunningPainter(canvas.getContext('2d', { alpha: false })!, readPalette());
  painter.paint(view.lanes, sceneOptionsOf(view, SIZE), SCALE);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('no picture of that size')) : resolve(blob)),
      'image/png',
    );
  });
}
