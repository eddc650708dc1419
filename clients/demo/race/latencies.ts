import type { Millis } from '../../../servers/protocol/units.ts';
import { Ring } from '../journal/ring.ts';

const SAMPLES_KEPT = 1000;

/** Times from sending to having, of the last so many messages. */
export class Latencies {
  readonly #samples = new Ring<Millis>(SAMPLES_KEPT);
  #sorted: Float64Array | undefined;

  get last(): Millis | null {
    return this.#samples.at(this.#samples.added - 1) ?? null;
  }

  add(sample: Millis): void {
    this.#samples.add(sample);
    this.#sorted = undefined;
  }

  /** The time within which `percent` % lie; null where there are no samples. */
  percentile(percent: number): Millis | null {
    this.#sorted ??= Float64Array.from(this.#samples).toSorted();
    return this.#sorted[Math.max(0, Math.ceil((this.#sorted.length * percent) / 100) - 1)] ?? null;
  }
}
