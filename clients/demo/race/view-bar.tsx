import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Millis } from '../../../servers/protocol/units.ts';
import { inLanguage } from '../words/language.ts';
import { momentAfter, momentBefore } from './moments.ts';
import { usePulse } from './pulse.ts';
import { raceWords } from './race-words.ts';
import type { TimelineView } from './timeline-view.ts';
import { behindOf, edgeOf, pause, resume, slowDown, stillAt, type ViewClock, zoom } from './view-clock.ts';

/** All that can be done to a view, whether by a button or by a key. */
interface ViewActions {
  readonly toggle: () => void;
  readonly slow: () => void;
  readonly step: (by: 1 | -1) => void;
  readonly zoom: (by: 1 | -1) => void;
  readonly toOldest: () => void;
  readonly toLive: () => void;
  readonly scrubTo: (at: Millis) => void;
}

function actionsOn({ clock, lanes, now }: TimelineView): ViewActions {
  const change = (to: (clock: ViewClock, now: Millis) => ViewClock): void => {
    clock.value = to(clock.value, now());
  };
  const scrubTo = (at: Millis): void => change((current) => stillAt(current, at));
  return {
    toggle: () => change(clock.value.mode === 'still' ? resume : pause),
    slow: () => change(clock.value.mode === 'slow' ? resume : slowDown),
    step(by) {
      const at = edgeOf(clock.value, now());
      scrubTo((by > 0 ? momentAfter(lanes, at) : momentBefore(lanes, at)) ?? at);
    },
    zoom: (by) => change((current) => zoom(current, by)),
    toOldest() {
      const { oldestAt } = lanes;
      if (oldestAt !== null) scrubTo(Math.min(now(), oldestAt + clock.value.spanMs / 2));
    },
    toLive: () => change(resume),
    scrubTo,
  };
}

type Key = readonly [key: string, act: (actions: ViewActions) => void];

const KEYS: ReadonlyMap<string, Key[1]> = new Map<Key[0], Key[1]>([
  [' ', ({ toggle }) => toggle()],
  ['ArrowLeft', ({ step }) => step(-1)],
  ['ArrowRight', ({ step }) => step(1)],
  ['s', ({ slow }) => slow()],
  ['Home', ({ toOldest }) => toOldest()],
  ['End', ({ toLive }) => toLive()],
  ['+', (actions) => actions.zoom(1)],
  ['=', (actions) => actions.zoom(1)],
  ['-', (actions) => actions.zoom(-1)],
]);

/** Elements that have a use for these keys themselves: to write, to choose or to scroll; and those that the space presses. */
const OWN_KEYS = 'input, select, textarea, pre, [role="log"], [role="region"][tabindex]';
const OWN_SPACE = 'button, a, summary';

/** Has the keys move the view while nothing else has them: the focus is on the canvas, or nowhere. */
export function useViewKeys(view: TimelineView): void {
  useEffect(() => {
    const actions = actionsOn(view);
    function press(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const used = event.key === ' ' ? `${OWN_KEYS}, ${OWN_SPACE}` : OWN_KEYS;
      if (event.target instanceof Element && event.target.closest(used) !== null) return;
      const act = KEYS.get(event.key);
      if (act === undefined) return;
      event.preventDefault();
      act(actions);
    }
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [view]);
}

/** What moves the view. */
export function ViewBar({ view }: { view: TimelineView }): JSX.Element {
  const words = inLanguage(raceWords);
  const actions = actionsOn(view);
  const { mode, spanMs } = view.clock.value;
  return (
    <div class="race-view-bar" role="group" aria-label={words.view}>
      <button type="button" aria-pressed={mode === 'still'} onClick={actions.toggle}>
        {words.pause}
      </button>
      <button type="button" title={words.back} aria-label={words.back} onClick={() => actions.step(-1)}>
        ◂
      </button>
      <button type="button" title={words.forth} aria-label={words.forth} onClick={() => actions.step(1)}>
        ▸
      </button>
      <button
        type="button"
        title={words.slowLong}
        aria-label={words.slowLong}
        aria-pressed={mode === 'slow'}
        onClick={actions.slow}
      >
        {words.slow}
      </button>
      <button type="button" aria-pressed={mode === 'live'} onClick={actions.toLive}>
        {view.isReplay === true ? words.replay.play : words.resume}
      </button>
      <span class="race-zoom">
        <button type="button" title={words.wider} aria-label={words.wider} onClick={() => actions.zoom(-1)}>
          −
        </button>
        <span>{words.span(spanMs / 1000)}</span>
        <button type="button" title={words.closer} aria-label={words.closer} onClick={() => actions.zoom(1)}>
          +
        </button>
      </span>
      <Scrubber view={view} clock={view.clock} scrubTo={actions.scrubTo} />
    </div>
  );
}

interface ScrubberProps {
  readonly view: TimelineView;
  readonly clock: Signal<ViewClock>;
  readonly scrubTo: (at: Millis) => void;
}

function Scrubber({ view, clock, scrubTo }: ScrubberProps): JSX.Element {
  usePulse();
  const words = inLanguage(raceWords);
  const now = view.now();
  const behindMs = behindOf(clock.value, now);
  const keptMs = Math.max(1000, now - (view.lanes.oldestAt ?? now));
  const ago = (behindMs / 1000).toFixed(1);
  const { mode } = clock.value;
  const said = view.isReplay === true ? sayReplay(mode, ago) : sayLive(mode, behindMs < 100, ago);
  return (
    <>
      <input
        class="race-scrub"
        type="range"
        aria-label={words.scrub}
        aria-valuetext={said}
        min={-Math.ceil(keptMs / 1000)}
        max={0}
        step={0.1}
        value={(behindMs as number) / -1000}
        onInput={({ currentTarget }) => scrubTo(view.now() + currentTarget.valueAsNumber * 1000)}
      />
      {/* Four times a second is too often to be read out. */}
      <output class={`race-mode race-mode-${mode}`} aria-live="off">
        {said}
      </output>
    </>
  );
}

function sayLive(mode: ViewClock['mode'], isPresent: boolean, ago: string): string {
  const words = inLanguage(raceWords);
  if (mode === 'still') return words.still(ago);
  return isPresent ? words.live : words.behind(ago);
}

function sayReplay(mode: ViewClock['mode'], ago: string): string {
  const { replay } = inLanguage(raceWords);
  return mode === 'still' ? replay.paused(ago) : replay.playing;
}
