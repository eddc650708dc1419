import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { ChatPhone } from '../chat/chat-phone.tsx';
import { Messenger } from '../chat/messenger.ts';
import type { Stage } from '../stage/stage.ts';
import { inLanguage } from '../words/language.ts';
import { transportWords } from '../words/transport-words.ts';
import { CLASS_GROUP } from './board.ts';
import { classWords } from './class-words.ts';
import { type Seat, takeSeat } from './student.ts';
import { withoutBoard } from './without-board.ts';

/** What one of the class sees: a phone that is in the class, and does what the board says. */
export function StudentView({ stage }: { stage: Stage }): JSX.Element | null {
  const words = inLanguage(classWords);
  const messenger = useSignal<Messenger | null>(null);
  const seat = useSignal<Seat | null>(null);
  useEffect(() => {
    void stage.phone('student').then((phone) => (messenger.value = new Messenger(withoutBoard(phone))));
  }, [stage]);
  const isSignedIn = messenger.value?.account.value.is === 'in';
  useEffect(() => {
    if (!isSignedIn) return undefined;
    let taken: Seat | undefined;
    let hasLeft = false;
    void stage.phone('student').then((phone) => {
      if (!hasLeft) seat.value = taken = takeSeat(phone);
    });
    return () => {
      hasLeft = true;
      taken?.leave();
      seat.value = null;
    };
  }, [stage, isSignedIn]);
  const isIn = seat.value?.isIn.value === true;
  useEffect(() => {
    if (isIn) messenger.value!.look(`group:${CLASS_GROUP}`);
  }, [isIn]);
  if (messenger.value === null) return null;
  const board = seat.value?.board.value;
  return (
    <section class="class-student" aria-label={words.title}>
      <Said isWaiting={isSignedIn && !isIn} transport={board?.transport ?? null} />
      <div class="chat-phone" inert={board?.isFrozen === true}>
        <ChatPhone messenger={messenger.value} suggestion="" other={null} />
      </div>
      {board?.isFrozen === true && (
        <div class="class-frozen" role="alert">
          <h2>{words.frozen}</h2>
          <p>{words.frozenWhy}</p>
        </div>
      )}
    </section>
  );
}

function Said({ isWaiting, transport }: { isWaiting: boolean; transport: Seat['board']['value']['transport'] }): JSX.Element {
  const words = inLanguage(classWords);
  const transports = inLanguage(transportWords);
  return (
    <p role="status" class="soft">
      {isWaiting ? words.waiting : transport === null ? '' : words.teacherChose(transports[transport])}
    </p>
  );
}
