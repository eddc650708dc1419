import type { ReadonlySignal } from '@preact/signals';
import type { Millis } from '../../../servers/protocol/units.ts';
import type { WireEvent } from '../wire/wire-event.ts';
import type { ClassTraffic, LabCommand, LabState } from './lab-frames.ts';

/** How the page reaches whoever runs the lab. */
export interface Lab {
  /** Null until it has been heard of, and while the connection is broken. */
  readonly state: ReadonlySignal<LabState | null>;
  /** How far the lab's clock is ahead of the page's, in ms, as seen in the shortest round trip so far. */
  readonly aheadMs: Millis;
  /** @throws {Error} with what the lab has to say against it. */
  do(command: LabCommand): Promise<void>;
  /** Calls `listener` with what goes over the phones' links from now on, until the returned function is called. */
  onWire(listener: (events: readonly WireEvent[]) => void): () => void;
  /** Calls `listener` with when clients of the crowd reached the server. */
  onCrowd(listener: (at: readonly Millis[]) => void): () => void;
  /** Calls `listener` with how much has gone over the line of the class. */
  onClass(listener: (passed: ClassTraffic) => void): () => void;
}
