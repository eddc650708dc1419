import type { TransportName } from '../../../../servers/protocol/transport-name.ts';
import type { Millis } from '../../../../servers/protocol/units.ts';
import type { Side } from '../seat.ts';
import type { Box } from './shape.ts';

/** Where the rails of a lane are, in px from the top. */
export interface Rails extends Readonly<Record<Side, number>> {
  /** Baseline of the lane's name. */
  readonly title: number;
  readonly server: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly plot: Box;
  readonly rails: Readonly<Record<TransportName, Rails>>;
  readonly fromMs: Millis;
  readonly toMs: Millis;
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
}

/** One lane below the other, all on one axis of time: in each A, the server and B. */
export function layOut({ width, height, fromMs, toMs, lanes, textPx }: LayoutOptions): Layout {
  const left = textPx * 4;
  const right = textPx * 0.75;
  const bottom = textPx * 1.75;
  const laneHeight = (height - bottom) / lanes.length;
  const rails = lanes.map((lane, index) => {
    const top = index * laneHeight;
    const title = top + textPx * 1.25;
    const a = title + textPx * 1.1;
    const b = top + laneHeight - textPx * 0.9;
    return [lane, { title, a, server: (a + b) / 2, b }] as const;
  });
  return {
    width,
    height,
    plot: { x: left, y: 0, width: Math.max(1, width - left - right), height: height - bottom },
    rails: Object.fromEntries(rails) as Record<TransportName, Rails>,
    fromMs,
    toMs,
  };
}

/** Where a moment is, in px from the left. */
export function xOf({ plot, fromMs, toMs }: Layout, at: Millis): number {
  return plot.x + ((at - fromMs) / (toMs - fromMs)) * plot.width;
}
