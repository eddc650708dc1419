import type { Millis } from './units.ts';

export interface HeartbeatOptions {
  /** Silence of this length means that the other side, or the line to it, is dead. */
  readonly silenceMs: Millis;
  /** Called once when the silence has lasted that long; the heartbeat has then stopped. */
  readonly dead: () => void;
  /** Where this side asks for signs of life: how often, and how. Left out by a side that is asked. */
  readonly ask?: { readonly everyMs: Millis; readonly ping: () => void };
  /** Monotonic clock in ms. Default: `performance.now`. */
  readonly now?: () => Millis;
}

/** So far a timer counts; asked for more it fires at once. */
const LONGEST_TIMER_MS: Millis = 2 ** 31 - 1;

/**
 * Notices that the other side has gone without a word. TCP does not: an unplugged peer leaves the socket OPEN for many
 * minutes. Both sides of a WebSocket run one; whatever arrives counts as a sign of life.
 *
 * One timer, set to whichever comes first, the next ping or the end of the bearable silence; hearing something costs a
 * clock reading only.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #now: () => Millis;
  #heardAt: Millis = 0;
  #askedAt: Millis = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Starts, or starts over: the silence counts from now. */
  start(): void {
    this.stop();
    this.#heardAt = this.#askedAt = this.#now();
    this.#arm();
  }

  /** The other side said something. */
  heard(): void {
    this.#heardAt = this.#now();
  }

  /** How long the other side has been silent, in ms. */
  get silence(): Millis {
    return this.#now() - this.#heardAt;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #arm(): void {
    const { silenceMs, ask } = this.#options;
    const deadAt = this.#heardAt + silenceMs;
    const due = ask === undefined ? deadAt : Math.min(deadAt, this.#askedAt + ask.everyMs);
    // Timers count in whole ms and may come a fraction early; rounded up they don't come twice.
    this.#timer = setTimeout(this.#beat, Math.min(Math.ceil(due - this.#now()), LONGEST_TIMER_MS));
  }

  readonly #beat = (): void => {
    const { silenceMs, ask, dead } = this.#options;
    const now = this.#now();
    if (now - this.#heardAt >= silenceMs) {
      this.stop();
      dead();
      return;
    }
    if (ask !== undefined && now - this.#askedAt >= ask.everyMs) {
      this.#askedAt = now;
      ask.ping();
    }
    this.#arm();
  };
}
