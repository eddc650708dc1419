import type { JSX } from 'preact';
import { TRANSPORT_NAMES } from '../../../servers/protocol/transport-name.ts';
import type { Millis } from '../../../servers/protocol/units.ts';
import { explainWords } from '../wire/explain-words.ts';
import { inLanguage } from '../words/language.ts';
import { transportWords } from '../words/transport-words.ts';
import { explainPiece } from './explain-piece.ts';
import { sayBytes, sayMillis, sayTime } from './figure.ts';
import { insideWords } from './inside-words.ts';
import { bytesOf } from './lane.ts';
import { usePulse } from './pulse.ts';
import { raceWords } from './race-words.ts';
import { seatAt, SIDES } from './seat.ts';
import type { TimelineView } from './timeline-view.ts';
import { firstSince, type Piece } from './track.ts';
import { edgeOf } from './view-clock.ts';

const ROWS = 60;
const ANEW_MS: Millis = 1000;

/** The stretch of time that the timeline shows, as a table: the newest first, and no more than can be read. */
export function TimelineTable({ view }: { view: TimelineView }): JSX.Element {
  usePulse(ANEW_MS);
  const { table } = inLanguage(raceWords);
  const toMs = edgeOf(view.clock.value, view.now());
  const pieces = newestIn(view, toMs - view.clock.value.spanMs, toMs);
  return (
    <div class="race-table" role="region" aria-label={table.caption} tabIndex={0}>
      <table>
        <caption>{table.caption}</caption>
        <thead>
          <tr>
            {[table.at, table.lane, table.who, table.what, table.bytes, table.took, table.inside].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {pieces.map((piece) => (
            <Row key={`${piece.seat.phone} ${piece.number}`} piece={piece} view={view} />
          ))}
        </tbody>
      </table>
      {pieces.length === 0 && <p class="soft">{table.none}</p>}
    </div>
  );
}

function Row({ piece, view }: { piece: Piece; view: TimelineView }): JSX.Element {
  usePulse(ANEW_MS);
  const { table } = inLanguage(raceWords);
  const words = inLanguage(insideWords);
  const { seat, content, direction, sentAt, arrivedAt, lostAt } = piece;
  const { headers, bodies } = bytesOf(content);
  const what = explainPiece(piece, inLanguage(explainWords));
  const took = arrivedAt === null ? (lostAt === null ? '–' : words.lost) : sayMillis(arrivedAt - sentAt);
  return (
    <tr aria-current={view.chosen.value === piece ? 'true' : undefined}>
      <td>{sayTime(sentAt)}</td>
      <td>{inLanguage(transportWords)[seat.lane]}</td>
      <td>{words[direction](seat.side.toUpperCase())}</td>
      <td>{what}</td>
      <td>{sayBytes((headers as number) + (bodies as number))}</td>
      <td>{took}</td>
      <td>
        <button type="button" aria-label={`${table.inside}: ${what}`} onClick={() => (view.chosen.value = piece)}>
          {table.inside}
        </button>
      </td>
    </tr>
  );
}

function newestIn({ lanes, only = TRANSPORT_NAMES }: TimelineView, fromMs: Millis, toMs: Millis): readonly Piece[] {
  const found: Piece[] = [];
  for (const seat of only.flatMap((lane) => SIDES.map((side) => seatAt(lane, side)))) {
    const { pieces } = lanes.of(seat.lane).tracks[seat.side];
    let taken = 0;
    for (let i = firstSince(pieces, toMs) - 1; taken < ROWS && i >= pieces.added - pieces.size; i -= 1) {
      const piece = pieces.at(i)!;
      if (piece.sentAt < fromMs) break;
      found.push(piece);
      taken += 1;
    }
  }
  return found.toSorted((a, b) => b.sentAt - a.sentAt).slice(0, ROWS);
}
