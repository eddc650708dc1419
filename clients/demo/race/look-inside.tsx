import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { FrameContent } from '../wire/wire-event.ts';
import { explainWords } from '../wire/explain-words.ts';
import { inLanguage } from '../words/language.ts';
import { transportWords } from '../words/transport-words.ts';
import { explainPiece } from './explain-piece.ts';
import { sayBytes, sayMillis, sayTime } from './figure.ts';
import { insideWords } from './inside-words.ts';
import { bytesOf } from './lane.ts';
import type { Lanes } from './lanes.ts';
import { usePulse } from './pulse.ts';
import type { Piece } from './track.ts';

interface LookInsideProps {
  readonly piece: Piece;
  readonly lanes: Lanes;
  readonly chosen: Signal<Piece | null>;
}

/** The exact bytes of what was chosen, what they are for, and what belongs to it. */
export function LookInside({ piece, lanes, chosen }: LookInsideProps): JSX.Element {
  const words = inLanguage(insideWords);
  return (
    <section class="race-inside sheet" aria-label={words.title}>
      <header>
        <h3>{words.title}</h3>
        <button type="button" onClick={() => (chosen.value = null)}>
          {words.close}
        </button>
      </header>
      <Inside piece={piece} lanes={lanes} chosen={chosen} />
    </section>
  );
}

function Inside({ piece, lanes, chosen }: LookInsideProps): JSX.Element {
  // What was chosen may still be on its way, and its answer to come.
  usePulse();
  const words = inLanguage(insideWords);
  const partners = lanes.partnersOf(piece);
  const answer = piece.content.kind === 'request' ? piece.partner : null;
  const others = partners.filter((partner) => partner !== answer);
  return (
    <>
      <PieceText piece={piece} />
      {answer !== null && <PieceText piece={answer} />}
      {others.length > 0 && (
        <>
          <h4>{words.partners}</h4>
          <ul class="race-partners">
            {others.map((partner) => (
              <li key={`${partner.seat.phone} ${partner.number}`}>
                <button type="button" onClick={() => (chosen.value = partner)}>
                  <PieceName piece={partner} />
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** Who to whom, and what it means. */
export function PieceName({ piece }: { piece: Piece }): JSX.Element {
  const { seat, direction } = piece;
  const words = inLanguage(insideWords);
  const who = `${inLanguage(transportWords)[seat.lane]} ${seat.side.toUpperCase()}`;
  return (
    <>
      <b>{words[direction](who)}:</b> {explainPiece(piece, inLanguage(explainWords))}
    </>
  );
}

function PieceText({ piece }: { piece: Piece }): JSX.Element {
  const words = inLanguage(insideWords);
  const { content, purpose } = piece;
  const isSecret = content.kind !== 'frame' && content.head.includes('•');
  return (
    <article class={`race-piece race-piece-${piece.seat.lane}`} aria-label={words.kinds[content.kind]}>
      <h4>{words.kinds[content.kind]}</h4>
      <p>
        <PieceName piece={piece} />
      </p>
      <p class="soft">{words.why[purpose]}</p>
      <Times piece={piece} />
      {content.kind === 'frame' ? (
        <FrameText content={content} />
      ) : (
        <>
          <h5>{words.head}</h5>
          <pre tabIndex={0}>{content.head}</pre>
          <h5>{words.body}</h5>
          {content.body === '' ? <p class="soft">{words.noBody}</p> : <pre tabIndex={0}>{content.body}</pre>}
        </>
      )}
      {isSecret && <p class="soft">{words.secret}</p>}
    </article>
  );
}

function FrameText({ content }: { content: FrameContent }): JSX.Element {
  const words = inLanguage(insideWords);
  const { opcode, masked, final, text } = content;
  return (
    <>
      <p>
        {words.opcode} {opcode} ({words.opcodes[opcode] ?? '?'}) · {final ? words.final : words.notFinal} ·{' '}
        {masked ? words.masked : words.notMasked}
      </p>
      <p class="soft">{words.maskedNote}</p>
      <h5>{words.payload}</h5>
      <pre tabIndex={0}>{text}</pre>
    </>
  );
}

function Times({ piece }: { piece: Piece }): JSX.Element {
  usePulse();
  const words = inLanguage(insideWords);
  const { content, connection, sentAt, arrivedAt, lostAt, cutAt, isOneSided, partner } = piece;
  const { headers, bodies } = bytesOf(content);
  const sizeOf = content.kind === 'frame' ? words.frameSizeOf : words.sizeOf;
  const askedAt = content.kind === 'answer' ? (partner?.arrivedAt ?? null) : null;
  const atServerMs = askedAt === null ? null : sentAt - askedAt;
  const rows: readonly (readonly [name: string, value: string | null])[] = [
    [words.size, sizeOf(isOneSided ? '–' : sayBytes(headers), sayBytes(bodies))],
    [words.connection, `${connection}`],
    [words.sent, sayTime(sentAt)],
    [words.server, atServerMs === null ? null : sayMillis(atServerMs)],
    [
      words.arrived,
      arrivedAt === null ? null : `${sayTime(arrivedAt)} (${words.transit} ${sayMillis(arrivedAt - sentAt)})`,
    ],
    [words.lost, lostAt === null ? null : sayTime(lostAt)],
    [words.cut, cutAt === null ? null : sayTime(cutAt)],
    [words.arrived, arrivedAt !== null || lostAt !== null ? null : isOneSided ? words.oneSided : words.underway],
  ];
  return (
    <dl class="race-times">
      {rows.map(([name, value], i) =>
        value === null ? null : (
          <div key={i}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
