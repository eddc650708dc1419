import { effect, signal, type Signal } from '@preact/signals';
import type { Millis } from '../../../servers/protocol/units.ts';
import { edgeOf, FIRST_SPAN_MS, LIVE_LAG_MS, resume, stillAt, type ViewClock } from '../race/view-clock.ts';

/** How often it is looked whether the end is reached. */
const LOOK_EVERY_MS: Millis = 100;

/** The time of a trace that is over: it stands still unless it is played, and then goes on from where it is. */
export interface Replay {
  readonly clock: Signal<ViewClock>;
  /** What the world's time would be. */
  readonly now: () => Millis;
  /** Plays from the beginning. */
  play(): void;
  close(): void;
}

/**
 * Replays what happened from `startAt` to `endAt`, in Unix time in ms; at first it stands at its end.
 *
 * @param monotonic What measures how time goes by, in ms.
 */
export function createReplay(startAt: Millis, endAt: Millis, monotonic: () => Millis): Replay {
  const atEnd: ViewClock = { mode: 'still', at: endAt, spanMs: FIRST_SPAN_MS };
  const clock = signal<ViewClock>(atEnd);
  let last: ViewClock = atEnd;
  /** What the world's time was when the view began to move, and what `monotonic` said then. */
  let from = { at: endAt, since: 0 };

  const now = (): Millis =>
    clock.peek().mode === 'still' ? endAt + LIVE_LAG_MS : from.at + (monotonic() - from.since);

  const unfollow = effect(() => {
    const current = clock.value;
    if (current.mode !== last.mode) begin(current);
    last = current;
  });
  const timer = setInterval(() => {
    const current = clock.peek();
    if (current.mode !== 'still' && edgeOf(current, now()) >= endAt) clock.value = stillAt(current, endAt);
  }, LOOK_EVERY_MS);

  return {
    clock,
    now,
    play() {
      clock.value = stillAt(clock.peek(), startAt);
      clock.value = resume(clock.peek());
    },
    close() {
      unfollow();
      clearInterval(timer);
    },
  };

  /** A view that is live in the world goes on here from where it stood; from the end, from the beginning. */
  function begin(current: ViewClock): void {
    const since = monotonic();
    if (current.mode === 'slow') from = { at: current.since, since };
    if (current.mode !== 'live') return;
    const stoodAt = last.mode === 'live' ? endAt : edgeOf(last, now());
    from = { at: (stoodAt < endAt ? stoodAt : startAt) + LIVE_LAG_MS, since };
  }
}
