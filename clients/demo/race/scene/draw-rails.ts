import type { TransportName } from '../../../../servers/protocol/transport-name.ts';
import type { LaneLayout, Layout } from './layout.ts';
import { LOOKS } from './looks.ts';
import type { Shape } from './shape.ts';

/** Who the rails of a lane belong to, in the reader's language. */
export type RailNames = Readonly<Record<(typeof RAILS)[number], string>>;

const RAILS = ['a', 'server', 'b'] as const;

export function drawRails({ plot, lanes }: Layout, lane: TransportName): readonly Shape[] {
  return RAILS.map((rail) => ({
    form: 'path',
    points: [plot.x, lanes[lane][rail], plot.x + plot.width, lanes[lane][rail]],
    isClosed: false,
    look: rail === 'server' ? LOOKS.server : LOOKS.rail,
  }));
}

/** Who each rail belongs to, beside it. */
export function drawRailNames(
  { plot, lanes }: Layout,
  lane: TransportName,
  names: RailNames,
  textPx: number,
): readonly Shape[] {
  return RAILS.map((rail) => ({
    form: 'text',
    x: plot.x - textPx * 0.4,
    y: lanes[lane][rail] + textPx * 0.3,
    text: names[rail],
    sizePx: textPx * 0.85,
    anchor: 'end',
    isBold: rail !== 'server',
    look: LOOKS.soft,
  }));
}

/** The lane's name, with a swatch of its colour. */
export function drawTitle({ title }: LaneLayout, lane: TransportName, name: string, textPx: number): readonly Shape[] {
  const side = textPx * 0.7;
  const x = textPx * 0.3;
  return [
    {
      form: 'path',
      points: [x, title - side, x + side, title - side, x + side, title, x, title],
      isClosed: true,
      look: SWATCHES[lane],
    },
    {
      form: 'text',
      x: x + side * 1.5,
      y: title,
      text: name.charAt(0).toUpperCase() + name.slice(1),
      sizePx: textPx,
      anchor: 'start',
      isBold: true,
      look: LOOKS.label,
    },
  ];
}

const SWATCHES = {
  'short-polling': { fill: 'short-polling', stroke: 'ink' },
  'long-polling': { fill: 'long-polling', stroke: 'ink' },
  websocket: { fill: 'websocket', stroke: 'ink' },
} as const;
