import type { Position } from '../../servers/protocol/cursor.ts';
import { isPage, type Page } from '../../servers/protocol/page.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import { linkSignals, sleep } from './abort.ts';
import type { PollConnection } from './connection.ts';
import type { TransportContext } from './transport.ts';

/** Ends a rest early. */
const SHOWN = new Error('the tab shows again');

/** The polls of a transport that asks, one at a time, and the rests between them. */
export class Polls {
  readonly #context: TransportContext;
  readonly #route: string;
  #phase: PollConnection['phase'] = 'idle';
  #holdMs: Millis | null = null;
  #since: Millis;
  #nextAt: Millis | undefined;

  constructor(context: TransportContext, route: string) {
    this.#context = context;
    this.#route = route;
    this.#since = context.now();
  }

  get connection(): PollConnection {
    const now = this.#context.now();
    return {
      kind: 'polls',
      phase: this.#phase,
      phaseMs: now - this.#since,
      holdMs: this.#holdMs,
      nextInMs: this.#nextAt === undefined ? null : Math.max(0, this.#nextAt - now),
    };
  }

  /** Asks once for the page after `query.after`; `holdMs` is how long the server may hold the answer. */
  async ask(
    query: { readonly after: Position; readonly [name: string]: string },
    holdMs: Millis,
    signal: AbortSignal,
  ): Promise<Page> {
    const { http, credentials } = this.#context;
    const path = `${this.#route}?${new URLSearchParams(query).toString()}`;
    this.#go(holdMs > 0 ? 'held' : 'asking', holdMs > 0 ? holdMs : null);
    try {
      return await credentials.use(signal, (token) =>
        http.call({ method: 'GET', path, token, holdMs, expects: isPage }, signal),
      );
    } finally {
      this.#go('idle', null);
    }
  }

  /** Waits until `dueAt`. @returns Whether that was cut short, because the tab shows again. */
  async rest(dueAt: Millis, signal: AbortSignal): Promise<boolean> {
    const { now, visibility, changed } = this.#context;
    this.#nextAt = dueAt;
    changed();
    const resting = linkSignals([signal]);
    const unobserve = visibility?.observe(() => {
      if (!visibility.isHidden) resting.abort(SHOWN);
    });
    try {
      await sleep(dueAt - now(), resting.signal);
      return false;
    } catch (reason) {
      if (reason !== SHOWN) throw reason;
      return true;
    } finally {
      unobserve?.();
      resting.release();
      this.#nextAt = undefined;
    }
  }

  #go(phase: PollConnection['phase'], holdMs: Millis | null): void {
    this.#phase = phase;
    this.#holdMs = holdMs;
    this.#since = this.#context.now();
    this.#context.changed();
  }
}
