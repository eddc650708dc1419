import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { seeded } from '../../../bench/random.ts';
import { createSchedule } from '../../../bench/schedule.ts';
import type { Millis, PerSecond } from '../../../servers/protocol/units.ts';
import type { Journal } from '../journal/journal.ts';
import type { Shape } from '../lab/lab-frames.ts';
import type { Lab } from '../lab/lab.ts';
import type { Phone } from '../phone/phone.ts';
import { keepSchedule } from './keep-schedule.ts';
import { Lanes } from './lanes.ts';
import { seatAt, SEATS } from './seat.ts';
import type { TimelineView } from './timeline-view.ts';
import { newId } from '../new-id.ts';
import { unixNow } from '../unix-now.ts';
import { LIVE } from './view-clock.ts';

/** What a race stands on, of a stage. */
export interface RaceStage {
  /** Null where there is none, and nothing can be done to the line. */
  readonly lab: Lab | null;
  readonly journal: Journal;
  phone(name: string): Promise<Phone>;
}

/** What the clients of the race are set to. */
export interface RaceSettings {
  readonly pollIntervalMs: Millis;
  readonly holdMs: Millis;
}

/** How messages are sent by themselves. */
export interface Play {
  readonly isOn: boolean;
  readonly rate: PerSecond;
  readonly schedule: 'poisson' | 'periodic';
  /** Decides all their times. */
  readonly seed: number;
}

export type RaceState =
  | { readonly is: 'away' }
  | { readonly is: 'starting' }
  | { readonly is: 'ready' }
  | { readonly is: 'failed'; readonly message: string };

/** With a way of its own, each thing that goes over the wire is seen to go. */
export const FIRST_SHAPE: Shape = { rttMs: 100, jitterMs: 0, bandwidth: null };
export const FIRST_SETTINGS: RaceSettings = { pollIntervalMs: 1000, holdMs: 15_000 };
const FIRST_PLAY: Play = { isOn: false, rate: 0.5, schedule: 'poisson', seed: 1 };

/** The same messages sent over every transport at once: two phones in each lane, A to B. */
export class Race {
  readonly lanes = new Lanes();
  readonly state = signal<RaceState>({ is: 'away' });
  readonly settings = signal<RaceSettings>(FIRST_SETTINGS);
  readonly play = signal<Play>(FIRST_PLAY);
  /** Id of the last message that a person sent. */
  readonly thread = signal<string | null>(null);
  /** What the links of the race do; null without the lab. */
  readonly shape: ReadonlySignal<Shape | null>;
  /** When the counters began, Unix time in ms. */
  readonly countedSince: Signal<Millis>;
  /** What last could not be done; null while all could. */
  readonly trouble = signal<string | null>(null);
  /** What is seen of it, wherever it is shown. */
  readonly view: TimelineView;
  readonly stage: RaceStage;
  /** Tells the parties of this page from those of others, and their messages from those of former ones. */
  readonly #run = newId().slice(0, 6);
  #started: Promise<void> | undefined;
  #messages = 0;
  #stopPlaying = (): void => {};

  constructor(stage: RaceStage) {
    this.stage = stage;
    this.lanes.follow(stage.journal);
    this.view = { lanes: this.lanes, clock: signal(LIVE), chosen: signal(null), thread: this.thread, now: unixNow };
    this.countedSince = signal(this.view.now());
    this.shape = computed(() => {
      const { phones = [] } = stage.lab?.state.value ?? {};
      return phones.find(({ name }) => name === SEATS[0]!.phone)?.shape ?? null;
    });
  }

  /** Signs everybody in, the first time; or again after that has failed. */
  start(): Promise<void> {
    this.#started ??= this.#signIn();
    return this.#started;
  }

  /** Sends a text in all lanes, and follows it. @returns Its id. */
  send(body: string): string {
    const id = this.#send(body);
    this.thread.value = id;
    return id;
  }

  /** Changes the settings of all clients, at once. */
  async configure(wanted: Partial<RaceSettings>): Promise<void> {
    this.settings.value = { ...this.settings.value, ...wanted };
    if (this.state.value.is !== 'ready') return;
    const { holdMs = 0 } = wanted;
    const { lab } = this.stage;
    const longest = lab?.state.value?.server.settings.holdMs ?? Infinity;
    // The server holds no longer than it was told to.
    if (holdMs > longest) await lab?.do({ do: 'restart', memory: 'kept', settings: { holdMs } });
    await Promise.all(SEATS.map(async ({ phone }) => (await this.stage.phone(phone)).configure(wanted)));
  }

  /** Changes what the links of all lanes do. */
  async reshape(wanted: Partial<Shape>): Promise<void> {
    const shape = { ...FIRST_SHAPE, ...this.shape.value, ...wanted };
    await this.stage.lab?.do({ do: 'shape', phones: SEATS.map(({ phone }) => phone), shape });
  }

  /** How often a WebSocket is pinged; the server starts anew for it, and forgets nothing. */
  async setHeartbeat(heartbeatMs: Millis): Promise<void> {
    await this.stage.lab?.do({ do: 'restart', memory: 'kept', settings: { heartbeatMs } });
  }

  /** Begins all counters from 0 again. */
  countAnew(): void {
    this.countedSince.value = this.view.now();
    this.lanes.resetCounters(this.countedSince.value);
  }

  /** Changes something that what is predicted hangs on: what was counted before is nothing to compare with it. */
  change(doing: () => Promise<void> | void): void {
    this.countAnew();
    this.attempt(Promise.resolve(doing()));
  }

  /** Says in {@link trouble} what becomes of something that is to be done. */
  attempt(doing: Promise<void>): void {
    doing.then(
      () => (this.trouble.value = null),
      (failure: unknown) => (this.trouble.value = failure instanceof Error ? failure.message : String(failure)),
    );
  }

  /** Begins, changes or ends sending by itself: a plan that is fixed from then on. */
  playOn(wanted: Partial<Play>): void {
    this.#stopPlaying();
    this.play.value = { ...this.play.value, ...wanted };
    const { isOn, rate, schedule, seed } = this.play.value;
    if (!isOn) return;
    this.#stopPlaying = keepSchedule(createSchedule(schedule, rate, seeded(seed, 'race')), (index) =>
      this.#send(`#${index + 1}`),
    );
  }

  #send(body: string): string {
    this.#messages += 1;
    const id = `race-${this.#run}-${this.#messages}`;
    for (const { transport } of this.lanes.all) this.attempt(this.#sendIn(transport, body, id));
    return id;
  }

  async #sendIn(lane: Parameters<typeof seatAt>[0], body: string, id: string): Promise<void> {
    const phone = await this.stage.phone(seatAt(lane, 'a').phone);
    await phone.send(`user:${this.#nameOf(seatAt(lane, 'b').phone)}`, body, id);
  }

  #nameOf(phone: string): string {
    return `race-${phone}-${this.#run}`;
  }

  async #signIn(): Promise<void> {
    this.state.value = { is: 'starting' };
    try {
      await Promise.all(
        SEATS.map(async ({ lane, phone }) => {
          const made = await this.stage.phone(phone);
          await made.signIn({ user: this.#nameOf(phone) }, { transport: lane, ...this.settings.value });
        }),
      );
      // What somebody has set already stays.
      if (this.shape.value?.rttMs === 0) await this.reshape(FIRST_SHAPE);
      this.state.value = { is: 'ready' };
    } catch (failure) {
      this.#started = undefined;
      this.state.value = { is: 'failed', message: failure instanceof Error ? failure.message : String(failure) };
    }
  }
}

const races = new WeakMap<RaceStage, Race>();

/** The race on a stage: one, whichever part of the page shows it. */
export function raceOn(stage: RaceStage): Race {
  let race = races.get(stage);
  if (race === undefined) races.set(stage, (race = new Race(stage)));
  return race;
}
