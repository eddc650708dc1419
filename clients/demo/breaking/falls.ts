import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Millis } from '../../../servers/protocol/units.ts';
import type { Lab } from '../lab/lab.ts';
import { unixNow } from '../unix-now.ts';

/** The server went down while a crowd was connected. */
export interface Fall {
  readonly at: Millis;
  readonly size: number;
  /** Whether the crowd's retries are spread by chance. */
  readonly jitter: boolean;
  /** When clients of the crowd reached the server within {@link FALL_SPAN_MS}, in order, on the page's clock. */
  readonly arrivals: readonly Millis[];
}

/** As long as backing off takes that begins at a quarter of a second and does not find the server five times. */
export const FALL_SPAN_MS: Millis = 14_000;

/** Two are enough to compare. */
const FALLS_KEPT = 2;
const ARRIVALS_KEPT = 2000;

/** The last falls of the server, the newest last, until `end` is called. */
export function watchFalls(lab: Lab): { readonly falls: ReadonlySignal<readonly Fall[]>; readonly end: () => void } {
  const falls = signal<readonly Fall[]>([]);
  let wasUp = true;
  const endEffect = effect(() => {
    const state = lab.state.value;
    if (state === null) return;
    const { isUp } = state.server;
    if (wasUp && !isUp && state.crowd !== null) {
      const { size, jitter } = state.crowd;
      falls.value = [...falls.peek(), { at: unixNow(), size, jitter, arrivals: [] }].slice(-FALLS_KEPT);
    }
    wasUp = isUp;
  });
  const endListening = lab.onCrowd((at) => {
    const fall = falls.value.at(-1);
    if (fall === undefined) return;
    const late = fall.at + FALL_SPAN_MS;
    const came = at.map((time) => time - lab.aheadMs).filter((time) => time < late);
    if (came.length === 0) return;
    const arrivals = [...fall.arrivals, ...came].slice(-ARRIVALS_KEPT);
    falls.value = [...falls.value.slice(0, -1), { ...fall, arrivals }];
  });
  return {
    falls,
    end() {
      endEffect();
      endListening();
    },
  };
}
