import type { Millis } from '../servers/protocol/units.ts';
import type { SawtoothCorner } from './freshness.ts';

/*
 * What of a round is kept for drawing: it can't be added to that of another round.
 */

/** Latency along the window: the messages meant for each stretch of it. Null where there were none. */
export interface Timeline {
  readonly everyMs: Millis;
  readonly p50: readonly (Millis | null)[];
  readonly max: readonly (Millis | null)[];
}

export interface Traces {
  readonly timeline: Timeline;
  /** Of the first pair's receiver, in the first seconds of the window. */
  readonly sawtooth: readonly SawtoothCorner[];
}

/** Stretches of a timeline, and how short they may get. */
const STRETCHES = 50;
const SHORTEST_STRETCH_MS: Millis = 100;
/** Longest part of the window that is drawn as a saw-tooth. */
export const SAWTOOTH_MS: Millis = 5000;

/** @param samples Intended time since the beginning of the window, and latency. */
export function timelineOf(samples: Iterable<readonly [atMs: Millis, latencyMs: Millis]>, windowMs: Millis): Timeline {
  const everyMs = Math.max(SHORTEST_STRETCH_MS, windowMs / STRETCHES);
  const stretches: number[][] = Array.from({ length: Math.ceil(windowMs / everyMs) }, () => []);
  for (const [atMs, latencyMs] of samples) stretches[Math.floor(atMs / everyMs)]?.push(latencyMs);
  for (const stretch of stretches) stretch.sort((a, b) => a - b);
  return {
    everyMs,
    p50: stretches.map((stretch) => micros(stretch[stretch.length >> 1])),
    max: stretches.map((stretch) => micros(stretch.at(-1))),
  };
}

/** To the microsecond: more digits would only make the file longer. */
function micros(millis: Millis | undefined): Millis | null {
  return millis === undefined ? null : Math.round(millis * 1000) / 1000;
}
