import type { ReadonlySignal, Signal } from '@preact/signals';
import type { TransportName } from '../../../servers/protocol/transport-name.ts';
import type { Millis } from '../../../servers/protocol/units.ts';
import type { Lanes } from './lanes.ts';
import type { Piece } from './track.ts';
import type { ViewClock } from './view-clock.ts';

/** What a timeline is of, and what of it is seen. */
export interface TimelineView {
  readonly lanes: Lanes;
  readonly clock: Signal<ViewClock>;
  readonly chosen: Signal<Piece | null>;
  /** Id of the message whose way is drawn through all lanes. */
  readonly thread: ReadonlySignal<string | null>;
  /** Unix time in ms, on the clock of the lanes; of a saved trace, when it ends. */
  readonly now: () => Millis;
  /** Whether it is a saved trace that is over: then nothing is live. Default: false. */
  readonly isReplay?: boolean;
  /** Default: all. */
  readonly only?: readonly TransportName[];
}
