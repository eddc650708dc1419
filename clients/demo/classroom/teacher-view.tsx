import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { TRANSPORT_NAMES, type TransportName } from '../../../servers/protocol/transport-name.ts';
import type { LabCommand, LabState } from '../lab/lab-frames.ts';
import { CLASS_LINK, TEACHER_PHONE } from '../lab/lab-frames.ts';
import type { Lab } from '../lab/lab.ts';
import type { Stage } from '../stage/stage.ts';
import { inLanguage } from '../words/language.ts';
import { transportWords } from '../words/transport-words.ts';
import type { Student } from './attendance.ts';
import { classWords } from './class-words.ts';
import { ClassTraffic } from './class-traffic.tsx';
import { QrCode } from './qr-code.tsx';
import { openClass, type Teacher } from './teacher.ts';
import './classroom.css';

type ClassState = NonNullable<LabState['class']>;

/** What the teacher sees: how to join, who is there, and what can be done to all of them. */
export function TeacherView({ stage, lab, state }: { stage: Stage; lab: Lab; state: ClassState }): JSX.Element {
  const words = inLanguage(classWords);
  const teacher = useSignal<Teacher | null>(null);
  const failure = useSignal('');
  const { secret } = state;
  useEffect(() => {
    const open = async (): Promise<void> => {
      teacher.value = await openClass(await stage.phone(TEACHER_PHONE), secret);
    };
    open().catch((reason: Error) => (failure.value = reason.message));
  }, [stage, secret]);
  return (
    <section class="class-view" aria-label={words.title}>
      <Joining state={state} />
      {failure.value !== '' && <p role="alert">{failure}</p>}
      {teacher.value !== null && (
        <>
          <Commands teacher={teacher.value} />
          <Students students={[...teacher.value.attendance.value.values()]} />
        </>
      )}
      <Faults lab={lab} isUnplugged={state.isUnplugged} />
      <ClassTraffic lab={lab} />
    </section>
  );
}

function Joining({ state: { urls } }: { state: ClassState }): JSX.Element {
  const words = inLanguage(classWords);
  const [url] = urls;
  return (
    <div class="sheet class-joining">
      <h2>{words.join}</h2>
      {url === undefined ? (
        <p>{words.noNetwork}</p>
      ) : (
        <>
          <QrCode text={url} label={words.qr(url)} />
          {urls.map((each) => (
            <p key={each} class="class-url">
              {words.address(each)}
            </p>
          ))}
        </>
      )}
    </div>
  );
}

function Commands({ teacher }: { teacher: Teacher }): JSX.Element {
  const words = inLanguage(classWords);
  const transports = inLanguage(transportWords);
  const { isFrozen, transport } = teacher.board.value;
  const text = useSignal('');
  const submit = (event: Event): void => {
    event.preventDefault();
    if (text.value.trim() !== '') void teacher.say(text.value);
    text.value = '';
  };
  return (
    <div class="sheet class-commands">
      <button
        type="button"
        class="primary"
        aria-pressed={isFrozen}
        onClick={() => void teacher.announce({ isFrozen: !isFrozen })}
      >
        {isFrozen ? words.thaw : words.freeze}
      </button>
      <span role="status">{isFrozen ? words.frozenNow : ''}</span>
      <label>
        {words.everybodyUses}{' '}
        <select
          value={transport ?? ''}
          onChange={({ currentTarget: { value } }) =>
            void teacher.announce({ transport: value === '' ? null : (value as TransportName) })
          }
        >
          <option value="">{words.eachChooses}</option>
          {TRANSPORT_NAMES.map((name) => (
            <option key={name} value={name}>
              {transports[name]}
            </option>
          ))}
        </select>
      </label>
      <form onSubmit={submit}>
        <input
          aria-label={words.say}
          placeholder={words.say}
          value={text.value}
          onInput={({ currentTarget }) => (text.value = currentTarget.value)}
        />
        <button type="submit">{words.send}</button>
      </form>
    </div>
  );
}

function Students({ students }: { students: readonly Student[] }): JSX.Element {
  const words = inLanguage(classWords);
  const transports = inLanguage(transportWords);
  const here = students.filter(({ online }) => online).length;
  return (
    <div class="sheet class-students">
      <h2>{words.students(here, students.length)}</h2>
      {students.length === 0 ? (
        <p class="soft">{words.empty}</p>
      ) : (
        <table>
          <thead>
            <tr>
              {Object.values(words.columns).map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {students.map(({ address, name, online, sign, messages, lastMessage, lastLegMs }) => (
              <tr key={address} class={online ? undefined : 'soft'}>
                <th scope="row">{name}</th>
                <td>{sign === null ? words.signUnknown : words.sign[sign.state]}</td>
                <td>{sign === null || sign.state === 'gone' ? '–' : transports[sign.transport]}</td>
                <td>{messages}</td>
                <td class="class-last">{lastMessage ?? '–'}</td>
                <td>{lastLegMs === null ? '–' : `${Math.round(lastLegMs)} ms`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function Faults({ lab, isUnplugged }: { lab: Lab; isUnplugged: boolean }): JSX.Element {
  const words = inLanguage(classWords);
  const failure = useSignal('');
  const act = (command: LabCommand) => (): void => {
    lab.do(command).then(
      () => (failure.value = ''),
      (reason: Error) => (failure.value = reason.message),
    );
  };
  const phones = [CLASS_LINK];
  return (
    <div class="sheet class-faults">
      <h2>{words.breaking}</h2>
      <div class="class-buttons">
        <button type="button" onClick={act({ do: isUnplugged ? 'plug' : 'unplug', phones })}>
          {isUnplugged ? words.faults.plug : words.faults.unplug}
        </button>
        <button type="button" onClick={act({ do: 'reset', phones })}>
          {words.faults.reset}
        </button>
        <button type="button" onClick={act({ do: 'stall', phones, forMs: 5000 })}>
          {words.faults.stall}
        </button>
        <button type="button" onClick={act({ do: 'restart', memory: 'kept' })}>
          {words.faults.restart}
        </button>
        <button type="button" onClick={act({ do: 'restart', memory: 'lost' })}>
          {words.faults.forget}
        </button>
      </div>
      <p role="alert">{failure}</p>
    </div>
  );
}
