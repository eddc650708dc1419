import { type Signal, signal } from '@preact/signals';
import { seeded } from '../../../bench/random.ts';
import { TRANSPORT_NAMES, type TransportName } from '../../../servers/protocol/transport-name.ts';
import type { Millis } from '../../../servers/protocol/units.ts';
import { DEFAULT_SETTINGS } from '../../core/settings.ts';
import { mend, settingOf } from '../breaking/mend.ts';
import type { Race } from '../race/race.ts';
import { SEATS } from '../race/seat.ts';
import { LIVE } from '../race/view-clock.ts';
import type { Lesson } from './lesson.ts';
import { type Action, lengthOf, runScript, type Script } from './script.ts';
import { Sight } from '../breaking/sight.ts';

export type RunState =
  | { readonly is: 'idle' }
  | { readonly is: 'setting' }
  | { readonly is: 'running'; readonly startedAt: Millis }
  | { readonly is: 'ended' }
  | { readonly is: 'failed'; readonly message: string };

/** What can be noticed is looked for so often. */
const LOOK_EVERY_MS: Millis = 250;

/** One at a time: before the next is set, the last one's things are put back. */
const tidied = new WeakMap<Race, Promise<void>>();

/** The run of a lesson on the phones of the race. */
export class LessonRun {
  readonly lesson: Lesson;
  readonly race: Race;
  readonly state = signal<RunState>({ is: 'idle' });
  /** Null before the first. */
  readonly phase = signal<string | null>(null);
  /** Which of the lesson's notices have been seen. */
  readonly seen: Signal<readonly boolean[]>;
  readonly script: Script;
  /** Changes all the time: to be looked at now and then. */
  sight = new Sight();
  #ending: AbortController | undefined;

  /** @param seed Whole number that all chance in the script comes from. */
  constructor(race: Race, lesson: Lesson, seed: number) {
    this.race = race;
    this.lesson = lesson;
    this.script = lesson.script(seeded(seed, 'lesson'));
    this.seen = signal(lesson.notices.map(() => false));
  }

  get lengthMs(): Millis {
    return lengthOf(this.script);
  }

  /** Sets the scene and plays the script; afterwards everything is put back, however it ended. */
  async start(): Promise<void> {
    if (this.#ending !== undefined) return;
    const ending = new AbortController();
    this.#ending = ending;
    const { signal: stopping } = ending;
    this.state.value = { is: 'setting' };
    await tidied.get(this.race);
    let endWatching: (() => void) | undefined;
    try {
      await this.race.start();
      if (this.race.state.value.is === 'failed') throw new Error(this.race.state.value.message);
      const before = settingOf(this.race);
      try {
        await this.#setScene();
        stopping.throwIfAborted();
        endWatching = this.#watch();
        this.state.value = { is: 'running', startedAt: performance.now() };
        await runScript(this.script, { perform: (action) => this.#perform(action), signal: stopping });
      } finally {
        endWatching?.();
        const tidying = mend(this.race, before);
        tidied.set(
          this.race,
          tidying.catch(() => {}),
        );
        await tidying;
      }
      this.state.value = { is: 'ended' };
    } catch (failure) {
      this.state.value = stopping.aborted ? { is: 'idle' } : { is: 'failed', message: (failure as Error).message };
    } finally {
      this.#ending = undefined;
    }
  }

  /** Ends a run that is on. */
  stop(): void {
    this.#ending?.abort(new Error('the lesson was stopped'));
  }

  async #setScene(): Promise<void> {
    const { race, lesson } = this;
    const { shape, settings } = lesson.scene;
    race.playOn({ isOn: false });
    race.view.clock.value = LIVE;
    race.view.chosen.value = null;
    this.sight = new Sight();
    this.seen.value = lesson.notices.map(() => false);
    const { pollIntervalMs, holdMs, ...rest } = { ...DEFAULT_SETTINGS, ...settings };
    await mend(race, { shape, settings: { pollIntervalMs, holdMs } });
    await this.#configure(rest);
    race.countAnew();
  }

  #watch(): () => void {
    const { stage } = this.race;
    const ends = [stage.journal.listen((entry) => this.sight.add(entry))];
    const endListening = stage.lab?.onCrowd((at) => this.sight.addArrivals(at));
    if (endListening !== undefined) ends.push(endListening);
    const timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    return () => {
      clearInterval(timer);
      for (const end of ends) end();
    };
  }

  #look(): void {
    const now = this.seen.value.map((isSeen, i) => isSeen || this.lesson.notices[i]!(this.sight));
    if (now.some((isSeen, i) => isSeen !== this.seen.value[i])) this.seen.value = now;
  }

  async #perform(action: Action): Promise<void> {
    const { race } = this;
    switch (action.do) {
      case 'phase':
        // What is to be seen in a phase may be seen at its very end.
        this.#look();
        this.sight.begin(action.name, action.countsAnew);
        if (action.countsAnew) race.countAnew();
        this.phase.value = action.name;
        break;
      case 'send':
        race.send(action.body);
        break;
      case 'configure':
        await this.#configure(action.settings, action.lanes);
        break;
      case 'lab':
        await race.stage.lab?.do(action.command);
    }
  }

  async #configure(
    settings: Extract<Action, { do: 'configure' }>['settings'],
    lanes: readonly TransportName[] = TRANSPORT_NAMES,
  ): Promise<void> {
    const { pollIntervalMs, holdMs, ...rest } = settings;
    const { race } = this;
    const known = Object.fromEntries(
      Object.entries({ pollIntervalMs, holdMs }).filter(([, value]) => value !== undefined),
    );
    if (Object.keys(known).length > 0) await race.configure(known);
    const seats = SEATS.filter(({ lane }) => lanes.includes(lane));
    await Promise.all(seats.map(async ({ phone }) => (await race.stage.phone(phone)).configure(rest)));
  }
}
