import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { inLanguage } from '../words/language.ts';
import type { Lesson } from './lesson.ts';
import { lessonsWords } from './lessons-words.ts';

interface GuessProps {
  readonly lesson: Lesson;
  /** Null before anything was chosen; what it is says nothing to who has not chosen. */
  readonly chosen: Signal<number | null>;
}

/** A prediction to make: what is right is told when something was chosen, with why the others are not. */
export function Guess({ lesson, chosen }: GuessProps): JSX.Element {
  const words = inLanguage(lessonsWords);
  const { question, options } = inLanguage(lesson.words);
  const choice = chosen.value;
  const others = options.filter((_, i) => i !== choice);
  return (
    <>
      <p class="guess-question">{question}</p>
      <div class="guess-options">
        {options.map(({ says }, i) => (
          <button
            key={says}
            type="button"
            class={choice === null ? undefined : i === lesson.answer ? 'guess-right' : 'guess-other'}
            aria-pressed={choice === i}
            onClick={() => (chosen.value = i)}
          >
            {says}
          </button>
        ))}
      </div>
      <div role="status">
        {choice !== null && (
          <p class={choice === lesson.answer ? 'guess-verdict guess-good' : 'guess-verdict guess-bad'}>
            {choice !== lesson.answer && <b>{words.notQuite} </b>}
            {options[choice]!.why}
          </p>
        )}
      </div>
      {choice !== null && (
        <details>
          <summary>{words.reveal}</summary>
          <dl class="guess-others">
            {others.map(({ says, why }) => (
              <div key={says}>
                <dt>{says}</dt>
                <dd>{why}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}
