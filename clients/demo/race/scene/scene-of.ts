import type { TransportName } from '../../../../servers/protocol/transport-name.ts';
import type { Millis } from '../../../../servers/protocol/units.ts';
import type { Lane } from '../lane.ts';
import type { Lanes } from '../lanes.ts';
import { SIDES } from '../seat.ts';
import { endOf, firstSince, type Piece, type Track } from '../track.ts';
import { drawAxis } from './draw-axis.ts';
import { drawExchange } from './draw-exchange.ts';
import { drawFrame, drawPipe } from './draw-frame.ts';
import { drawThread, type SayMillis } from './draw-thread.ts';
import { Layers } from './layers.ts';
import { type Layout, layOut, type Rails } from './layout.ts';
import { LOOKS } from './looks.ts';
import type { Scene, Shape } from './shape.ts';

/** What stands in a scene in the reader's language. */
export interface SceneWords {
  readonly lanes: Readonly<Record<TransportName, string>>;
  readonly rails: { readonly a: string; readonly server: string; readonly b: string };
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
}

/** No exchange lasts longer: what began earlier than that before the window is not looked at. */
const LONGEST_MS: Millis = 70_000;
const NO_PIECES: ReadonlySet<Piece> = new Set();

/** The lanes in a stretch of time, as shapes. Nothing is in it that was not heard of. */
export function sceneOf(lanes: Lanes, options: SceneOptions): Scene {
  const { width, height, textPx, fromMs, toMs, words, thread = null, chosen = null } = options;
  const shown = options.only === undefined ? lanes.all : options.only.map((name) => lanes.of(name));
  const layout = layOut({ width, height, fromMs, toMs, textPx, lanes: shown.map(({ transport }) => transport) });
  const layers = new Layers(chosen, chosen === null ? NO_PIECES : new Set(lanes.partnersOf(chosen)));
  for (const lane of shown) drawLane(layers, layout, lane);
  if (thread !== null) {
    const ways = lanes.waysOf(thread).filter(({ lane }) => Object.hasOwn(layout.rails, lane));
    drawThread(layers, layout, ways, textPx, words.millis);
  }
  const edge = layout.plot.x + layout.plot.width;
  return {
    width,
    height,
    plot: layout.plot,
    still: [...drawAxis(layout, textPx), ...shown.flatMap((lane) => railsOf(layout, lane.transport, words, textPx))],
    moving: layers.all,
    front: [
      { form: 'path', points: [edge, 0, edge, layout.plot.height], isClosed: false, look: LOOKS.edge },
      ...shown.flatMap(({ transport }) =>
        titleOf(layout.rails[transport], titled(words.lanes[transport]), transport, textPx),
      ),
    ],
  };
}

function drawLane(layers: Layers, layout: Layout, { tracks }: Lane): void {
  for (const side of SIDES) {
    for (const line of tracks[side].lines) {
      const isSeen = line.openedAt <= layout.toMs && (line.closedAt === null || line.closedAt >= layout.fromMs);
      if (line.isSocket && isSeen) drawPipe(layers, layout, line);
    }
    drawTrack(layers, layout, tracks[side]);
  }
}

function drawTrack(layers: Layers, layout: Layout, { pieces }: Track): void {
  const { fromMs, toMs } = layout;
  for (let i = firstSince(pieces, fromMs - LONGEST_MS); i < pieces.added; i += 1) {
    const piece = pieces.at(i)!;
    if (piece.sentAt > toMs) return;
    if (piece.content.kind === 'answer') continue;
    if (piece.sentAt < fromMs && (endOf(piece) ?? Infinity) < fromMs) continue;
    if (piece.content.kind === 'request') drawExchange(layers, layout, piece);
    else drawFrame(layers, layout, piece);
  }
}

function railsOf(layout: Layout, lane: TransportName, words: SceneWords, textPx: number): Shape[] {
  const { plot, rails } = layout;
  const names = ['a', 'server', 'b'] as const;
  return names.flatMap((name): Shape[] => {
    const y = rails[lane][name];
    return [
      {
        form: 'path',
        points: [plot.x, y, plot.x + plot.width, y],
        isClosed: false,
        look: name === 'server' ? LOOKS.server : LOOKS.rail,
      },
      {
        form: 'text',
        x: plot.x - textPx * 0.4,
        y: y + textPx * 0.3,
        text: words.rails[name],
        sizePx: textPx * 0.85,
        anchor: 'end',
        isBold: name !== 'server',
        look: LOOKS.soft,
      },
    ];
  });
}

function titled(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The lane's name, with a swatch of its colour. */
function titleOf({ title }: Rails, text: string, lane: TransportName, textPx: number): Shape[] {
  const side = textPx * 0.7;
  return [
    {
      form: 'path',
      points: [4, title - side, 4 + side, title - side, 4 + side, title, 4, title],
      isClosed: true,
      look: { fill: lane, stroke: 'ink', width: 1 },
    },
    { form: 'text', x: 8 + side, y: title, text, sizePx: textPx, anchor: 'start', isBold: true, look: LOOKS.label },
  ];
}
