import type { Millis } from '../../../../servers/protocol/units.ts';
import type { Way } from '../lane.ts';
import type { Layers } from './layers.ts';
import { edgeOf, type Layout, xOf } from './layout.ts';
import { LOOKS } from './looks.ts';
import type { Text } from './shape.ts';

const DOT_PX = 4;

/** How a time that was measured is written. */
export type SayMillis = (ms: Millis) => string;

/** One message's way through each lane, with how long it took; all begin where it was sent. */
export function drawThread(layers: Layers, layout: Layout, ways: readonly Way[], textPx: number, say: SayMillis): void {
  for (const way of ways) drawWay(layers, layout, way, textPx, say);
  const sendingAt = ways.find((way) => way.sendingAt !== null)?.sendingAt ?? null;
  if (sendingAt === null) return;
  const x = xOf(layout, sendingAt);
  layers.path('thread', [x, layout.plot.y, x, layout.plot.y + layout.plot.height], LOOKS.guide);
}

function drawWay(layers: Layers, layout: Layout, way: Way, textPx: number, say: SayMillis): void {
  const rails = layout.lanes[way.lane];
  const points: number[] = [];
  const dots: number[] = [];
  const go = (at: Millis | null, y: number): void => {
    if (at === null || at > layout.edgeMs) return;
    points.push(xOf(layout, at), y);
  };
  go(way.sendingAt, rails.a);
  if (points.length === 0) return;
  dots.push(points[0]!, rails.a);
  go(way.publish?.sentAt ?? null, rails.a);
  if (way.publish?.isOneSided === false) go(way.publish.arrivedAt, rails.server);
  if (way.page?.isOneSided === false) {
    go(way.page.sentAt, rails.server);
    go(way.page.arrivedAt, rails.b);
  }
  const isHere = way.receivedAt !== null && way.receivedAt <= layout.edgeMs;
  if (isHere) go(way.receivedAt, rails.b);
  // Until it is there it waits: on the phone, or at the server.
  else points.push(edgeOf(layout), points.at(-1)!);
  layers.path('thread', points, LOOKS.threadCase);
  layers.path('thread', points, isHere ? LOOKS.thread : LOOKS.threadWait);
  if (isHere) dots.push(points.at(-2)!, rails.b);
  for (let i = 0; i < dots.length; i += 2) layers.dot('thread', dots[i]!, dots[i + 1]!, DOT_PX, LOOKS.threadDot);
  if (!isHere || way.sendingAt === null) return;
  layers.add('thread', latencyAt(layout, points.at(-2)!, rails.b, textPx, say(way.receivedAt! - way.sendingAt)));
}

function latencyAt(layout: Layout, x: number, y: number, textPx: number, text: string): Text {
  const isAtEdge = x > layout.plot.x + layout.plot.width - textPx * 5;
  const gap = textPx * 0.5;
  return {
    form: 'text',
    x: isAtEdge ? x - gap : x + gap,
    y: y - gap,
    text,
    sizePx: textPx * 1.1,
    anchor: isAtEdge ? 'end' : 'start',
    isBold: true,
    look: LOOKS.cased,
  };
}
