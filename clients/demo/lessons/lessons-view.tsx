import type { JSX } from 'preact';
import { place } from '../shell/place.ts';
import type { Stage } from '../stage/stage.ts';
import { inLanguage } from '../words/language.ts';
import { LessonView } from './lesson-view.tsx';
import { LESSONS } from './lessons.ts';
import { lessonsWords } from './lessons-words.ts';
import { AllNotes } from './notes.tsx';
import './lessons.css';

const FIRST_SEED = 1;

/** The lessons: which there are, one of them, or the notes for whoever teaches them, as the page's address says. */
export function LessonsView({ stage }: { stage: Stage }): JSX.Element {
  const { settings } = place.value;
  const index = wholeNumber(settings.get('lesson')) - 1;
  if (index in LESSONS) {
    const seed = wholeNumber(settings.get('seed')) || FIRST_SEED;
    return <LessonView key={index} stage={stage} index={index} seed={seed} />;
  }
  return settings.has('notes') ? <AllNotes /> : <LessonList stage={stage} />;
}

function LessonList({ stage }: { stage: Stage }): JSX.Element {
  const words = inLanguage(lessonsWords);
  return (
    <div class="lesson">
      <h2>{words.title}</h2>
      <p>{stage.lab === null ? words.noLab : words.idea}</p>
      <ol class="lesson-list">
        {LESSONS.map((lesson, i) => {
          const { title, question } = inLanguage(lesson.words);
          return (
            <li key={title} class="sheet">
              <a href={`#lesson=${i + 1}`}>
                <span class="lesson-number" aria-hidden="true">
                  {i + 1}
                </span>
                <b>{title}</b>
                <span>{question}</span>
              </a>
            </li>
          );
        })}
      </ol>
      <p>
        <a href="#lessons&notes">{words.allNotes}</a>
      </p>
    </div>
  );
}

/** 0 where it is none. */
function wholeNumber(text: string | null): number {
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : 0;
}
