import { DEFAULT_SETTINGS } from '../../core/settings.ts';
import { HABITS } from '../../core/habits.ts';
import type { Shape } from '../lab/lab-frames.ts';
import { FIRST_SHAPE, type Race, type RaceSettings } from '../race/race.ts';
import { SEATS } from '../race/seat.ts';

/** How the race is set where nothing is broken. */
export interface Whole {
  readonly shape: Shape;
  readonly settings: RaceSettings;
}

/** How the race is set now. */
export function settingOf({ shape, settings }: Race): Whole {
  return { shape: shape.value ?? FIRST_SHAPE, settings: settings.value };
}

/**
 * Undoes whatever was done to the phones of the race, their links and the crowd, and sets them as they are to be. What was
 * done to the server is done: a memory that is lost does not come back.
 *
 * @throws {Error} where some of it could not be done; all else is.
 */
export async function mend(race: Race, { shape, settings }: Whole): Promise<void> {
  const { lab } = race.stage;
  const phones = SEATS.map(({ phone }) => phone);
  const habits = Object.fromEntries(HABITS.map((habit) => [habit, true]));
  const { answerTimeoutMs } = DEFAULT_SETTINGS;
  const hasCrowd = (lab?.state.value?.crowd ?? null) !== null;
  const outcomes = await Promise.allSettled([
    ...phones.map(async (name) => {
      const phone = await race.stage.phone(name);
      await Promise.all([phone.configure({ ...habits, answerTimeoutMs }), phone.hide(false)]);
    }),
    race.configure(settings),
    lab?.do({ do: 'heal', phones }),
    lab?.do({ do: 'shape', phones, shape }),
    hasCrowd ? lab?.do(NO_CROWD) : undefined,
  ]);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

export const NO_CROWD = { do: 'crowd', size: 0, transport: 'websocket', jitter: true } as const;
