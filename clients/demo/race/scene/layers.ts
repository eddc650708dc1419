import type { Piece } from '../track.ts';
import { LOOKS } from './looks.ts';
import type { Look, Shape } from './shape.ts';

/** From the back to the front. */
const LAYERS = ['pipes', 'bars', 'ways', 'marks', 'lit', 'thread'] as const;
export type LayerName = (typeof LAYERS)[number];

const CROSS_PX = 5;

/** Collects shapes, and puts a halo about those whose piece is chosen or lit. */
export class Layers {
  readonly #shapes: Readonly<Record<LayerName, Shape[]>> = {
    pipes: [],
    bars: [],
    ways: [],
    marks: [],
    lit: [],
    thread: [],
  };
  readonly #chosen: Piece | null;
  readonly #lit: ReadonlySet<Piece>;

  constructor(chosen: Piece | null, lit: ReadonlySet<Piece>) {
    this.#chosen = chosen;
    this.#lit = lit;
  }

  /** From the back to the front; default: all. */
  of(...names: readonly LayerName[]): readonly (readonly Shape[])[] {
    return (names.length === 0 ? LAYERS : names).map((name) => this.#shapes[name]);
  }

  path(layer: LayerName, points: readonly number[], look: Look, piece?: Piece): void {
    this.add(layer, { form: 'path', points, isClosed: false, look, piece });
  }

  closed(layer: LayerName, points: readonly number[], look: Look, piece?: Piece): void {
    this.add(layer, { form: 'path', points, isClosed: true, look, piece });
  }

  dot(layer: LayerName, x: number, y: number, r: number, look: Look, piece?: Piece): void {
    this.add(layer, { form: 'dot', x, y, r, look, piece });
  }

  add(layer: LayerName, shape: Shape): void {
    this.#shapes[layer].push(shape);
    const { piece } = shape;
    if (piece === undefined || this.#chosen === null) return;
    if (piece === this.#chosen || piece === this.#chosen.partner) {
      this.#shapes.lit.push({ ...shape, look: LOOKS.chosen });
    } else if (this.#lit.has(piece) || (piece.partner !== null && this.#lit.has(piece.partner))) {
      this.#shapes.lit.push({ ...shape, look: LOOKS.lit });
    }
  }
}

/** Marks where something ended that should have gone on. */
export function crossAt(layers: Layers, x: number, y: number, piece?: Piece): void {
  const r = CROSS_PX;
  layers.path('marks', [x - r, y - r, x + r, y + r], LOOKS.cross, piece);
  layers.path('marks', [x - r, y + r, x + r, y - r], LOOKS.cross, piece);
}
