import type { Millis } from '../../../../servers/protocol/units.ts';
import type { Lane } from '../lane.ts';
import { SIDES } from '../seat.ts';
import { endOf, firstSince, type Piece, type Track } from '../track.ts';
import { drawExchange } from './draw-exchange.ts';
import { drawFrame, drawPipe } from './draw-frame.ts';
import type { Layers } from './layers.ts';
import { type Layout, OUT_OF_SIGHT_PX } from './layout.ts';

/** No exchange lasts longer: what began earlier than that is not looked at. */
const LONGEST_MS: Millis = 70_000;

const NOTHING: ReadonlySet<Piece> = new Set();

/**
 * All of a lane that is seen in a stretch of time, up to the edge of what is known.
 *
 * @param but Left out. Default: nothing.
 */
export function drawLane(layers: Layers, layout: Layout, { tracks }: Lane, but: ReadonlySet<Piece> = NOTHING): void {
  for (const side of SIDES) {
    for (const line of tracks[side].lines) {
      const isSeen = line.openedAt <= layout.toMs && (line.closedAt === null || line.closedAt >= layout.fromMs);
      if (line.isSocket && isSeen) drawPipe(layers, layout, line);
    }
    drawTrack(layers, layout, tracks[side], but);
  }
}

function drawTrack(layers: Layers, layout: Layout, { pieces }: Track, but: ReadonlySet<Piece>): void {
  const beyondMs = (OUT_OF_SIGHT_PX * (layout.toMs - layout.fromMs)) / layout.plot.width;
  const fromMs = layout.fromMs - beyondMs;
  const toMs = Math.min(layout.toMs + beyondMs, layout.edgeMs);
  for (let i = firstSince(pieces, fromMs - LONGEST_MS); i < pieces.added; i += 1) {
    const piece = pieces.at(i)!;
    if (piece.sentAt > toMs) return;
    if (piece.content.kind === 'answer') continue;
    if (piece.sentAt < fromMs && (endOf(piece) ?? Infinity) < fromMs) continue;
    if (!but.has(piece)) drawPiece(layers, layout, piece);
  }
}

/** One piece; an answer with its request. */
export function drawPiece(layers: Layers, layout: Layout, piece: Piece): void {
  if (piece.content.kind === 'frame') drawFrame(layers, layout, piece);
  else if (piece.content.kind === 'request') drawExchange(layers, layout, piece);
  else if (piece.partner !== null) drawExchange(layers, layout, piece.partner);
}

/** What is not over at a moment: requests without their answers, and what is on its way. */
export function unsettledAt({ tracks }: Lane, moment: Millis): readonly Piece[] {
  const unsettled: Piece[] = [];
  for (const side of SIDES) {
    const { pieces } = tracks[side];
    for (let i = firstSince(pieces, moment - LONGEST_MS); i < pieces.added; i += 1) {
      const piece = pieces.at(i)!;
      if (piece.sentAt > moment) break;
      if (piece.content.kind !== 'answer' && (endOf(piece) ?? Infinity) > moment) unsettled.push(piece);
    }
  }
  return unsettled;
}
