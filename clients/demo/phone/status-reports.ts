import type { Millis } from '../../../servers/protocol/units.ts';
import type { Client, ClientStatus } from '../../core/client.ts';
import { unixNow } from '../unix-now.ts';

/** However quickly a client changes, it is reported no sooner after the last time: more than that nobody can see. */
const SHORTEST_MS: Millis = 20;

/** Though nothing but time passes, it is reported again after this: silences and holds grow. */
const LONGEST_MS: Millis = 200;

/** Reports how a client stands: at each change, and five times a second. */
export class StatusReports {
  readonly #client: Client;
  readonly #report: (status: ClientStatus) => void;
  #unobserve: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reportedAt: Millis = -Infinity;

  constructor(client: Client, report: (status: ClientStatus) => void) {
    this.#client = client;
    this.#report = report;
  }

  /** Begins, with a report; without effect where it has begun. */
  start(): void {
    if (this.#unobserve !== undefined) return;
    this.#unobserve = this.#client.observe(() => this.#due(this.#reportedAt + SHORTEST_MS));
    this.#due(-Infinity);
  }

  stop(): void {
    this.#unobserve?.();
    this.#unobserve = undefined;
    clearTimeout(this.#timer);
  }

  #due(at: Millis): void {
    clearTimeout(this.#timer);
    const waitMs = at - unixNow();
    if (waitMs > 0) {
      this.#timer = setTimeout(() => this.#due(-Infinity), waitMs);
      return;
    }
    this.#reportedAt = unixNow();
    // First, for whoever hears the report may stop them.
    this.#timer = setTimeout(() => this.#due(-Infinity), LONGEST_MS);
    this.#report(this.#client.status);
  }
}
