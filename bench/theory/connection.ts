import type { Bytes, Millis } from '../../servers/protocol/units.ts';
import type { Random } from '../random.ts';
import type { Scenario } from '../scenario.ts';

/** What a connection is like: of a scenario, what the link makes of it. */
export type ConnectionShape = Pick<Scenario, 'rttMs' | 'jitterMs' | 'bandwidth' | 'keepAlive'>;

/** A connection between a client and the server, over the lab's link; or, without keep-alive, one for each request. */
export class Connection {
  readonly #shape: ConnectionShape;
  readonly #random: Random;
  #up: Direction;
  #down: Direction;

  constructor(shape: ConnectionShape, random: Random) {
    this.#shape = shape;
    this.#random = random;
    this.#up = new Direction(shape, random);
    this.#down = new Direction(shape, random);
  }

  /** When the server has a request that is sent at `atMs`. */
  ask(atMs: Millis, bytes: Bytes): Millis {
    if (this.#shape.keepAlive) return this.#up.pass(atMs, bytes);
    this.#up = new Direction(this.#shape, this.#random);
    this.#down = new Direction(this.#shape, this.#random);
    // The link charges the round trip of the handshake to the first bytes.
    return this.#up.pass(atMs, bytes, this.#shape.rttMs);
  }

  /** When the client has what the server sends at `atMs`. */
  answer(atMs: Millis, bytes: Bytes): Millis {
    return this.#down.pass(atMs, bytes);
  }
}

const LONG_AGO_MS: Millis = -Infinity;

/** One after the other onto the line, as fast as the bandwidth allows, then the transit ± jitter; none overtakes another. */
class Direction {
  readonly #shape: ConnectionShape;
  readonly #random: Random;
  #freeAtMs: Millis = LONG_AGO_MS;
  #lastAtMs: Millis = LONG_AGO_MS;

  constructor(shape: ConnectionShape, random: Random) {
    this.#shape = shape;
    this.#random = random;
  }

  pass(atMs: Millis, bytes: Bytes, setUpMs: Millis = 0): Millis {
    const { rttMs, jitterMs, bandwidth } = this.#shape;
    const onLineMs = bandwidth === null ? 0 : ((bytes as number) * 1000) / (bandwidth as number);
    this.#freeAtMs = later(this.#freeAtMs, atMs) + onLineMs;
    const swingMs = jitterMs === 0 ? 0 : (2 * this.#random() - 1) * jitterMs;
    const transitMs = later(0, rttMs / 2 + setUpMs + swingMs);
    this.#lastAtMs = later(this.#lastAtMs, this.#freeAtMs + transitMs);
    return this.#lastAtMs;
  }
}

/** Of two times. Not `Math.max`, because jest looks up a global anew each time, and took ten times as long. */
export function later(a: Millis, b: Millis): Millis {
  return a > b ? a : b;
}
