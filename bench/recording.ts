import type { Millis } from '../servers/protocol/units.ts';
import { ageOver, type AgeSums, sawtoothOver, type Update } from './freshness.ts';
import { Histogram } from './histogram.ts';
import type { Plan } from './plan.ts';
import type { Completeness, Tally } from './tally.ts';
import { SAWTOOTH_MS, timelineOf, type Traces } from './traces.ts';

/** The part of the round that counts, on the bench's clock. */
export interface Window {
  readonly fromMs: Millis;
  readonly toMs: Millis;
}

/**
 * The stamps of every message of a round, as they come. Recording one costs a few writes into arrays that were laid out
 * before; all reckoning is done afterwards.
 */
export class Recording {
  readonly #plan: Plan;
  /** When the load begins. */
  readonly startAtMs: Millis;
  readonly window: Window;
  readonly #sentAtMs: Float64Array;
  readonly #appendedAtMs: Float64Array;
  readonly #handledAtMs: Float64Array;
  /** For each receiver, the messages in the order of handling. */
  readonly #handled: number[][];
  /** For each receiver, the last one of its sender. */
  readonly #latest: Int32Array;
  /** Latency of all messages so far, warm-up included: what the progress shows. */
  readonly live = Histogram.empty();
  #handledCount = 0;
  #sentCount = 0;
  #lastSentAtMs: Millis = -Infinity;
  #lastHandledAtMs: Millis = -Infinity;
  #areMoreComing = false;
  #duplicatedShown = 0;
  #outOfOrder = 0;

  /** @param pairs How many pairs the plan is for. */
  constructor(plan: Plan, pairs: number, startAtMs: Millis, window: Window) {
    this.#plan = plan;
    this.startAtMs = startAtMs;
    this.window = window;
    this.#sentAtMs = new Float64Array(plan.size).fill(Number.NaN);
    this.#appendedAtMs = new Float64Array(plan.size).fill(Number.NaN);
    this.#handledAtMs = new Float64Array(plan.size).fill(Number.NaN);
    this.#handled = Array.from({ length: pairs }, () => []);
    this.#latest = new Int32Array(pairs).fill(-1);
  }

  get handledCount(): number {
    return this.#handledCount;
  }

  get sentCount(): number {
    return this.#sentCount;
  }

  /** When the last one so far was handled; -Infinity before any. */
  get lastHandledAtMs(): Millis {
    return this.#lastHandledAtMs;
  }

  /** From the last sending to the last handling. */
  get drainMs(): Millis {
    return Math.max(0, this.#lastHandledAtMs - this.#lastSentAtMs);
  }

  /** Messages that were still coming when the recording ended; they are not lost. */
  get outstanding(): number {
    let outstanding = 0;
    for (let i = 0; i < this.#plan.size; i += 1) if (this.#isMissing(i) && !this.#isLost(i)) outstanding += 1;
    return outstanding;
  }

  /** Nobody waits any longer, though messages are still coming. */
  endEarly(): void {
    this.#areMoreComing = true;
  }

  /** Message `i` is being sent. */
  sent(i: number, atMs: Millis): void {
    this.#sentAtMs[i] = atMs;
    this.#lastSentAtMs = atMs;
    this.#sentCount += 1;
  }

  /** B's handler has message `i`, which the server appended at `appendedAtMs` on its own clock. */
  handled(i: number, appendedAtMs: Millis, atMs: Millis): void {
    const pair = this.#plan.pair[i]!;
    if (!Number.isNaN(this.#handledAtMs[i])) {
      this.#duplicatedShown += 1;
      return;
    }
    if (i < this.#latest[pair]!) this.#outOfOrder += 1;
    this.#latest[pair] = Math.max(i, this.#latest[pair]!);
    this.#handledAtMs[i] = atMs;
    this.#appendedAtMs[i] = appendedAtMs;
    this.#handled[pair]!.push(i);
    this.#lastHandledAtMs = atMs;
    this.#handledCount += 1;
    this.live.record(atMs - this.#intendedAtMs(i));
  }

  /** Messages handled in a stretch of time, whenever they were sent. */
  deliveriesBetween(fromMs: Millis, toMs: Millis): number {
    return this.#handledAtMs.filter((at) => at >= fromMs && at < toMs).length;
  }

  /** Messages meant to be sent before the window that never came. */
  lostInWarmup(): number {
    let lost = 0;
    for (let i = 0; i < this.#plan.size && this.#intendedAtMs(i) < this.window.fromMs; i += 1) {
      if (this.#isLost(i)) lost += 1;
    }
    return lost;
  }

  /**
   * The latencies of the messages that were meant to be sent within the window.
   *
   * @param sharesClock Whether the server's clock is the bench's: otherwise a leg that begins or ends there is unknown.
   */
  latencies(sharesClock: boolean): Pick<Tally, 'latency' | 'sendLag' | 'sendLeg' | 'deliveryLeg'> {
    const [latency, sendLag, sendLeg, deliveryLeg] = [
      Histogram.empty(),
      Histogram.empty(),
      Histogram.empty(),
      Histogram.empty(),
    ];
    for (const i of this.#inWindow()) {
      const [intended, sent, appended, handled] = this.#stamps(i);
      if (!Number.isNaN(sent)) sendLag.record(sent - intended);
      if (Number.isNaN(handled)) continue;
      latency.record(handled - intended);
      if (!sharesClock || Number.isNaN(appended)) continue;
      sendLeg.record(appended - sent);
      deliveryLeg.record(handled - appended);
    }
    return { latency, sendLag, sendLeg, deliveryLeg };
  }

  /** What became of them, without what only B's clients know. */
  completeness(): Omit<Completeness, 'duplicatedOnWire' | 'gaps'> {
    let [sent, delivered, lost] = [0, 0, 0];
    for (const i of this.#inWindow()) {
      if (!Number.isNaN(this.#sentAtMs[i])) sent += 1;
      if (!Number.isNaN(this.#handledAtMs[i])) delivered += 1;
      if (this.#isLost(i)) lost += 1;
    }
    return {
      sent,
      delivered,
      lost,
      duplicatedShown: this.#duplicatedShown,
      outOfOrder: this.#outOfOrder,
    };
  }

  /** Messages of the window that were handled, with their stamps. */
  *delivered(): Generator<{ readonly i: number; readonly sentAtMs: Millis; readonly handledAtMs: Millis }> {
    for (const i of this.#inWindow()) {
      const handledAtMs = this.#handledAtMs[i]!;
      if (!Number.isNaN(handledAtMs)) yield { i, sentAtMs: this.#sentAtMs[i]!, handledAtMs };
    }
  }

  /** The age of what each receiver knew over the window, all receivers together. */
  age(): AgeSums {
    const total = { area: 0, span: 0, peakSum: 0, peaks: 0 };
    for (const handled of this.#handled) {
      const sums = ageOver(this.#updatesOf(handled), this.window.fromMs, this.window.toMs);
      total.area += sums.area;
      total.span += sums.span;
      total.peakSum += sums.peakSum;
      total.peaks += sums.peaks;
    }
    return total;
  }

  /** What is kept for drawing. */
  traces(): Traces {
    const { fromMs, toMs } = this.window;
    const samples = [...this.delivered()].map(
      ({ i, handledAtMs }) => [this.#intendedAtMs(i) - fromMs, handledAtMs - this.#intendedAtMs(i)] as const,
    );
    const updates = this.#updatesOf(this.#handled[0] ?? []);
    return {
      timeline: timelineOf(samples, toMs - fromMs),
      sawtooth: sawtoothOver(updates, fromMs, Math.min(toMs, fromMs + SAWTOOTH_MS)),
    };
  }

  #updatesOf(handled: readonly number[]): Update[] {
    return handled.map((i) => ({ handledAtMs: this.#handledAtMs[i]!, intendedAtMs: this.#intendedAtMs(i) }));
  }

  #isMissing(i: number): boolean {
    return !Number.isNaN(this.#sentAtMs[i]) && Number.isNaN(this.#handledAtMs[i]);
  }

  /** As messages come in order, one that is behind the last that came may yet come. */
  #isLost(i: number): boolean {
    return this.#isMissing(i) && !(this.#areMoreComing && i > this.#latest[this.#plan.pair[i]!]!);
  }

  #intendedAtMs(i: number): Millis {
    return this.startAtMs + this.#plan.intendedAtMs[i]!;
  }

  #stamps(i: number): [intended: Millis, sent: Millis, appended: Millis, handled: Millis] {
    return [this.#intendedAtMs(i), this.#sentAtMs[i]!, this.#appendedAtMs[i]!, this.#handledAtMs[i]!];
  }

  *#inWindow(): Generator<number> {
    for (let i = 0; i < this.#plan.size; i += 1) {
      const intended = this.#intendedAtMs(i);
      if (intended >= this.window.fromMs && intended < this.window.toMs) yield i;
    }
  }
}
