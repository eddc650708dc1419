import type { TransportName } from '../../../../servers/protocol/transport-name.ts';
import type { Millis } from '../../../../servers/protocol/units.ts';
import type { Lane } from '../lane.ts';
import type { Lanes } from '../lanes.ts';
import type { Piece } from '../track.ts';
import { axisStep, drawGrid } from './draw-axis.ts';
import { drawLane, drawPiece, unsettledAt } from './draw-lane.ts';
import { drawRails } from './draw-rails.ts';
import { Layers } from './layers.ts';
import { type Layout, xOf } from './layout.ts';
import { Painter } from './paint.ts';
import type { Palette } from './palette.ts';
import { drawThreadOf, frameOf, frontOf, lanesShown, layersFor, layoutOf, type SceneOptions } from './scene-of.ts';
import type { Box, Shape } from './shape.ts';

/** Width of a tile, in pixels of the screen. */
const TILE_PIXELS = 128;

/** So much later all of it is known that happened at a time. */
const SETTLED_MS: Millis = 1000;

/** Layers of what tiles hold; what is in front of these is painted anew each time. */
const TILED = ['pipes', 'bars', 'ways', 'marks'] as const;

/**
 * Paints lanes as time goes by, what `sceneOf` says, many times a second. What is over does not change any more: it is painted
 * once, onto tiles of so much time each, and these are moved from then on.
 */
export class RunningPainter {
  readonly #context: CanvasRenderingContext2D;
  #palette: Palette;
  #painter: Painter;
  readonly #tiles = new Map<string, { readonly canvas: HTMLCanvasElement; readonly leftOut: string }>();
  /** What the tiles were painted for. */
  #paintedFor = '';

  constructor(context: CanvasRenderingContext2D, palette: Palette) {
    this.#context = context;
    this.#palette = palette;
    this.#painter = new Painter(context, palette);
  }

  recolour(palette: Palette): void {
    this.#palette = palette;
    this.#painter = new Painter(this.#context, palette);
    this.#tiles.clear();
  }

  /** @param scale Pixels of the screen to a px. */
  paint(lanes: Lanes, wanted: SceneOptions, scale: number): void {
    const options = onPixels(lanes, { ...wanted, pixel: 1 / scale });
    const { width, height, textPx, fromMs, toMs, words, chosen = null } = options;
    const shown = lanesShown(lanes, options);
    const layout = layoutOf(shown, options);
    const context = this.#context;
    this.#renew([width, height, textPx, Math.round(toMs - fromMs), scale, shown.length].join(' '));

    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.fillStyle = this.#palette.colours.sheet;
    context.fillRect(0, 0, width, height);
    this.#painter.shapes(frameOf(layout, shown, words, textPx));
    for (const lane of shown) this.#paintLane(lane, layout, textPx, scale);
    const above = layersFor(lanes, options);
    if (chosen !== null) for (const piece of [chosen, ...lanes.partnersOf(chosen)]) drawPiece(above, layout, piece);
    drawThreadOf(lanes, above, layout, options);
    this.#painter.within(layout.plot, above.of('lit', 'thread'));
    this.#painter.shapes(frontOf(layout, shown, words, textPx));
  }

  #renew(paintedFor: string): void {
    if (paintedFor === this.#paintedFor) return;
    this.#paintedFor = paintedFor;
    this.#tiles.clear();
  }

  #paintLane(lane: Lane, layout: Layout, textPx: number, scale: number): void {
    const { plot, fromMs, toMs, edgeMs } = layout;
    const { top, height } = layout.lanes[lane.transport];
    const tilePx = TILE_PIXELS / scale;
    const tileMs = (tilePx / plot.width) * (toMs - fromMs);
    const first = Math.floor(fromMs / tileMs);
    const live = Math.max(first, Math.floor((edgeMs - SETTLED_MS) / tileMs));
    const hanging = unsettledAt(lane, edgeMs).filter(({ sentAt }) => sentAt < live * tileMs);
    const context = this.#context;
    context.save();
    clipTo(context, { ...plot, y: top, height });
    for (let index = first; index < live; index += 1) {
      const x = onPixel(xOf(layout, index * tileMs), scale);
      const slice: Layout = {
        ...layout,
        plot: { ...plot, x: 0, width: tilePx },
        fromMs: index * tileMs,
        toMs: (index + 1) * tileMs,
        edgeMs: Infinity,
      };
      const stepMs = axisStep(layout, textPx);
      context.drawImage(this.#tile(lane, slice, { index, stepMs, scale, hanging }), x, top, tilePx, height);
    }
    context.restore();
    const x = Math.max(plot.x, onPixel(xOf(layout, live * tileMs), scale));
    const rest = { ...layout, plot: { ...plot, x, width: plot.x + plot.width - x }, fromMs: atX(layout, x) };
    this.#painter.within({ ...rest.plot, y: top, height }, layersOf(lane, rest, axisStep(layout, textPx), hanging));
    const overTiles = new Layers(null, NOTHING);
    for (const piece of hanging) drawPiece(overTiles, layout, piece);
    this.#painter.within({ ...plot, y: top, height }, overTiles.of(...TILED));
    this.#forget(lane.transport, first, live);
  }

  /** What hangs is not on it; when that is over, it is painted anew. */
  #tile(lane: Lane, slice: Layout, { index, stepMs, scale, hanging }: TileOptions): HTMLCanvasElement {
    const key = `${lane.transport} ${index}`;
    const without = hanging.filter(({ sentAt }) => sentAt < slice.toMs);
    const leftOut = without.map(({ seat, number }) => `${seat.side}${number}`).join(' ');
    const known = this.#tiles.get(key);
    if (known?.leftOut === leftOut) return known.canvas;
    const { top, height } = slice.lanes[lane.transport];
    const canvas = known?.canvas ?? document.createElement('canvas');
    canvas.width = TILE_PIXELS;
    canvas.height = Math.round(height * scale);
    const context = canvas.getContext('2d', { alpha: false })!;
    context.setTransform(scale, 0, 0, scale, 0, -top * scale);
    context.fillStyle = this.#palette.colours.sheet;
    context.fillRect(0, top, TILE_PIXELS, height);
    const painter = new Painter(context, this.#palette);
    for (const layer of layersOf(lane, slice, stepMs, without)) painter.shapes(layer);
    this.#tiles.set(key, { canvas, leftOut });
    return canvas;
  }

  /** Lets go of the tiles of a lane that are out of sight. */
  #forget(transport: TransportName, first: number, end: number): void {
    for (const key of this.#tiles.keys()) {
      const [lane, index] = key.split(' ');
      if (lane === transport && (Number(index) < first || Number(index) >= end)) this.#tiles.delete(key);
    }
  }
}

const NOTHING: ReadonlySet<never> = new Set();

interface TileOptions {
  readonly index: number;
  readonly stepMs: Millis;
  readonly scale: number;
  /** What is not over. */
  readonly hanging: readonly Piece[];
}

/** The ground of a lane and all that is on it, but what hangs. */
function layersOf(
  lane: Lane,
  layout: Layout,
  stepMs: Millis,
  hanging: readonly Piece[],
): readonly (readonly Shape[])[] {
  const layers = new Layers(null, NOTHING);
  drawLane(layers, layout, lane, new Set(hanging));
  return [[...drawGrid(layout, stepMs), ...drawRails(layout, lane.transport)], ...layers.of(...TILED)];
}

function onPixel(x: number, scale: number): number {
  return Math.round(x * scale) / scale;
}

/** Time goes by pixel by pixel, so that tiles fit and nothing trembles. */
function onPixels(lanes: Lanes, options: SceneOptions): SceneOptions {
  const { plot } = layoutOf(lanesShown(lanes, options), options);
  const spanMs = options.toMs - options.fromMs;
  const pixelMs = (spanMs / plot.width) * (options.pixel ?? 1);
  const toMs = Math.floor(options.toMs / pixelMs) * pixelMs;
  return { ...options, fromMs: toMs - spanMs, toMs };
}

function atX({ plot, fromMs, toMs }: Layout, x: number): Millis {
  return fromMs + ((x - plot.x) / plot.width) * (toMs - fromMs);
}

function clipTo(context: CanvasRenderingContext2D, { x, y, width, height }: Box): void {
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
}
