import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { watchFalls } from '../breaking/falls.ts';
import type { Lab } from '../lab/lab.ts';
import { raceOn } from '../race/race.ts';
import type { Stage } from '../stage/stage.ts';
import { inLanguage } from '../words/language.ts';
import { AdvicePanel } from './advice-panel.tsx';
import { Guess } from './guess.tsx';
import { LessonRun } from './lesson-run.ts';
import { LESSONS } from './lessons.ts';
import { lessonsWords } from './lessons-words.ts';
import { Notes } from './notes.tsx';
import { RunPanel } from './run-panel.tsx';
import { Share } from './share.tsx';

interface LessonViewProps {
  readonly stage: Stage;
  /** From 0. */
  readonly index: number;
  readonly seed: number;
}

/** One lesson, from its idea to what is to be noticed. */
export function LessonView({ stage, index, seed }: LessonViewProps): JSX.Element {
  const words = inLanguage(lessonsWords);
  const lesson = LESSONS[index]!;
  const said = inLanguage(lesson.words);
  const chosen = useSignal<number | null>(null);
  const isLast = index === LESSONS.length - 1;
  return (
    <article class="lesson">
      <h2>
        {words.lesson(index + 1)} · {said.title}
      </h2>
      <div class="lesson-text">
        <section class="sheet" aria-label={words.steps.idea}>
          <h3>{words.steps.idea}</h3>
          {said.idea.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </section>
        <section class="sheet" aria-label={words.steps.guess}>
          <h3>{words.steps.guess}</h3>
          <Guess lesson={lesson} chosen={chosen} />
        </section>
      </div>
      <section class="lesson-run" aria-label={words.steps.run}>
        <h3>{words.steps.run}</h3>
        {stage.lab === null ? <p>{words.noLab}</p> : <Run stage={stage} lab={stage.lab} index={index} seed={seed} />}
      </section>
      {isLast && (
        <section class="sheet" aria-label={words.steps.advice}>
          <h3>{words.steps.advice}</h3>
          <AdvicePanel />
        </section>
      )}
      <details class="sheet">
        <summary>{words.notes}</summary>
        <Notes lesson={lesson} />
      </details>
      <Share index={index} seed={seed} />
      <nav class="lesson-bar" aria-label={words.title}>
        {index > 0 && <a href={`#lesson=${index}`}>← {words.previous}</a>}
        <a href="#lessons">{words.all}</a>
        {!isLast && <a href={`#lesson=${index + 2}`}>{words.next} →</a>}
      </nav>
    </article>
  );
}

/** Whoever leaves ends the run, and everything is put back. */
function Run({ stage, lab, index, seed }: LessonViewProps & { lab: Lab }): JSX.Element {
  const race = raceOn(stage);
  const run = useMemo(() => new LessonRun(race, LESSONS[index]!, seed), [race, index, seed]);
  const crowd = useMemo(() => watchFalls(lab), [lab, run]);
  useEffect(() => () => run.stop(), [run]);
  useEffect(() => () => crowd.end(), [crowd]);
  return <RunPanel run={run} falls={crowd.falls} />;
}
