import type { TransportName } from '../../../../servers/protocol/transport-name.ts';
import type { Millis } from '../../../../servers/protocol/units.ts';
import type { Side } from '../seat.ts';
import type { Box } from './shape.ts';

/** Where a lane is, in px from the top. */
export interface LaneLayout extends Readonly<Record<Side, number>> {
  readonly top: number;
  readonly height: number;
  /** Baseline of the lane's name. */
  readonly title: number;
  /** The server's rail; `a` and `b` are those of the clients. */
  readonly server: number;
}

/** A stretch of time on a plane. */
export interface Layout {
  readonly plot: Box;
  readonly lanes: Readonly<Record<TransportName, LaneLayout>>;
  readonly fromMs: Millis;
  readonly toMs: Millis;
  /** What came later is not known, and what is not over by then grows up to there. */
  readonly edgeMs: Millis;
}

export interface LayoutOptions {
  /** Of all, in px. */
  readonly width: number;
  readonly height: number;
  /** The stretch of time that is seen. */
  readonly fromMs: Millis;
  readonly toMs: Millis;
  readonly lanes: readonly TransportName[];
  /** In px; what stands beside rails is a little smaller. */
  readonly textPx: number;
  /** Size of what a screen can show, to which lanes are fitted, in px. Default 1. */
  readonly pixel?: number;
}

/** One lane below the other, all on one axis of time: in each A, the server and B. */
export function layOut({ width, height, fromMs, toMs, lanes, textPx, pixel = 1 }: LayoutOptions): Layout {
  const fit = (px: number): number => Math.round(px / pixel) * pixel;
  const left = fit(textPx * 4);
  const right = fit(width - textPx * 0.75);
  const bottom = fit(height - textPx * 1.75);
  const laneHeight = fit(bottom / lanes.length);
  const placed = lanes.map((lane, index) => {
    const top = index * laneHeight;
    const title = top + textPx * 1.25;
    const a = title + textPx * 1.1;
    const b = top + laneHeight - textPx * 0.9;
    return [lane, { top, height: laneHeight, title, a, server: (a + b) / 2, b }] as const;
  });
  return {
    plot: { x: left, y: 0, width: Math.max(pixel, right - left), height: bottom },
    lanes: Object.fromEntries(placed) as Record<TransportName, LaneLayout>,
    fromMs,
    toMs,
    edgeMs: toMs,
  };
}

/** Where a moment is, in px from the left. */
export function xOf({ plot, fromMs, toMs }: Layout, at: Millis): number {
  return plot.x + ((at - fromMs) / (toMs - fromMs)) * plot.width;
}

/** Where that ends which is not over: at the edge, or out of sight. */
export function edgeOf(layout: Layout): number {
  const { plot, edgeMs, toMs } = layout;
  return edgeMs > toMs ? plot.x + plot.width + OUT_OF_SIGHT_PX : xOf(layout, edgeMs);
}

/** No mark reaches farther from where it is. */
export const OUT_OF_SIGHT_PX = 12;
