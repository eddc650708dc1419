import type { Millis } from '../../servers/protocol/units.ts';
import type { Direction, LineWatcher } from '../link/line-watcher.ts';
import { unixTime } from './unix-time.ts';

/** First byte of `GET`, which reading begins with over every transport, and no frame. */
const G = 0x47;

/** Notes when attempts to read reach the server. Of a client that has one request under way at a time on a connection. */
export class ArrivalWatcher implements LineWatcher {
  readonly #arrived: (at: Millis) => void;
  #isAsking = false;

  constructor(arrived: (at: Millis) => void) {
    this.#arrived = arrived;
  }

  entered(direction: Direction, bytes: Buffer): void {
    if (direction === 'up') this.#isAsking = bytes[0] === G;
  }

  left(direction: Direction): void {
    if (direction !== 'up' || !this.#isAsking) return;
    this.#isAsking = false;
    this.#arrived(unixTime());
  }

  lost(): void {}

  closed(): void {}
}
