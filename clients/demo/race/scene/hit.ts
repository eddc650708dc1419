import type { Piece } from '../track.ts';
import type { Scene, Shape } from './shape.ts';

/** A finger's or a pointer's want of aim. */
const REACH_PX = 6;

/** What is drawn at a point, or nearest to it within reach: what is further in front first. */
export function hit({ moving, plot }: Scene, x: number, y: number): Piece | null {
  if (x < plot.x || x > plot.x + plot.width) return null;
  for (const layer of moving.toReversed()) {
    let nearest: Piece | null = null;
    let least = REACH_PX;
    for (const shape of layer) {
      if (shape.piece === undefined) continue;
      const distance = distanceTo(shape, x, y);
      // Of two at the same distance the later one is in front.
      if (distance > least) continue;
      least = distance;
      nearest = shape.piece;
    }
    if (nearest !== null) return nearest;
  }
  return null;
}

function distanceTo(shape: Shape, x: number, y: number): number {
  if (shape.form === 'text') return Infinity;
  if (shape.form === 'dot') return Math.max(0, Math.hypot(x - shape.x, y - shape.y) - shape.r);
  const { points, isClosed } = shape;
  if (isClosed && isWithin(points, x, y)) return 0;
  const [endX, endY] = [points.at(-2)!, points.at(-1)!];
  let least = isClosed ? distanceToLine(x, y, endX, endY, points[0]!, points[1]!) : Infinity;
  for (let i = 2; i < points.length; i += 2) {
    least = Math.min(least, distanceToLine(x, y, points[i - 2]!, points[i - 1]!, points[i]!, points[i + 1]!));
  }
  return least;
}

/** By how often a ray from there crosses the outline. */
function isWithin(points: readonly number[], x: number, y: number): boolean {
  let isInside = false;
  for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2) {
    const [x1, y1, x2, y2] = [points[j]!, points[j + 1]!, points[i]!, points[i + 1]!];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) isInside = !isInside;
  }
  return isInside;
}

function distanceToLine(x: number, y: number, x1: number, y1: number, x2: number, y2: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / squared));
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
}
