import { signal } from '@preact/signals';
import { type JSX, render } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Millis } from '../../../servers/protocol/units.ts';
import icon from '../icon.svg';
import { type Entry, Journal } from '../journal/journal.ts';
import { Lanes } from '../race/lanes.ts';
import { Timeline } from '../race/timeline.tsx';
import type { TimelineView } from '../race/timeline-view.ts';
import { Choices } from '../shell/choices.tsx';
import { inLanguage, language } from '../words/language.ts';
import { exportWords } from './export-words.ts';
import { createReplay, type Replay } from './replay.ts';
import { parseNdjson, type SavedTrace, SavedTraceError } from './saved-trace.ts';
import { TRACE_ELEMENT } from './trace-element.ts';
import '../style/tokens.css';
import '../style/base.css';
import './export.css';

/** The page that shows a saved trace, which is in it: without a server. */
function Viewer({ text }: { text: string }): JSX.Element {
  const words = inLanguage(exportWords);
  const [opened, setOpened] = useState(text);
  const trace = useMemo(() => read(opened), [opened]);
  return (
    <>
      <header class="shell-head">
        <h1>
          <img src={icon} alt="" />
          <span>transport-lab · {words.viewer}</span>
        </h1>
        <Choices />
      </header>
      <main class="shell-main viewer">
        <h2 class="heard">{words.viewer}</h2>
        {trace === null ? <p>{words.none}</p> : null}
        {trace instanceof SavedTraceError && <p role="alert">{words.failed(trace.message)}</p>}
        {trace === null || trace instanceof SavedTraceError ? null : <Shown key={opened} trace={trace} />}
        <label class="viewer-bar">
          {words.open}
          <input
            type="file"
            accept=".ndjson"
            onChange={({ currentTarget: { files } }) => void files?.[0]?.text().then(setOpened)}
          />
        </label>
      </main>
    </>
  );
}

function Shown({ trace }: { trace: SavedTrace }): JSX.Element {
  const words = inLanguage(exportWords);
  const [{ view, journal, replay }] = useState(() => open(trace));
  useEffect(() => () => replay.close(), [replay]);
  return (
    <>
      <div class="viewer-bar">
        <button type="button" class="primary" onClick={() => replay.play()}>
          {words.play}
        </button>
        <p class="soft">
          {words.savedAt(new Date(trace.savedAt).toLocaleString(language.value))}
          {trace.forgotten > 0 && ` · ${words.forgotten(trace.forgotten)}`}
        </p>
      </div>
      <Timeline view={view} journal={journal} />
    </>
  );
}

function open({ entries, thread }: SavedTrace): { view: TimelineView; journal: Journal; replay: Replay } {
  const journal = new Journal();
  for (const entry of entries) journal.add(entry);
  const lanes = new Lanes();
  lanes.follow(journal);
  const times = entries.map((entry) => timeOf(entry));
  const endAt = times.reduce((latest, at) => Math.max(latest, at), -Infinity);
  const startAt = times.reduce((earliest, at) => Math.min(earliest, at), Infinity);
  const replay = createReplay(startAt, endAt, () => performance.now());
  const { clock, now } = replay;
  const view: TimelineView = { lanes, clock, now, isReplay: true, chosen: signal(null), thread: signal(thread) };
  return { view, journal, replay };
}

function timeOf({ event }: Entry): Millis {
  return event.at;
}

/** Null where there is nothing to read. */
function read(text: string): SavedTrace | SavedTraceError | null {
  if (text.trim() === '') return null;
  try {
    const trace = parseNdjson(text);
    return trace.entries.length === 0 ? null : trace;
  } catch (failure) {
    if (!(failure instanceof SavedTraceError)) throw failure;
    return failure;
  }
}

render(
  <Viewer text={document.querySelector(`#${TRACE_ELEMENT}`)?.textContent ?? ''} />,
  document.querySelector('#app')!,
);
