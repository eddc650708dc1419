import type { Line, Piece } from '../track.ts';
import { crossAt, type Layers } from './layers.ts';
import { edgeOf, type Layout, xOf } from './layout.ts';
import { LANE_LOOKS, LOOKS } from './looks.ts';

const DOT_PX = 4.5;
const SMALL_DOT_PX = 3;
const TICK_PX = 5;

/** A frame: a line from rail to rail with a dot where it arrives; of a heartbeat, ticks across the rails. */
export function drawFrame(layers: Layers, layout: Layout, frame: Piece): void {
  const { lane, side } = frame.seat;
  const rails = layout.lanes[lane];
  const [from, to] = frame.direction === 'up' ? [rails[side], rails.server] : [rails.server, rails[side]];
  const looks = LANE_LOOKS[lane];
  const left = xOf(layout, frame.sentAt);
  if (frame.isOneSided) {
    // The client's end is the one that was seen.
    mark(layers, left, rails[side], frame);
    return;
  }
  const half = (from + to) / 2;
  if (frame.lostAt !== null && frame.lostAt <= layout.edgeMs) {
    const lost = xOf(layout, frame.lostAt);
    layers.path('ways', [left, from, lost, half], LOOKS.lost, frame);
    crossAt(layers, lost, half, frame);
    return;
  }
  const isBeat = frame.purpose === 'heartbeat';
  if (frame.arrivedAt === null) {
    layers.path('ways', [left, from, edgeOf(layout), half], looks.faint, frame);
    return;
  }
  const right = xOf(layout, frame.arrivedAt);
  layers.path('ways', [left, from, right, to], isBeat ? looks.faint : looks.way, frame);
  if (isBeat) mark(layers, left, from, frame);
  mark(layers, right, to, frame);
}

function mark(layers: Layers, x: number, y: number, frame: Piece): void {
  const looks = LANE_LOOKS[frame.seat.lane];
  switch (frame.purpose) {
    case 'heartbeat':
      layers.path('marks', [x, y - TICK_PX, x, y + TICK_PX], looks.beat, frame);
      return;
    case 'error':
      crossAt(layers, x, y, frame);
      return;
    case 'page':
    case 'publish':
      layers.dot('marks', x, y, DOT_PX, looks.full, frame);
      return;
    case 'ask':
    case 'empty':
    case 'receipt':
    case 'other':
      layers.dot('marks', x, y, SMALL_DOT_PX, looks.hollow, frame);
  }
}

/** A WebSocket: a pipe between the rails, for as long as it is open. */
export function drawPipe(layers: Layers, layout: Layout, line: Line): void {
  const { lane, side } = line.seat;
  const rails = layout.lanes[lane];
  const closedAt = line.closedAt !== null && line.closedAt <= layout.edgeMs ? line.closedAt : null;
  const left = xOf(layout, line.openedAt);
  const right = closedAt === null ? edgeOf(layout) : xOf(layout, closedAt);
  const [client, server] = [rails[side], rails.server];
  layers.closed('pipes', [left, client, right, client, right, server, left, server], LANE_LOOKS[lane].pipe);
  if (closedAt === null) return;
  layers.path('ways', [right, client, right, server], line.closedBy === 'link' ? LOOKS.lost : LOOKS.server);
  if (line.closedBy === 'link') crossAt(layers, right, (client + server) / 2);
}
