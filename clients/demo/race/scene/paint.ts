import type { Palette } from './palette.ts';
import type { Box, Dot, Look, Path, Shape, Text } from './shape.ts';

const STRIPE_PX = 6;

/** Paints shapes onto a canvas, from the back to the front. */
export class Painter {
  readonly #context: CanvasRenderingContext2D;
  readonly #palette: Palette;
  #stripes: CanvasPattern | undefined;

  constructor(context: CanvasRenderingContext2D, palette: Palette) {
    this.#context = context;
    this.#palette = palette;
  }

  /** Layers, as far as they are in a box. */
  within({ x, y, width, height }: Box, layers: readonly (readonly Shape[])[]): void {
    const context = this.#context;
    context.save();
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    for (const layer of layers) this.shapes(layer);
    context.restore();
  }

  /** Look by look, so that styles are set only a few times; texts last. */
  shapes(shapes: readonly Shape[]): void {
    const byLook = new Map<Look, (Path | Dot)[]>();
    for (const shape of shapes) {
      if (shape.form === 'text') continue;
      const same = byLook.get(shape.look);
      if (same === undefined) byLook.set(shape.look, [shape]);
      else same.push(shape);
    }
    for (const [look, same] of byLook) this.#stroke(look, same);
    for (const shape of shapes) if (shape.form === 'text') this.#write(shape);
  }

  /**
   * Path by path: a browser without a graphics card takes many times as long for one path of a thousand parts as for a
   * thousand paths.
   */
  #stroke(look: Look, shapes: readonly (Path | Dot)[]): void {
    const context = this.#context;
    const { colours } = this.#palette;
    if (look.fill !== undefined) {
      context.globalAlpha = look.opacity ?? 1;
      context.fillStyle = look.isHatched === true ? (this.#stripes ??= this.#hatching()) : colours[look.fill];
      for (const shape of shapes) {
        this.#trace(shape);
        context.fill();
      }
      context.globalAlpha = 1;
    }
    if (look.stroke === undefined) return;
    context.lineWidth = look.width ?? 1;
    context.setLineDash([...(look.dash ?? [])]);
    context.strokeStyle = colours[look.stroke];
    for (const shape of shapes) {
      this.#trace(shape);
      context.stroke();
    }
  }

  #trace(shape: Path | Dot): void {
    const context = this.#context;
    context.beginPath();
    if (shape.form === 'dot') {
      context.arc(shape.x, shape.y, shape.r, 0, 2 * Math.PI);
      return;
    }
    const { points, isClosed } = shape;
    context.moveTo(points[0]!, points[1]!);
    for (let i = 2; i < points.length; i += 2) context.lineTo(points[i]!, points[i + 1]!);
    if (isClosed) context.closePath();
  }

  #write({ look, x, y, text, sizePx, anchor, isBold }: Text): void {
    const context = this.#context;
    context.font = `${isBold ? 600 : 400} ${sizePx}px ${this.#palette.font}`;
    context.textAlign = anchor === 'middle' ? 'center' : anchor;
    if (look.stroke !== undefined) {
      context.setLineDash([]);
      context.lineJoin = 'round';
      context.lineWidth = look.width ?? 1;
      context.strokeStyle = this.#palette.colours[look.stroke];
      context.strokeText(text, x, y);
    }
    context.fillStyle = this.#palette.colours[look.fill ?? 'ink'];
    context.fillText(text, x, y);
  }

  #hatching(): CanvasPattern {
    const tile = document.createElement('canvas');
    tile.width = STRIPE_PX;
    tile.height = STRIPE_PX;
    const context = tile.getContext('2d')!;
    context.strokeStyle = this.#palette.colours.error;
    context.lineWidth = 1.5;
    // The corners besides the diagonal, so that the tiles join.
    for (const shift of [-STRIPE_PX, 0, STRIPE_PX]) {
      context.moveTo(shift - 1, STRIPE_PX + 1);
      context.lineTo(shift + STRIPE_PX + 1, -1);
    }
    context.stroke();
    return this.#context.createPattern(tile, 'repeat')!;
  }
}
