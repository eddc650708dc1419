import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { ChatPhone } from '../chat/chat-phone.tsx';
import { Messenger } from '../chat/messenger.ts';
import type { Phone } from '../phone/phone.ts';
import type { Stage } from '../stage/stage.ts';
import { inLanguage } from '../words/language.ts';
import { transportWords } from '../words/transport-words.ts';
import { CLASS_GROUP } from './board.ts';
import { classWords } from './class-words.ts';
import { type Seat, takeSeat } from './student.ts';
import { withoutBoard } from './without-board.ts';

/** A phone, and what a person does on it. */
interface Student {
  readonly phone: Phone;
  readonly messenger: Messenger;
}

/** What one of the class sees: a phone that is in the class, and does what the board says. */
export function StudentView({ stage }: { stage: Stage }): JSX.Element {
  const words = inLanguage(classWords);
  const student = useSignal<Student | null>(null);
  const seat = useSignal<Seat | null>(null);
  useEffect(() => {
    const sit = async (): Promise<void> => {
      const phone = await stage.phone('student');
      student.value = { phone, messenger: new Messenger(withoutBoard(phone)) };
    };
    void sit();
  }, [stage]);
  const isFrozen = seat.value?.board.value.isFrozen === true;
  return (
    <section class="class-student" aria-label={words.title}>
      {student.value !== null && (
        <>
          {student.value.messenger.account.value.is === 'in' && <Following student={student.value} seat={seat} />}
          <div class="chat-phone" inert={isFrozen}>
            <ChatPhone messenger={student.value.messenger} suggestion="" other={null} />
          </div>
        </>
      )}
      {isFrozen && (
        <div class="class-frozen" role="alert">
          <h2>{words.frozen}</h2>
          <p>{words.frozenWhy}</p>
        </div>
      )}
    </section>
  );
}

/** Follows the class while somebody is signed in, and tells what is to be known of it. */
function Following({ student, seat }: { student: Student; seat: Signal<Seat | null> }): JSX.Element {
  const { phone, messenger } = student;
  const words = inLanguage(classWords);
  const transports = inLanguage(transportWords);
  useEffect(() => {
    const taken = takeSeat(phone);
    seat.value = taken;
    return () => {
      taken.leave();
      seat.value = null;
    };
  }, [phone, seat]);
  const isIn = seat.value?.isIn.value === true;
  useEffect(() => {
    if (isIn) messenger.look(`group:${CLASS_GROUP}`);
  }, [isIn, messenger]);
  const transport = seat.value?.board.value.transport ?? null;
  return (
    <p role="status" class="soft">
      {!isIn && words.waiting}
      {isIn && transport !== null && words.teacherChose(transports[transport])}
    </p>
  );
}
