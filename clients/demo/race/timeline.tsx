import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { CAPACITY, type Journal } from '../journal/journal.ts';
import { inLanguage } from '../words/language.ts';
import { sayCount } from './figure.ts';
import { LaneBoard } from './lane-board.tsx';
import { Legend } from './legend.tsx';
import { LookInside } from './look-inside.tsx';
import { usePulse } from './pulse.ts';
import { raceWords } from './race-words.ts';
import { TimelineCanvas } from './timeline-canvas.tsx';
import type { TimelineView } from './timeline-view.ts';
import { TimelineTable } from './timeline-table.tsx';
import { useViewKeys, ViewBar } from './view-bar.tsx';
import './race.css';

interface TimelineProps {
  readonly view: TimelineView;
  readonly journal: Journal;
}

/** The lanes over time, with all that moves the view and looks inside; of a race, or of a saved trace. */
export function Timeline({ view, journal }: TimelineProps): JSX.Element {
  const words = inLanguage(raceWords);
  const isTable = useSignal(false);
  useViewKeys(view);
  return (
    <section class="race-timeline" aria-label={words.timeline}>
      <div class="race-stage sheet">
        <ViewBar view={view} />
        <TimelineCanvas view={view} />
        <Legend />
        <footer>
          <Help />
          <Kept journal={journal} />
          <label>
            <input
              type="checkbox"
              checked={isTable.value}
              onChange={({ currentTarget }) => (isTable.value = currentTarget.checked)}
            />{' '}
            {words.asTable}
          </label>
        </footer>
        {isTable.value && <TimelineTable view={view} />}
      </div>
      {view.chosen.value === null ? (
        <LaneBoard lanes={view.only === undefined ? view.lanes.all : view.only.map((name) => view.lanes.of(name))} />
      ) : (
        <LookInside piece={view.chosen.value} lanes={view.lanes} chosen={view.chosen} />
      )}
    </section>
  );
}

function Help(): JSX.Element {
  const { help } = inLanguage(raceWords);
  return (
    <p class="race-help soft">
      <kbd>␣</kbd> {help.space} · <kbd>←</kbd> <kbd>→</kbd> {help.arrows} · <kbd>s</kbd> {help.s} · <kbd>Home</kbd>{' '}
      <kbd>End</kbd> {help.ends} · <kbd>+</kbd> <kbd>−</kbd> {help.zoom} · {help.click}
    </p>
  );
}

function Kept({ journal }: { journal: Journal }): JSX.Element {
  usePulse();
  return <p class="race-kept soft">{inLanguage(raceWords).kept(sayCount(journal.entries.size), sayCount(CAPACITY))}</p>;
}
