import type { Millis } from '../../servers/protocol/units.ts';
import type { Arm, ArmServer, Delivery } from '../arms/arm.ts';
import { now } from '../clock.ts';
import { assembleCrew, type Crew } from '../crew.ts';
import type { Plan } from '../plan.ts';
import { Recording, type Window } from '../recording.ts';
import type { Scenario } from '../scenario.ts';
import { type Series, SIDES, type Sides } from './statistics/series.ts';

/** The messages of one side over one transport during a boot: its clients, and what becomes of what they send. */
export class Lane {
  readonly side: keyof Sides<unknown>;
  readonly transport: string;
  readonly server: ArmServer;
  readonly plan: Plan;
  readonly #arm: Arm;
  readonly #payload: string;
  readonly #scenario: Scenario;
  #crew: Crew | undefined;
  #recording: Recording | undefined;
  /** When the sender knew that a message was stored, and when the poll was sent that brought it. */
  readonly #storedAtMs: Float64Array;
  readonly #askedAtMs: Float64Array;
  /** What the first message that could not be sent failed with. */
  publishFailure: string | null = null;

  constructor(side: keyof Sides<unknown>, arm: Arm, server: ArmServer, plan: Plan, scenario: Scenario) {
    this.side = side;
    this.transport = arm.name;
    this.server = server;
    this.plan = plan;
    // Several lanes share a server, as if it were somebody else's: their clients have names of their own.
    this.#scenario = { ...scenario, url: server.url };
    this.#arm = { ...arm, connect: (options) => arm.connect({ ...options, stampsPolls: true }) };
    this.#payload = 'x'.repeat(scenario.payloadBytes);
    this.#storedAtMs = new Float64Array(plan.size).fill(Number.NaN);
    this.#askedAtMs = new Float64Array(plan.size).fill(Number.NaN);
  }

  get crew(): Crew {
    return this.#crew!;
  }

  get recording(): Recording {
    return this.#recording!;
  }

  /** Signs its clients in. */
  async open(boot: number, signal: AbortSignal): Promise<void> {
    const handle = (delivery: Delivery): void => this.#handle(delivery);
    // Were the polls of both sides drawn alike, one's would always come right behind the other's and wait for them.
    const draw = 2 * boot + SIDES.indexOf(this.side);
    this.#crew = await assembleCrew(this.#scenario, this.server.url, this.#arm, draw, handle, signal);
  }

  begin(startAtMs: Millis, window: Window): void {
    this.#recording = new Recording(this.plan, this.#scenario.pairs, startAtMs, window);
  }

  send(i: number): void {
    const pair = this.plan.pair[i]!;
    this.recording.sent(i, now());
    this.crew.senders[pair]!.send(this.crew.nameOfReceiver(pair), String(i), this.#payload).then(
      () => (this.#storedAtMs[i] = now()),
      (failure: Error) => (this.publishFailure ??= failure.message),
    );
  }

  async close(): Promise<void> {
    await this.#crew?.close();
  }

  /**
   * What the messages of the window took, without what is not the server's: the generator's own delay in sending, and
   * the wait from when a message was stored to the next poll. That wait is anything up to the interval, and would hide a
   * change of a millisecond behind half a second of chance. More than an interval is none of chance: a poll that failed,
   * or was answered late with nothing, has the next one come later, and that counts.
   *
   * Whether it was slow to be stored or to be fetched, the time at which it was tells what else was slow just then.
   */
  series(): Series {
    const index: number[] = [];
    const atMs: Millis[] = [];
    const excessMs: Millis[] = [];
    const { pollIntervalMs } = this.#scenario;
    for (const { i, sentAtMs, handledAtMs } of this.recording.delivered()) {
      // Where no poll is known, or nobody said that it was stored, NaN is no wait.
      const storedAtMs = this.#storedAtMs[i]!;
      const waitMs = Math.min(pollIntervalMs, Math.max(0, this.#askedAtMs[i]! - storedAtMs) || 0);
      const tookMs = handledAtMs - sentAtMs - waitMs;
      const isSlowToStore = storedAtMs - sentAtMs > tookMs / 2;
      index.push(i);
      atMs.push((isSlowToStore ? sentAtMs : sentAtMs + waitMs) - this.recording.window.fromMs);
      excessMs.push(tookMs);
    }
    return { index: Uint32Array.from(index), atMs: Float64Array.from(atMs), excessMs: Float64Array.from(excessMs) };
  }

  #handle({ id, at = Number.NaN, askedAt = Number.NaN }: Delivery): void {
    const i = Number(id);
    this.#askedAtMs[i] ||= askedAt;
    this.#recording?.handled(i, at, now());
  }
}
