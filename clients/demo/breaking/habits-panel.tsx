import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { TRANSPORT_NAMES, type TransportName } from '../../../servers/protocol/transport-name.ts';
import { type Habits, HABITS } from '../../core/habits.ts';
import type { Race } from '../race/race.ts';
import { SEATS } from '../race/seat.ts';
import { inLanguage } from '../words/language.ts';
import { transportWords } from '../words/transport-words.ts';
import { breakingWords } from './breaking-words.ts';

/** What the clients of each lane are in the habit of. */
export type LaneHabits = Readonly<Record<TransportName, Habits>>;

export const CORRECT: LaneHabits = habitsOfAll(true);

interface HabitsPanelProps {
  readonly race: Race;
  readonly habits: Signal<LaneHabits>;
}

/** Switches between what a careful client does and what a naive one leaves out, for each lane. */
export function HabitsPanel({ race, habits }: HabitsPanelProps): JSX.Element {
  const words = inLanguage(breakingWords);

  function change(wanted: LaneHabits): void {
    habits.value = wanted;
    race.attempt(configure(race, wanted));
  }

  return (
    <section class="sheet breaking-habits" aria-label={words.habits}>
      <h3>{words.habits}</h3>
      <p class="soft">{words.habitsIdea}</p>
      <div class="breaking-target">
        <button type="button" onClick={() => change(habitsOfAll(false))}>
          {words.allNaive}
        </button>
        <button type="button" class="primary" onClick={() => change(CORRECT)}>
          {words.allCorrect}
        </button>
      </div>
      {HABITS.map((habit) => (
        <div key={habit} class="breaking-habit" role="group" aria-label={words.habit[habit].name}>
          <h4>{words.habit[habit].name}</h4>
          <div class="breaking-switches">
            {TRANSPORT_NAMES.filter((lane) => matters(habit, lane)).map((lane) => {
              const isOn = habits.value[lane][habit];
              return (
                <label key={lane} class={isOn ? 'breaking-correct' : 'breaking-naive'}>
                  <input
                    type="checkbox"
                    role="switch"
                    checked={isOn}
                    onChange={({ currentTarget }) =>
                      change({
                        ...habits.value,
                        [lane]: { ...habits.value[lane], [habit]: currentTarget.checked },
                      })
                    }
                  />{' '}
                  {inLanguage(transportWords)[lane]} <b>{isOn ? words.on : words.off}</b>
                </label>
              );
            })}
          </div>
          <p>{words.habit[habit].without}</p>
        </div>
      ))}
    </section>
  );
}

async function configure(race: Race, habits: LaneHabits): Promise<void> {
  await Promise.all(SEATS.map(async ({ lane, phone }) => (await race.stage.phone(phone)).configure(habits[lane])));
}

/** Only a WebSocket has a heartbeat of its own. */
function matters(habit: keyof Habits, lane: TransportName): boolean {
  return habit !== 'heartbeat' || lane === 'websocket';
}

function habitsOfAll(isOn: boolean): LaneHabits {
  const habits = Object.fromEntries(HABITS.map((habit) => [habit, isOn])) as unknown as Habits;
  return Object.fromEntries(TRANSPORT_NAMES.map((lane) => [lane, habits])) as unknown as LaneHabits;
}
