import type { JSX } from 'preact';
import { inLanguage } from '../words/language.ts';
import type { Lesson } from './lesson.ts';
import { LESSONS } from './lessons.ts';
import { lessonsWords } from './lessons-words.ts';

const COMMAND = 'npm run bench';

/** What whoever teaches a lesson should know. */
export function Notes({ lesson }: { lesson: Lesson }): JSX.Element {
  const words = inLanguage(lessonsWords);
  const { plan, misconceptions, questions, numbers } = inLanguage(lesson.words).notes;
  return (
    <div class="lesson-notes">
      <h4>{words.plan}</h4>
      <table>
        <tbody>
          {plan.map(({ minutes, what }) => (
            <tr key={what}>
              <th scope="row">{words.minutes(minutes)}</th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h4>{words.misconceptions}</h4>
      <dl>
        {misconceptions.map(({ claim, truth, see }) => (
          <div key={claim}>
            <dt>{claim}</dt>
            <dd>
              {truth}{' '}
              <span class="soft">
                <b>{words.see}</b> {see}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <h4>{words.questions}</h4>
      <Items items={questions} />
      <h4>{words.numbers}</h4>
      <p class="soft">{words.numbersHelp}</p>
      <Items items={numbers} />
    </div>
  );
}

function Items({ items }: { items: readonly string[] }): JSX.Element {
  return (
    <ul>
      {items.map((item) => (
        <li key={item}>
          <WithCommand text={item} />
        </li>
      ))}
    </ul>
  );
}

/** A text that may end with a command. */
function WithCommand({ text }: { text: string }): JSX.Element {
  const begins = text.indexOf(COMMAND);
  if (begins === -1) return <>{text}</>;
  return (
    <>
      {text.slice(0, begins)}
      <code>{text.slice(begins)}</code>
    </>
  );
}

/** The notes of all lessons, as they are to be printed. */
export function AllNotes(): JSX.Element {
  const words = inLanguage(lessonsWords);
  return (
    <div class="lesson-all-notes">
      <div class="lesson-bar">
        <a href="#lessons">{words.all}</a>
        <button type="button" onClick={() => print()}>
          {words.print}
        </button>
      </div>
      <h2>{words.allNotes}</h2>
      {LESSONS.map((lesson, i) => (
        <article key={inLanguage(lesson.words).title} class="sheet">
          <h3>
            {words.lesson(i + 1)} · {inLanguage(lesson.words).title}
          </h3>
          <Notes lesson={lesson} />
        </article>
      ))}
    </div>
  );
}
