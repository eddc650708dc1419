import type { Millis } from '../../../servers/protocol/units.ts';
import type { Lanes } from './lanes.ts';
import { SIDES } from './seat.ts';
import { firstSince, type Piece } from './track.ts';

/** No piece is longer on its way: what was sent earlier than that before a moment is not looked at for it. */
const LONGEST_WAY_MS: Millis = 5000;

/** The next moment after `at` at which something was sent, arrived or was lost; null where there is none. */
export function momentAfter(lanes: Lanes, at: Millis): Millis | null {
  let found = Infinity;
  for (const pieces of piecesOf(lanes)) {
    for (let i = firstSince(pieces, at - LONGEST_WAY_MS); i < pieces.added; i += 1) {
      const piece = pieces.at(i)!;
      for (const moment of momentsOf(piece)) if (moment > at && moment < found) found = moment;
      // All others were sent later still.
      if (piece.sentAt > found) break;
    }
  }
  return found === Infinity ? null : found;
}

/** The last such moment before `at`. */
export function momentBefore(lanes: Lanes, at: Millis): Millis | null {
  let found = -Infinity;
  for (const pieces of piecesOf(lanes)) {
    for (let i = firstSince(pieces, at) - 1; i >= pieces.added - pieces.size; i -= 1) {
      const piece = pieces.at(i)!;
      for (const moment of momentsOf(piece)) if (moment < at && moment > found) found = moment;
      if (piece.sentAt < found - LONGEST_WAY_MS) break;
    }
  }
  return found === -Infinity ? null : found;
}

function piecesOf(lanes: Lanes): readonly Lanes['all'][number]['tracks']['a']['pieces'][] {
  return lanes.all.flatMap(({ tracks }) => SIDES.map((side) => tracks[side].pieces));
}

function momentsOf({ sentAt, arrivedAt, lostAt }: Piece): readonly Millis[] {
  return [sentAt, arrivedAt ?? sentAt, lostAt ?? sentAt];
}
