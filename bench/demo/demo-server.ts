import { setTimeout as delay } from 'node:timers/promises';
import { type LabState, TEACHER } from '../../clients/demo/lab/lab-frames.ts';
import { formatDuration } from '../../servers/protocol/quantity.ts';
import {
  type OrderOutcome,
  RESERVE_VARIABLE,
  type ServerOrder,
  type ServerSettings,
} from '../../servers/protocol/server-order.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import { LAB_PROGRAM, type ListeningProcess, startListening } from '../listening-process.ts';
import { Turns } from './turns.ts';

export interface DemoServerOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly settings: Required<ServerSettings>;
  /** Where the phones' pages come from. */
  readonly origins: readonly string[];
  /** WebSocket URL of the controls. */
  readonly controls: string;
  /**
   * What keeps the teacher's name, from the first moment of each start: else somebody in the class would be quicker. Null
   * where there is no class.
   */
  readonly secret: string | null;
}

/** The server of the demo, in a process of its own; it can be started anew, with its memory and without. */
export class DemoServer {
  readonly #options: DemoServerOptions;
  /** Told when {@link state} is another. */
  readonly #changed: () => void;
  readonly #ending = new AbortController();
  readonly #restarts = new Turns();
  #settings: Required<ServerSettings>;
  #process: ListeningProcess | undefined;
  #url = '';
  #isUp = false;
  #starts = 0;
  #losses = 0;

  private constructor(options: DemoServerOptions, changed: () => void) {
    this.#options = options;
    this.#settings = options.settings;
    this.#changed = changed;
  }

  /** @throws {Error} where it does not come to listen; it has said why on stderr. */
  static async start(options: DemoServerOptions, changed: () => void): Promise<DemoServer> {
    const server = new DemoServer(options, changed);
    await server.#start(options.port);
    return server;
  }

  get url(): string {
    return this.#url;
  }

  get state(): LabState['server'] {
    return { isUp: this.#isUp, starts: this.#starts, losses: this.#losses, settings: this.#settings };
  }

  /**
   * Starts it anew: `kept` politely and with its memory, `lost` after it was killed. One that has died has none to keep.
   *
   * @throws {Error} where it does not come back.
   */
  restart(memory: 'kept' | 'lost', downMs: Millis, settings: ServerSettings): Promise<void> {
    return this.#restarts.do(() => this.#restart(memory, downMs, settings));
  }

  async close(): Promise<void> {
    this.#ending.abort(new Error('the demo ends'));
    await this.#restarts.over();
    await this.#process?.stop();
  }

  async #restart(memory: 'kept' | 'lost', downMs: Millis, settings: ServerSettings): Promise<void> {
    const { signal } = this.#ending;
    signal.throwIfAborted();
    const before = this.#process;
    this.#settings = { ...this.#settings, ...settings };
    this.#isUp = false;
    this.#changed();
    if (memory === 'kept' && before !== undefined) {
      await order(before, { order: 'go-away' });
      await delay(downMs, undefined, { signal });
      await order(before, { order: 'come-back', settings });
      this.#began();
    } else {
      // It is not missed any more.
      this.#process = undefined;
      await before?.kill();
      await delay(downMs, undefined, { signal });
      this.#losses += 1;
      await this.#start(Number(new URL(this.#url).port));
    }
  }

  async #start(port: number): Promise<void> {
    const { origins, controls, secret } = this.#options;
    const { holdMs, heartbeatMs, pongMs, keepMessages } = this.#settings;
    const flags = {
      '--port': String(port),
      '--lab': controls,
      '--hold': formatDuration(holdMs),
      '--heartbeat': formatDuration(heartbeatMs),
      '--pong': formatDuration(pongMs),
      '--keep-messages': String(keepMessages),
    };
    const allowed = origins.flatMap((origin) => ['--allow-origin', origin]);
    const args = ['serve', ...Object.entries(flags).flat(), ...allowed];
    const reserve = secret === null ? {} : { [RESERVE_VARIABLE]: `${TEACHER}:${secret}` };
    const started = await startListening(LAB_PROGRAM, args, this.#ending.signal, [], reserve);
    this.#process = started;
    this.#url = started.url;
    void started.ended.then(() => this.#ended(started));
    this.#began();
  }

  #began(): void {
    this.#starts += 1;
    this.#isUp = true;
    this.#changed();
  }

  #ended(process: ListeningProcess): void {
    if (process !== this.#process) return;
    this.#process = undefined;
    this.#isUp = false;
    this.#changed();
  }
}

async function order(process: ListeningProcess, what: ServerOrder): Promise<void> {
  const outcome = (await process.call(what).catch(() => ({ failed: 'it gave no answer' }))) as OrderOutcome;
  if ('failed' in outcome) throw new Error(`the server did not ${what.order}: ${outcome.failed}`);
}
