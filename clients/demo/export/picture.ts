import { sceneOptionsOf } from '../race/scene-options.ts';
import { readPalette } from '../race/scene/read-palette.ts';
import { Painter } from '../race/scene/paint.ts';
import { sceneOf } from '../race/scene/scene-of.ts';
import type { Scene } from '../race/scene/shape.ts';
import { toSvg } from '../race/scene/to-svg.ts';
import type { TimelineView } from '../race/timeline-view.ts';

const SIZE = { width: 1600, height: 900, textPx: 16 } as const;
/** Pixels of the PNG for each of these. */
const SCALE = 2;

/** What is seen of the lanes, as an SVG document in the page's colours. */
export function svgPicture(view: TimelineView): Blob {
  return new Blob([toSvg(seenNow(view), readPalette())], { type: 'image/svg+xml' });
}

/** The same as a PNG of 3200 by 1800 pixels. */
export async function pngPicture(view: TimelineView): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = SIZE.width * SCALE;
  canvas.height = SIZE.height * SCALE;
  new Painter(canvas.getContext('2d', { alpha: false })!, readPalette()).scene(seenNow(view), SCALE);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('no picture of that size')) : resolve(blob)),
      'image/png',
    );
  });
}

function seenNow(view: TimelineView): Scene {
  return sceneOf(view.lanes, sceneOptionsOf(view, SIZE));
}
