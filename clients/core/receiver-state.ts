/**
 * Where a receiver stands:
 *
 * ```
 *   stopped ──► connecting ──► catching-up ──► live
 *      ▲            ▲   │           │  ▲        │ │
 *      │            │   └───────────┼──┼────────┘ │   more was waiting than one page holds: back to catching-up
 *      │            │      fault    ▼  └──────────┘
 *      │            ├─────────── waiting
 *      │            └── from anywhere but stopped, when another transport was taken into use, or the one in use set otherwise
 *      └── from anywhere, when it was ended or nothing can be hoped for
 * ```
 *
 * `live` means: had everything the server had when it was last heard.
 */
export const RECEIVER_STATES = ['stopped', 'connecting', 'catching-up', 'live', 'waiting'] as const;
export type ReceiverState = (typeof RECEIVER_STATES)[number];

const NEXT: Readonly<Record<ReceiverState, readonly ReceiverState[]>> = {
  stopped: ['connecting'],
  connecting: ['catching-up', 'live', 'waiting', 'stopped'],
  'catching-up': ['live', 'waiting', 'connecting', 'stopped'],
  live: ['catching-up', 'waiting', 'connecting', 'stopped'],
  waiting: ['connecting', 'stopped'],
};

export type StateListener = (state: ReceiverState, before: ReceiverState) => void;

/** The one place where a receiver's state changes. */
export class StateMachine {
  readonly #listeners = new Set<StateListener>();
  #state: ReceiverState = 'stopped';

  get state(): ReceiverState {
    return this.#state;
  }

  /**
   * Goes to `state`; staying where it is is no change.
   *
   * @throws {Error} for a change that the diagram does not have: a fault of the caller's.
   */
  go(state: ReceiverState): void {
    const before = this.#state;
    if (state === before) return;
    if (!NEXT[before].includes(state)) throw new Error(`a receiver can't go from ${before} to ${state}`);
    this.#state = state;
    for (const listener of this.#listeners) listener(state, before);
  }

  /** Calls `listener` after each change, until the returned function is called. */
  observe(listener: StateListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
