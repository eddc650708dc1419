import type { PhoneState, Shape } from '../../clients/demo/lab/lab-frames.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import { Link, type LinkOptions } from '../link/link.ts';
import type { LineWatcher } from '../link/line-watcher.ts';
import { PLAIN } from '../link/shape.ts';

/** What a page carries that a message is in, and how the receipt for one goes over HTTP and over a WebSocket. */
const WORTH_LOSING = ['"kind":"messages"', '"receipt":{', '"type":"receipt"'];

/** The server is not known yet when the links to it are made, for it is told of them. */
const NOWHERE = 'http://127.0.0.1:0';

/** A link of the lab, under its name, and what was done to it. */
export class LabLine {
  readonly name: string;
  readonly url: string;
  readonly #link: Link;
  /** Told when {@link state} is another. */
  readonly #changed: () => void;
  #isUnplugged = false;
  /** Whether there may be connections that were cut off. */
  #hasHole = false;
  #losesNextAnswer = false;

  private constructor(name: string, link: Link, changed: () => void) {
    this.name = name;
    this.url = link.url;
    this.#link = link;
    this.#changed = changed;
    link.inspectAnswer = (bytes) => this.#inspect(bytes);
  }

  /** @param at Where it listens. Default: on loopback, at a free port. */
  static async start(
    name: string,
    watch: () => LineWatcher,
    changed: () => void,
    at: Pick<LinkOptions, 'host' | 'port' | 'maxConnections'> = {},
  ): Promise<LabLine> {
    return new LabLine(name, await Link.start(NOWHERE, { watch, ...at }), changed);
  }

  /** Says where the server is. */
  aim(url: string): void {
    this.#link.target = new URL(url);
  }

  get state(): PhoneState {
    const { rttMs, jitterMs, bandwidth } = this.#link.shape;
    return {
      name: this.name,
      url: this.url,
      shape: { rttMs, jitterMs, bandwidth: bandwidth === Infinity ? null : bandwidth },
      isUnplugged: this.#isUnplugged,
      losesNextAnswer: this.#losesNextAnswer,
    };
  }

  shape({ rttMs, jitterMs, bandwidth }: Shape): void {
    this.#link.shape = { rttMs, jitterMs, bandwidth: bandwidth ?? Infinity };
    this.#changed();
  }

  unplug(): void {
    this.#link.blackHole();
    this.#isUnplugged = true;
    this.#hasHole = true;
    this.#changed();
  }

  plug(): void {
    this.#link.heal();
    this.#isUnplugged = false;
    this.#changed();
  }

  reset(): void {
    this.#link.cut();
  }

  loseAnswer(): void {
    this.#losesNextAnswer = true;
    this.#changed();
  }

  stall(forMs: Millis): void {
    this.#link.stall(forMs);
  }

  /** Makes it what it was at first. Connections that were cut off are broken, so that nothing of what was done is left. */
  heal(): void {
    if (this.#hasHole) this.#link.cut();
    this.#link.heal();
    this.#link.stall(0);
    this.#link.shape = PLAIN;
    this.#isUnplugged = false;
    this.#hasHole = false;
    this.#losesNextAnswer = false;
    this.#changed();
  }

  close(): Promise<void> {
    return this.#link.close();
  }

  #inspect(bytes: Buffer): 'pass' | 'cut' {
    if (!this.#losesNextAnswer || !WORTH_LOSING.some((part) => bytes.includes(part))) return 'pass';
    this.#losesNextAnswer = false;
    this.#changed();
    return 'cut';
  }
}
