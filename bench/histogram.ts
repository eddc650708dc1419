import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram as HdrHistogram,
} from 'hdr-histogram-js';
import type { Millis } from '../servers/protocol/units.ts';

/** The figures that are shown of a series of times, in ms. */
export interface LatencySummary {
  readonly mean: Millis;
  readonly p50: Millis;
  readonly p90: Millis;
  readonly p99: Millis;
  readonly p999: Millis;
  readonly max: Millis;
}

/** An hour, in µs: nothing the lab measures takes longer, and what does is counted as that. */
const HIGHEST = 3_600_000_000;

/** Lines that {@link Histogram.distribution} has for each halving of the distance to 100 %; HdrHistogram's default. */
const TICKS_PER_HALF = 5;

/**
 * A series of times as an HdrHistogram: every sample counts, each to three digits and no finer than 1 µs. Histograms are
 * merged by adding them; percentiles are never averaged.
 */
export class Histogram {
  readonly #hdr: HdrHistogram;

  private constructor(hdr: HdrHistogram) {
    this.#hdr = hdr;
  }

  static empty(): Histogram {
    return new Histogram(
      build({
        bitBucketSize: 64,
        lowestDiscernibleValue: 1,
        highestTrackableValue: HIGHEST,
        numberOfSignificantValueDigits: 3,
      }),
    );
  }

  /** Reads what {@link encode} wrote. */
  static decode(text: string): Histogram {
    const histogram = Histogram.empty();
    histogram.#hdr.add(decodeFromCompressedBase64(text, 64));
    return histogram;
  }

  static merge(histograms: Iterable<Histogram>): Histogram {
    const merged = Histogram.empty();
    for (const histogram of histograms) merged.#hdr.add(histogram.#hdr);
    return merged;
  }

  get count(): number {
    return this.#hdr.totalCount;
  }

  /** Two clock readings of different processes may differ by a hair; a time below 0 is 0. */
  record(millis: Millis): void {
    this.#hdr.recordValue(Math.min(HIGHEST, Math.max(0, Math.round((millis as number) * 1000))));
  }

  /** The time within which `percent` % of the samples lie; NaN where there are none. */
  percentile(percent: number): Millis {
    if (this.count === 0) return Number.NaN;
    return Math.min(this.#hdr.getValueAtPercentile(percent), this.#hdr.maxValue) / 1000;
  }

  /** Null where there are no samples. */
  summary(): LatencySummary | null {
    if (this.count === 0) return null;
    return {
      mean: this.#hdr.mean / 1000,
      p50: this.percentile(50),
      p90: this.percentile(90),
      p99: this.percentile(99),
      p999: this.percentile(99.9),
      max: this.#hdr.maxValue / 1000,
    };
  }

  /** As a table of percentiles in ms, in the format of HdrHistogram's own tools, to be plotted by them. */
  distribution(): string {
    return this.#hdr.outputPercentileDistribution(TICKS_PER_HALF, 1000);
  }

  /** As text: HdrHistogram's V2 encoding, compressed, in base64, which its tools in other languages read. Values are µs. */
  encode(): string {
    return encodeIntoCompressedBase64(this.#hdr);
  }
}
