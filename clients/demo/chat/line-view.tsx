import type { JSX } from 'preact';
import { faultWords } from '../words/fault-words.ts';
import { inLanguage, language } from '../words/language.ts';
import { transportWords } from '../words/transport-words.ts';
import { Avatar } from './avatar.tsx';
import { chatWords } from './chat-words.ts';
import type { Line, OwnLine, Remark } from './line.ts';
import { nameIn } from './names.ts';
import { Tick } from './tick.tsx';
import { timeOfDay } from './time-of-day.ts';

/** One line of a conversation: one's own at the right, others' at the left, remarks in the middle. */
export function LineView({ line, sendAgain }: { line: Line; sendAgain: (line: OwnLine) => void }): JSX.Element {
  if (line.kind === 'own') return <Own line={line} sendAgain={() => sendAgain(line)} />;
  if (line.kind === 'theirs') return <Theirs line={line} />;
  return (
    <p class="chat-remark" data-code={line.remark.code}>
      <span>{remarkText(line.remark)}</span> <Time at={line.at} />
    </p>
  );
}

function Own({ line, sendAgain }: { line: OwnLine; sendAgain: () => void }): JSX.Element {
  const words = inLanguage(chatWords);
  return (
    <div class="chat-line" data-kind="own">
      <div class="chat-bubble">
        <p>{line.body}</p>
        <span class="chat-meta">
          <Time at={line.at} />
          {line.has.length > 1 && <span aria-hidden="true">{line.has.length}</span>}
          <Tick progress={line.progress} label={tickText(line)} />
        </span>
      </div>
      {line.refusal !== null && (
        <p class="chat-refusal">
          {words.refused} {inLanguage(faultWords)[line.refusal.code]}{' '}
          <button type="button" onClick={sendAgain}>
            {words.sendAgain}
          </button>
        </p>
      )}
    </div>
  );
}

function Theirs({ line }: { line: Extract<Line, { kind: 'theirs' }> }): JSX.Element {
  const words = inLanguage(chatWords);
  return (
    <div class="chat-line" data-kind="theirs">
      <Avatar address={line.from} />
      <div>
        <span class="chat-from">{nameIn(line.from)}</span>
        <div class="chat-bubble">
          <p>{line.body}</p>
          <span class="chat-meta">
            <Time at={line.at} />
          </span>
        </div>
        {line.isRepeat && <p class="chat-refusal">{words.again}</p>}
      </div>
    </div>
  );
}

function Time({ at }: { at: number }): JSX.Element {
  return <time dateTime={new Date(at).toISOString()}>{timeOfDay(at, language.value)}</time>;
}

function tickText({ progress, has, online }: OwnLine): string {
  const words = inLanguage(chatWords);
  if (progress === 'delivered') return words.deliveredTo(has.map((address) => nameIn(address)).join(', '));
  return words.ticks[progress === 'stored' && online === false ? 'waits' : progress];
}

function remarkText(remark: Remark): string {
  const words = inLanguage(chatWords);
  if ('party' in remark) return words.remarks[remark.code](nameIn(remark.party));
  if (remark.code === 'gap') return words.lost(words.gaps[remark.reason]);
  if (remark.code === 'switched') return words.remarks.switched(inLanguage(transportWords)[remark.transport]);
  return words.remarks[remark.code];
}
