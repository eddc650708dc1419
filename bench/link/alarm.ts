import { Worker } from 'node:worker_threads';
import type { Millis } from '../../servers/protocol/units.ts';
import { now } from '../clock.ts';

/**
 * Rings at a time, to a fraction of a millisecond.
 *
 * Why not `setTimeout`: its clock has whole milliseconds and it rounds up, so that an asked 1 ms becomes 1.7 ms at the
 * median. Spinning would be exact and take a whole core. A thread that sleeps in `Atomics.wait` is nearly as exact and costs
 * two thread switches an alarm.
 */
export class Alarm {
  readonly #deadline: BigInt64Array;
  readonly #changes: Int32Array;
  readonly #sleeper: Worker;
  #setFor: Millis = Infinity;

  /** @param ring Called at the time, or as soon after it as the event loop is free. */
  constructor(ring: () => void) {
    const shared = new SharedArrayBuffer(16);
    this.#deadline = new BigInt64Array(shared, 0, 1);
    this.#changes = new Int32Array(shared, 8, 1);
    this.#deadline[0] = NEVER;
    this.#sleeper = new Worker(SLEEPER, { eval: true, workerData: shared });
    this.#sleeper.unref();
    this.#sleeper.on('message', () => {
      this.#setFor = Infinity;
      ring();
    });
  }

  /** Has it ring at `atMs` on the bench's clock, unless it is set for an earlier time already. */
  setFor(atMs: Millis): void {
    if (atMs >= this.#setFor) return;
    this.#setFor = atMs;
    const aheadNanos = BigInt(Math.round((atMs - now()) * 1e6));
    Atomics.store(this.#deadline, 0, process.hrtime.bigint() + aheadNanos);
    Atomics.add(this.#changes, 0, 1);
    Atomics.notify(this.#changes, 0);
  }

  async stop(): Promise<void> {
    await this.#sleeper.terminate();
  }
}

const NEVER = 2n ** 62n;
/** It looks up so often: a thread that sleeps for ever has been seen to keep its process from ending. */
const NAP_MS: Millis = 1000;

/** Written as text so that it runs from the sources and from the build alike. `process.hrtime` is one clock for all threads. */
const SLEEPER = `
const { parentPort, workerData } = require('node:worker_threads');
const deadline = new BigInt64Array(workerData, 0, 1);
const changes = new Int32Array(workerData, 8, 1);
const NEVER = ${NEVER}n;
for (;;) {
  const seen = Atomics.load(changes, 0);
  const until = Atomics.load(deadline, 0);
  const millis = until === NEVER ? Infinity : Number(until - process.hrtime.bigint()) / 1e6;
  if (millis > 0) {
    Atomics.wait(changes, 0, seen, Math.min(millis, ${NAP_MS}));
  } else if (Atomics.compareExchange(deadline, 0, until, NEVER) === until) {
    parentPort.postMessage(0);
  }
}
`;
