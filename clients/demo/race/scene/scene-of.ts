import type { TransportName } from '../../../../servers/protocol/transport-name.ts';
import type { Millis } from '../../../../servers/protocol/units.ts';
import type { Lane } from '../lane.ts';
import type { Lanes } from '../lanes.ts';
import type { Piece } from '../track.ts';
import { axisStep, drawAxis, drawGrid } from './draw-axis.ts';
import { drawLane } from './draw-lane.ts';
import { drawRailNames, drawRails, drawTitle, type RailNames } from './draw-rails.ts';
import { drawThread, type SayMillis } from './draw-thread.ts';
import { Layers } from './layers.ts';
import { type Layout, layOut } from './layout.ts';
import { LOOKS } from './looks.ts';
import type { Scene, Shape } from './shape.ts';

/** What stands in a scene in the reader's language. */
export interface SceneWords {
  readonly lanes: Readonly<Record<TransportName, string>>;
  readonly rails: RailNames;
  readonly millis: SayMillis;
}

export interface SceneOptions {
  /** Of all, in px. */
  readonly width: number;
  readonly height: number;
  readonly textPx: number;
  /** The stretch of time that is seen. */
  readonly fromMs: Millis;
  readonly toMs: Millis;
  readonly words: SceneWords;
  /** Message whose way is drawn as a thread. Default: none. */
  readonly thread?: string | null;
  /** What is looked into. Default: nothing. */
  readonly chosen?: Piece | null;
  /** Default: all of them. */
  readonly only?: readonly TransportName[];
  /** Size of what a screen can show, in px. Default 1. */
  readonly pixel?: number;
}

/** The lanes in a stretch of time, as shapes. Nothing is in it that was not heard of. */
export function sceneOf(lanes: Lanes, options: SceneOptions): Scene {
  const { width, height, textPx, words } = options;
  const shown = lanesShown(lanes, options);
  const layout = layoutOf(shown, options);
  const layers = layersFor(lanes, options);
  for (const lane of shown) drawLane(layers, layout, lane);
  drawThreadOf(lanes, layers, layout, options);
  const stepMs = axisStep(layout, textPx);
  return {
    width,
    height,
    plot: layout.plot,
    still: [
      ...drawGrid(layout, stepMs),
      ...shown.flatMap(({ transport }) => drawRails(layout, transport)),
      ...frameOf(layout, shown, words, textPx),
    ],
    moving: layers.of(),
    front: frontOf(layout, shown, words, textPx),
  };
}

export function lanesShown(lanes: Lanes, { only }: Pick<SceneOptions, 'only'>): readonly Lane[] {
  return only === undefined ? lanes.all : only.map((name) => lanes.of(name));
}

export function layoutOf(shown: readonly Lane[], options: SceneOptions): Layout {
  return layOut({ ...options, lanes: shown.map(({ transport }) => transport) });
}

/** Layers in which what is looked into is lit, and what belongs to it. */
export function layersFor(lanes: Lanes, { chosen = null }: Pick<SceneOptions, 'chosen'>): Layers {
  return new Layers(chosen, new Set(chosen === null ? [] : lanes.partnersOf(chosen)));
}

export function drawThreadOf(lanes: Lanes, layers: Layers, layout: Layout, options: SceneOptions): void {
  const { thread = null, textPx, words } = options;
  if (thread === null) return;
  const ways = lanes.waysOf(thread).filter(({ lane }) => Object.hasOwn(layout.lanes, lane));
  drawThread(layers, layout, ways, textPx, words.millis);
}

/** What stands around the plot. */
export function frameOf(layout: Layout, shown: readonly Lane[], words: SceneWords, textPx: number): readonly Shape[] {
  return [
    ...drawAxis(layout, axisStep(layout, textPx), textPx),
    ...shown.flatMap(({ transport }) => drawRailNames(layout, transport, words.rails, textPx)),
  ];
}

/** What is in front of everything: the edge of time, and the lanes' names. */
export function frontOf(layout: Layout, shown: readonly Lane[], words: SceneWords, textPx: number): readonly Shape[] {
  const { plot, lanes } = layout;
  const edge = plot.x + plot.width;
  return [
    { form: 'path', points: [edge, plot.y, edge, plot.y + plot.height], isClosed: false, look: LOOKS.edge },
    ...shown.flatMap(({ transport }) => drawTitle(lanes[transport], transport, words.lanes[transport], textPx)),
  ];
}
