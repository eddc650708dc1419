import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { inLanguage } from '../words/language.ts';
import { transportWords } from '../words/transport-words.ts';
import { advise, type Answers, FIRST_ANSWERS, type Question, QUESTIONS, type Why } from './advice.ts';
import { adviceWords } from './advice-words.ts';

/** Helps to choose a transport: a few questions, an answer with its reasons, and how to check it. */
export function AdvicePanel(): JSX.Element {
  const words = inLanguage(adviceWords);
  const names = inLanguage(transportWords);
  const answers = useSignal<Answers>(FIRST_ANSWERS);
  const { transport, reasons, cautions, others, command } = advise(answers.value);
  return (
    <div class="advice">
      <p>{words.idea}</p>
      <div class="advice-questions">
        {(Object.keys(QUESTIONS) as Question[]).map((question) => (
          <fieldset key={question}>
            <legend>{words.questions[question].ask}</legend>
            {QUESTIONS[question].map((answer) => (
              <label key={answer}>
                <input
                  type="radio"
                  name={`advice-${question}`}
                  checked={answers.value[question] === answer}
                  onChange={() => (answers.value = { ...answers.value, [question]: answer })}
                />{' '}
                {(words.questions[question].answers as Record<string, string>)[answer]}
              </label>
            ))}
          </fieldset>
        ))}
      </div>
      <div class={`advice-answer advice-${transport}`} role="status">
        <h4>{words.answer(names[transport])}</h4>
        <Whys title={words.because} whys={reasons} />
        <Whys title={words.but} whys={cautions} />
      </div>
      <details>
        <summary>{words.others}</summary>
        {others.map(({ transport: other, against }) => (
          <Whys key={other} title={names[other]} whys={against} ifNone={words.nothingAgainst} />
        ))}
      </details>
      <p>
        {words.check} <code>{command}</code>
      </p>
      <p class="soft">{words.note}</p>
    </div>
  );
}

interface WhysProps {
  readonly title: string;
  readonly whys: readonly Why[];
  readonly ifNone?: string;
}

function Whys({ title, whys, ifNone }: WhysProps): JSX.Element | null {
  const words = inLanguage(adviceWords);
  const said = whys.length === 0 && ifNone !== undefined ? [ifNone] : whys.map((why) => words.whys[why]);
  if (said.length === 0) return null;
  return (
    <>
      <b>{title}</b>
      <ul>
        {said.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </>
  );
}
