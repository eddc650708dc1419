import type { Palette } from './palette.ts';
import type { Dot, Look, Path, Scene, Shape, Text } from './shape.ts';

const STRIPE_PX = 6;

/** Paints scenes onto a canvas, whose size is that of the scene times `scale`. */
export class Painter {
  readonly #context: CanvasRenderingContext2D;
  #palette: Palette;
  #stripes: CanvasPattern | undefined;

  constructor(context: CanvasRenderingContext2D, palette: Palette) {
    this.#context = context;
    this.#palette = palette;
  }

  recolour(palette: Palette): void {
    this.#palette = palette;
    this.#stripes = undefined;
  }

  paint(scene: Scene, scale: number): void {
    const context = this.#context;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.fillStyle = this.#palette.colours.sheet;
    context.fillRect(0, 0, scene.width, scene.height);
    this.#layer(scene.still);
    context.save();
    const { x, y, width, height } = scene.plot;
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    for (const layer of scene.moving) this.#layer(layer);
    context.restore();
    this.#layer(scene.front);
  }

  /** All shapes of one look are one path: painting is then a few calls, however many there are. */
  #layer(shapes: readonly Shape[]): void {
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

  #stroke(look: Look, shapes: readonly (Path | Dot)[]): void {
    const context = this.#context;
    const { colours } = this.#palette;
    context.beginPath();
    for (const shape of shapes) {
      if (shape.form === 'path') this.#trace(shape);
      else {
        context.moveTo(shape.x + shape.r, shape.y);
        context.arc(shape.x, shape.y, shape.r, 0, 2 * Math.PI);
      }
    }
    if (look.fill !== undefined) {
      context.globalAlpha = look.opacity ?? 1;
      context.fillStyle = look.isHatched === true ? (this.#stripes ??= this.#hatching()) : colours[look.fill];
      context.fill();
      context.globalAlpha = 1;
    }
    if (look.stroke !== undefined) {
      context.lineWidth = look.width ?? 1;
      context.setLineDash([...(look.dash ?? [])]);
      context.strokeStyle = colours[look.stroke];
      context.stroke();
    }
  }

  #trace({ points, isClosed }: Path): void {
    const context = this.#context;
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
