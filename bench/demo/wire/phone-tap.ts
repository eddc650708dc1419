import type { WireEvent } from '../../../clients/demo/wire/wire-event.ts';
import type { LineWatcher } from '../../link/line-watcher.ts';
import { LineTap } from './line-tap.ts';
import { Secrets } from './secrets.ts';

/** What goes over the connections of one phone, decoded. */
export class PhoneTap {
  readonly phone: string;
  readonly report: (event: WireEvent) => void;
  readonly secrets = new Secrets();
  #connections = 0;
  #pieces = 0;

  /** @param report Called with each event as it happens; it must not throw. */
  constructor(phone: string, report: (event: WireEvent) => void) {
    this.phone = phone;
    this.report = report;
  }

  /** Watches one more connection. */
  watch(): LineWatcher {
    return new LineTap(this);
  }

  nextConnection(): number {
    return (this.#connections += 1);
  }

  nextPiece(): number {
    return (this.#pieces += 1);
  }
}
