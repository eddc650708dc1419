import type { JSX } from 'preact';
import type { Stage } from '../stage/stage.ts';
import { inLanguage } from '../words/language.ts';
import { classWords } from './class-words.ts';
import { StudentView } from './student-view.tsx';
import { TeacherView } from './teacher-view.tsx';
import './classroom.css';

/** The class: for one of it, for its teacher, or how to have one. */
export function ClassView({ stage }: { stage: Stage }): JSX.Element {
  if (stage.isClass) return <StudentView stage={stage} />;
  const state = stage.lab?.state.value?.class ?? null;
  if (stage.lab === null || state === null) return <HowTo />;
  return <TeacherView stage={stage} lab={stage.lab} state={state} />;
}

function HowTo(): JSX.Element {
  const words = inLanguage(classWords);
  return (
    <section class="sheet class-how" aria-label={words.title}>
      <h2>{words.title}</h2>
      <p>{words.howTo}</p>
      <pre>npm start -- --class</pre>
      <p>{words.howToThen}</p>
    </section>
  );
}
