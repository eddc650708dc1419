import { describe, expect, test } from '@jest/globals';
import type { Timing } from '../../bench/load.ts';
import { realTiming, sendOnSchedule } from '../../bench/load.ts';
import type { Plan } from '../../bench/plan.ts';
import { Recording } from '../../bench/recording.ts';

/*
 * What a load generator must get right before its numbers are worth anything, on a clock that the test turns: answers are
 * exact, and nothing waits.
 */

/** A clock that stands still unless somebody sleeps. */
class TurnedClock implements Timing {
  #now = 0;
  readonly #events: { at: number; event: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  async sleepUntil(atMs: number): Promise<void> {
    this.runUntil(atMs);
  }

  async yield(): Promise<void> {}

  at(atMs: number, event: () => void): void {
    this.#events.push({ at: atMs, event });
    this.#events.sort((a, b) => a.at - b.at);
  }

  runUntil(atMs: number): void {
    while (this.#events.length > 0 && this.#events[0]!.at <= atMs) {
      const { at, event } = this.#events.shift()!;
      this.#now = Math.max(this.#now, at);
      event();
    }
    this.#now = Math.max(this.#now, atMs);
  }

  /** The generator itself is kept busy. */
  block(ms: number): void {
    this.#now += ms;
  }
}

/** One pair, `rate` messages a second at even times, for `seconds`. */
function evenly(rate: number, seconds: number): Plan {
  const size = rate * seconds;
  return {
    size,
    intendedAtMs: Float64Array.from({ length: size }, (_, i) => (i * 1000) / rate),
    pair: new Uint32Array(size),
  };
}

const never = new AbortController().signal;

/** Runs a plan against a responder: `handledAt` says when the message that is sent at a time is handled. */
async function run(
  plan: Plan,
  seconds: number,
  handledAt: (sentAt: number, i: number) => number,
  onSend?: (i: number) => void,
) {
  const clock = new TurnedClock();
  const recording = new Recording(plan, 1, 0, { fromMs: 0, toMs: seconds * 1000 });
  const sentAt: number[] = [];
  const send = (i: number): void => {
    onSend?.(i);
    const at = clock.now();
    sentAt.push(at);
    recording.sent(i, at);
    const handled = handledAt(at, i);
    clock.at(handled, () => recording.handled(i, at, handled));
  };
  await sendOnSchedule(plan, 0, send, never, { timing: clock });
  clock.runUntil(1e9);
  return { ...recording.latencies(true), completeness: recording.completeness(), sentAt, clock };
}

describe('known answers', () => {
  test('a responder of exactly 50 ms reads 50 ms', async () => {
    const { latency, sendLag, deliveryLeg } = await run(evenly(20, 10), 10, (sentAt) => sentAt + 50);
    expect(latency.summary()).toEqual({ mean: 50, p50: 50, p90: 50, p99: 50, p999: 50, max: 50 });
    expect(deliveryLeg.summary()!.p50).toBe(50);
    expect(sendLag.summary()!.max).toBe(0);
  });

  test('a 2 s stall shows in the p99 of an open loop: what was meant to be sent meanwhile waited too', async () => {
    const stalled = (sentAt: number): number => (sentAt >= 10_000 && sentAt < 12_000 ? 12_000 : sentAt) + 1;
    const { latency } = await run(evenly(100, 60), 60, stalled);
    const { p50, p99, max } = latency.summary()!;
    expect(p50).toBe(1);
    // 200 of 6,000 messages fell into the stall: at p99, 60 are left above.
    expect(p99).toBeGreaterThan(1300);
    expect(max).toBeGreaterThan(1990);
  });

  test('a stall of the generator itself is its send lag, and stays in the latency', async () => {
    let clock: TurnedClock | undefined;
    const plan = evenly(100, 10);
    const recording = new Recording(plan, 1, 0, { fromMs: 0, toMs: 10_000 });
    clock = new TurnedClock();
    const send = (i: number): void => {
      if (i === 500) clock.block(2000);
      recording.sent(i, clock.now());
      recording.handled(i, clock.now(), clock.now() + 1);
    };
    await sendOnSchedule(plan, 0, send, never, { timing: clock });
    const { latency, sendLag } = recording.latencies(true);
    expect(sendLag.summary()!.max).toBe(2000);
    expect(latency.summary()!.max).toBeCloseTo(2001, 0);
    expect(sendLag.percentile(99)).toBeGreaterThan(1800);
    expect(recording.completeness()).toMatchObject({ sent: 1000, delivered: 1000, lost: 0 });
  });

  test('20 messages a second are sent evenly, not in bursts', async () => {
    const { sentAt } = await run(evenly(20, 5), 5, (at) => at);
    expect(sentAt).toEqual(Array.from({ length: 100 }, (_, i) => i * 50));
  });

  test('20 messages a second are sent evenly by the clock on the wall, too', async () => {
    const plan = evenly(20, 1);
    const startAtMs = realTiming.now() + 20;
    const sentAt: number[] = [];
    await sendOnSchedule(plan, startAtMs, () => sentAt.push(realTiming.now() - startAtMs), never);
    const lateBy = sentAt.map((at, i) => at - i * 50).toSorted((a, b) => a - b);
    expect(lateBy[0]).toBeGreaterThanOrEqual(0);
    expect(lateBy[10]).toBeLessThan(1);
  });

  test('what is late is sent at once, and keeps its intended time', async () => {
    const clock = new TurnedClock();
    clock.block(1000);
    const sentAt: number[] = [];
    await sendOnSchedule(evenly(10, 2), 0, () => sentAt.push(clock.now()), never, { timing: clock });
    expect(sentAt.slice(0, 11)).toEqual(Array.from({ length: 11 }, () => 1000));
    expect(sentAt.slice(11)).toEqual([1100, 1200, 1300, 1400, 1500, 1600, 1700, 1800, 1900]);
  });

  test('a generator that is hopelessly late does not go on for as long as it would take', async () => {
    const clock = new TurnedClock();
    const sentAt: number[] = [];
    const send = (): void => {
      sentAt.push(clock.now());
      clock.block(100);
    };
    // Ten times what it can do, for 2 s.
    await sendOnSchedule(evenly(100, 2), 0, send, never, { giveUpAtMs: 5000, timing: clock });
    expect(sentAt).toHaveLength(51);
    expect(sentAt.at(-1)).toBe(5000);
  });

  test('the end of the run ends the sending', async () => {
    const controller = new AbortController();
    let sent = 0;
    const sending = sendOnSchedule(
      evenly(10, 10),
      0,
      () => {
        sent += 1;
        if (sent === 5) controller.abort(new Error('interrupted'));
      },
      controller.signal,
      { timing: new TurnedClock() },
    );
    await expect(sending).rejects.toThrow('interrupted');
    expect(sent).toBe(5);
  });
});

describe('what is recorded', () => {
  const plan: Plan = {
    size: 6,
    intendedAtMs: Float64Array.of(0, 10, 20, 30, 40, 50),
    pair: Uint32Array.of(0, 1, 0, 1, 0, 0),
  };

  test('lost, shown twice and out of order are told apart', () => {
    const recording = new Recording(plan, 2, 100, { fromMs: 100, toMs: 200 });
    for (let i = 0; i < 6; i += 1) recording.sent(i, 100 + i * 10);
    for (const i of [0, 4, 2, 2, 1, 5]) recording.handled(i, 0, 160);
    expect(recording.completeness()).toEqual({ sent: 6, delivered: 5, lost: 1, duplicatedShown: 1, outOfOrder: 1 });
  });

  test('what is still coming when nobody waits any longer is outstanding; what was overtaken is lost', () => {
    const recording = new Recording(plan, 2, 100, { fromMs: 105, toMs: 200 });
    for (let i = 0; i < 6; i += 1) recording.sent(i, 100 + i * 10);
    for (const i of [2, 1]) recording.handled(i, 0, 160);
    expect(recording.completeness()).toMatchObject({ sent: 5, delivered: 2, lost: 3 });
    expect([recording.lostInWarmup(), recording.outstanding, recording.drainMs]).toEqual([1, 0, 10]);
    recording.endEarly();
    expect(recording.completeness()).toMatchObject({ sent: 5, delivered: 2, lost: 0 });
    expect([recording.lostInWarmup(), recording.outstanding]).toEqual([1, 3]);
    recording.handled(5, 0, 170);
    expect(recording.completeness()).toMatchObject({ sent: 5, delivered: 3, lost: 1 });
    expect(recording.outstanding).toBe(1);
  });

  test('only messages meant for the window count; deliveries are counted by when they came', () => {
    const recording = new Recording(plan, 2, 100, { fromMs: 115, toMs: 145 });
    for (let i = 0; i < 6; i += 1) recording.sent(i, 100 + i * 10);
    for (const i of [1, 2, 3, 4, 5]) recording.handled(i, 0, 100 + i * 10 + 7);
    expect(recording.completeness()).toMatchObject({ sent: 3, delivered: 3, lost: 0 });
    expect(recording.latencies(true).latency.count).toBe(3);
    expect(recording.deliveriesBetween(115, 145)).toBe(3);
    expect(recording.deliveriesBetween(127, 137)).toBe(1);
    expect(recording.lostInWarmup()).toBe(1);
  });

  test('with another clock at the server the legs are unknown, not wrong', () => {
    const recording = new Recording(plan, 2, 100, { fromMs: 100, toMs: 200 });
    recording.sent(0, 100);
    recording.handled(0, 1_795_000_000_000, 105);
    const { latency, deliveryLeg, sendLeg } = recording.latencies(false);
    expect([latency.count, deliveryLeg.summary(), sendLeg.summary()]).toEqual([1, null, null]);
  });
});
