import type { Millis } from '../../../servers/protocol/units.ts';

/** How long the window may be that is seen at once. */
export const SPANS_MS: readonly Millis[] = [1000, 2000, 5000, 10_000, 15_000, 20_000, 30_000, 60_000, 120_000];
export const FIRST_SPAN_MS: Millis = 15_000;

/** So much slower than the world is slow motion. */
export const SLOWNESS = 10;

/**
 * How far behind the world the view is when it is live. What happened is heard of in batches; a little later all of it is
 * known, and nothing appears in what was drawn already.
 */
export const LIVE_LAG_MS: Millis = 120;

/**
 * Which stretch of time is looked at.
 *
 * ```
 *            slow                 pause, step, scrub
 *   live ───────────► slow ──────────────────────────► still
 *     ▲ ▲               │ reached the present, resume     │ ▲
 *     │ └───────────────┘                                 │ │ step, scrub
 *     └───────────────────────────────────────────────────┘ ┘
 * ```
 */
export type ViewClock = {
  /** How much is seen at once. */
  readonly spanMs: Millis;
} & (
  | { readonly mode: 'live' }
  /** At `from` when it was `since` in the world. */
  | { readonly mode: 'slow'; readonly from: Millis; readonly since: Millis }
  | { readonly mode: 'still'; readonly at: Millis }
);

export const LIVE: ViewClock = { mode: 'live', spanMs: FIRST_SPAN_MS };

/** The latest time that is seen when it is `now` in the world. */
export function edgeOf(clock: ViewClock, now: Millis): Millis {
  const present = now - LIVE_LAG_MS;
  if (clock.mode === 'live') return present;
  if (clock.mode === 'still') return clock.at;
  return Math.min(present, clock.from + (now - clock.since) / SLOWNESS);
}

/** How far the view is behind a live one. */
export function behindOf(clock: ViewClock, now: Millis): Millis {
  return now - LIVE_LAG_MS - edgeOf(clock, now);
}

export function resume({ spanMs }: ViewClock): ViewClock {
  return { mode: 'live', spanMs };
}

export function pause(clock: ViewClock, now: Millis): ViewClock {
  return stillAt(clock, edgeOf(clock, now));
}

/** Goes on from where it is at a tenth of the speed; from the present it falls behind. */
export function slowDown(clock: ViewClock, now: Millis): ViewClock {
  return { mode: 'slow', spanMs: clock.spanMs, from: edgeOf(clock, now), since: now };
}

export function stillAt({ spanMs }: ViewClock, at: Millis): ViewClock {
  return { mode: 'still', spanMs, at };
}

/** Sees less at once (`steps` above 0) or more (below), as far as that goes. */
export function zoom(clock: ViewClock, steps: number): ViewClock {
  const wanted = SPANS_MS.findIndex((span) => span >= clock.spanMs) - steps;
  return { ...clock, spanMs: SPANS_MS[Math.min(SPANS_MS.length - 1, Math.max(0, wanted))]! };
}
