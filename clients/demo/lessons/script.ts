import type { Random } from '../../../bench/random.ts';
import type { TransportName } from '../../../servers/protocol/transport-name.ts';
import type { Millis } from '../../../servers/protocol/units.ts';
import { linkSignals, sleep } from '../../core/abort.ts';
import type { ClientSettings } from '../../core/settings.ts';
import type { LabCommand } from '../lab/lab-frames.ts';

/** Something that is done at a moment of a lesson. */
export type Action =
  /** What comes from here on is about something else, and is called so. The ledger begins anew where that is wanted. */
  | { readonly do: 'phase'; readonly name: string; readonly countsAnew: boolean }
  /** Sends a message from A to B in every lane. */
  | { readonly do: 'send'; readonly body: string }
  /** Changes what the clients of some lanes are set to; default all. */
  | {
      readonly do: 'configure';
      readonly lanes?: readonly TransportName[];
      readonly settings: Partial<ClientSettings>;
    }
  | { readonly do: 'lab'; readonly command: LabCommand };

export interface Step {
  /** Since the beginning of the run. */
  readonly atMs: Millis;
  readonly action: Action;
}

/** What is done in a lesson, and when: in the order of time. */
export type Script = readonly Step[];

/** Writes a script; what is done at the same moment is done in the order in which it was written down. */
export class ScriptWriter {
  readonly #random: Random;
  readonly #steps: Step[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  phase(atMs: Millis, name: string, { countsAnew = false } = {}): this {
    return this.#add(atMs, { do: 'phase', name, countsAnew });
  }

  /** Sends so many messages at random moments between two times: as a Poisson process that happens to have that many. */
  send(count: number, fromMs: Millis, toMs: Millis): this {
    for (let i = 0; i < count; i += 1) this.sendAt(fromMs + this.#random() * (toMs - fromMs));
    return this;
  }

  sendAt(atMs: Millis): this {
    return this.#add(atMs, { do: 'send', body: '' });
  }

  configure(atMs: Millis, settings: Partial<ClientSettings>, lanes?: readonly TransportName[]): this {
    return this.#add(atMs, { do: 'configure', settings, ...(lanes === undefined ? {} : { lanes }) });
  }

  lab(atMs: Millis, ...commands: readonly LabCommand[]): this {
    for (const command of commands) this.#add(atMs, { do: 'lab', command });
    return this;
  }

  /** The script: its messages are called `#1`, `#2`, … in the order of time. */
  finish(): Script {
    let sent = 0;
    return this.#steps
      .toSorted((one, other) => one.atMs - other.atMs)
      .map((step) => {
        if (step.action.do !== 'send') return step;
        sent += 1;
        return { ...step, action: { ...step.action, body: `#${sent}` } };
      });
  }

  #add(atMs: Millis, action: Action): this {
    this.#steps.push({ atMs, action });
    return this;
  }
}

/** How long a script takes. */
export function lengthOf(script: Script): Millis {
  return script.at(-1)?.atMs ?? 0;
}

export interface RunOptions {
  /** Does something; what takes long is not waited for before the next. */
  readonly perform: (action: Action) => Promise<void>;
  /** Ends the run at once. */
  readonly signal: AbortSignal;
  /** Monotonic clock, in ms. Default: `performance.now`. */
  readonly now?: () => Millis;
  /** Default: by timers. */
  readonly wait?: (ms: Millis, signal: AbortSignal) => Promise<void>;
}

/**
 * Does everything in a script at its time, counted from now, and resolves when all of it is done.
 *
 * @throws What an action fails with, at once, or the signal's reason.
 */
export async function runScript(script: Script, options: RunOptions): Promise<void> {
  const { perform, signal, now = () => performance.now(), wait = sleep } = options;
  const startedAt = now();
  const ending = linkSignals([signal]);
  const underWay: Promise<void>[] = [];
  try {
    for (const { atMs, action } of script) {
      await wait(startedAt + atMs - now(), ending.signal);
      const done = perform(action);
      // Whoever waits for the next moment is told now, the others at the end.
      done.catch((failure: unknown) => ending.abort(failure as Error));
      underWay.push(done);
    }
    await Promise.all(underWay);
  } finally {
    ending.release();
  }
  signal.throwIfAborted();
}
