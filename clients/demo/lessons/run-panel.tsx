import type { ReadonlySignal } from '@preact/signals';
import type { JSX } from 'preact';
import { CrowdStrips } from '../breaking/crowd-strip.tsx';
import type { Fall } from '../breaking/falls.ts';
import { LedgerTable } from '../breaking/ledger-table.tsx';
import { RaceLanes } from '../race/race-lanes.tsx';
import { usePulse } from '../race/pulse.ts';
import { inLanguage } from '../words/language.ts';
import type { LessonRun } from './lesson-run.ts';
import { lessonsWords } from './lessons-words.ts';

interface RunPanelProps {
  readonly run: LessonRun;
  readonly falls: ReadonlySignal<readonly Fall[]>;
}

/** The run of a lesson: a button that sets the scene, what is going on, the lanes, and what there is to notice. */
export function RunPanel({ run, falls }: RunPanelProps): JSX.Element {
  const words = inLanguage(lessonsWords);
  const { phases } = inLanguage(run.lesson.words);
  const { isAboutCrowd = false } = run.lesson;
  const state = run.state.value;
  const isOn = state.is === 'running' || state.is === 'setting';
  const seen = (
    <div class="lesson-seen">
      <RunNotices run={run} />
      <div class="sheet">
        {isAboutCrowd ? <CrowdStrips falls={falls} /> : <LedgerTable lane={(name) => run.sight.lane(name)} />}
      </div>
    </div>
  );
  return (
    <>
      <div class="lesson-bar">
        {isOn ? (
          <button type="button" onClick={() => run.stop()}>
            {words.stop}
          </button>
        ) : (
          <button type="button" class="primary" onClick={() => void run.start()}>
            {run.phase.value === null ? words.runIt : words.runAgain}
          </button>
        )}
        {state.is === 'running' && <Progress startedAt={state.startedAt} lengthMs={run.lengthMs} />}
        <span class="soft" role="status">
          {words.states[state.is]} {state.is === 'failed' && state.message}
        </span>
      </div>
      <p class="lesson-caption" role="status">
        {run.phase.value === null ? words.guessFirst : phases[run.phase.value]}
      </p>
      {isAboutCrowd && seen}
      <RaceLanes race={run.race} />
      {!isAboutCrowd && seen}
    </>
  );
}

function Progress({ startedAt, lengthMs }: { startedAt: number; lengthMs: number }): JSX.Element {
  usePulse();
  const words = inLanguage(lessonsWords);
  const doneMs = Math.min(lengthMs, performance.now() - startedAt);
  const said = words.progress(Math.floor(doneMs / 1000), Math.round(lengthMs / 1000));
  return (
    <label class="lesson-progress">
      <progress max={lengthMs} value={doneMs} /> {said}
    </label>
  );
}

function RunNotices({ run }: { run: LessonRun }): JSX.Element {
  const words = inLanguage(lessonsWords);
  const { notices } = inLanguage(run.lesson.words);
  return (
    <section class="sheet" aria-label={words.steps.notice}>
      <h3>{words.steps.notice}</h3>
      <ul class="lesson-notices">
        {notices.map((notice, i) => {
          const isSeen = run.seen.value[i] === true;
          return (
            <li key={notice} class={isSeen ? 'lesson-is-seen' : undefined}>
              <b>{isSeen ? words.seen : words.notSeen}</b>
              <span>{notice}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
