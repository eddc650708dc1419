import type { Millis } from '../servers/protocol/units.ts';

/** What somebody was told at a moment: of something that had been meant to be told at `intendedAtMs`. */
export interface Update {
  readonly handledAtMs: Millis;
  readonly intendedAtMs: Millis;
}

/** Age of Information over a window, as sums, so that several receivers and rounds can be put together. */
export interface AgeSums {
  /** Integral of the age over the time in which there was one, in ms². */
  readonly area: number;
  /** That time, in ms. */
  readonly span: Millis;
  /** Sum of the ages right before each update that made B younger, in ms, and their number. */
  readonly peakSum: Millis;
  readonly peaks: number;
}

/**
 * The age of what B knows: now minus the intended time of the newest message that B has (S. Kaul, R. Yates and M. Gruteser,
 * "Real-time status: How often should one update?", INFOCOM 2012). It grows by 1 ms per ms and falls with each newer
 * message, a saw-tooth whose integral over the window is taken exactly. Before the first message there is no age.
 *
 * @param updates In the order of handling.
 */
export function ageOver(updates: Iterable<Update>, fromMs: Millis, toMs: Millis): AgeSums {
  let newest: Millis | null = null;
  let since: Millis = fromMs;
  let area = 0;
  let span = 0;
  let peakSum = 0;
  let peaks = 0;
  const grow = (until: Millis): void => {
    if (newest === null || until <= since) return;
    // A trapezium: the age at its middle, times its length.
    area += ((since + until) / 2 - newest) * (until - since);
    span += until - since;
  };
  for (const { handledAtMs, intendedAtMs } of updates) {
    if (handledAtMs >= toMs) break;
    if (newest !== null && intendedAtMs <= newest) continue;
    const at = Math.max(handledAtMs, fromMs);
    grow(at);
    if (newest !== null && handledAtMs >= fromMs) {
      peakSum += handledAtMs - newest;
      peaks += 1;
    }
    newest = intendedAtMs;
    since = at;
  }
  grow(toMs);
  return { area, span, peakSum, peaks };
}

/** A corner of the saw-tooth: when, since the beginning of the window, and how old what B knew was then. */
export type SawtoothCorner = readonly [atMs: Millis, ageMs: Millis];

/**
 * The corners of that saw-tooth within a window, in the order of time: at each update one of the age before it and one of
 * the age after.
 */
export function sawtoothOver(updates: Iterable<Update>, fromMs: Millis, toMs: Millis): SawtoothCorner[] {
  const corners: SawtoothCorner[] = [];
  let newest: Millis | null = null;
  const corner = (at: Millis): void => {
    if (newest !== null) corners.push([toMicros(at - fromMs), toMicros(at - newest)]);
  };
  let begun = false;
  const begin = (): void => {
    if (!begun) corner(fromMs);
    begun = true;
  };
  for (const { handledAtMs, intendedAtMs } of updates) {
    if (handledAtMs >= toMs) break;
    if (newest !== null && intendedAtMs <= newest) continue;
    if (handledAtMs >= fromMs) {
      begin();
      corner(handledAtMs);
    }
    newest = intendedAtMs;
    if (handledAtMs >= fromMs) corner(handledAtMs);
  }
  begin();
  corner(toMs);
  return corners;
}

function toMicros(millis: Millis): Millis {
  return Math.round(millis * 1000) / 1000;
}
