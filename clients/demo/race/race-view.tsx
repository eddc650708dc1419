import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { ExportBar } from '../export/export-bar.tsx';
import type { Stage } from '../stage/stage.ts';
import { inLanguage } from '../words/language.ts';
import { cardWords } from './card-words.ts';
import { sayTime } from './figure.ts';
import { LaneCard } from './lane-card.tsx';
import { predictRace } from './predictions.ts';
import { Plug } from './plug.tsx';
import { type Race, raceOn } from './race.ts';
import { RaceControls, RaceSender } from './race-controls.tsx';
import { RaceLanes } from './race-lanes.tsx';
import { raceWords } from './race-words.ts';

/** The race: the same messages over all transports, side by side. */
export function RaceView({ stage }: { stage: Stage }): JSX.Element {
  const race = raceOn(stage);
  useEffect(() => {
    let isShown = true;
    const begin = async (): Promise<void> => {
      await race.start();
      if (isShown && mayMove()) race.playOn({ isOn: true });
    };
    void begin();
    return () => {
      isShown = false;
      race.playOn({ isOn: false });
    };
  }, [race]);
  return (
    <div class="race">
      <h2>{inLanguage(raceWords).title}</h2>
      <div class="race-top">
        <RaceState race={race} />
        <Plug race={race} />
      </div>
      <RaceSender race={race} />
      <RaceLanes race={race} />
      <ExportBar view={race.view} journal={stage.journal} />
      <RaceControls race={race} />
      <RaceCards race={race} />
    </div>
  );
}

/** Whether things may begin to move without being asked to. */
function mayMove(): boolean {
  return !matchMedia('(prefers-reduced-motion: reduce)').matches;
}

function RaceState({ race }: { race: Race }): JSX.Element {
  const words = inLanguage(raceWords);
  const state = race.state.value;
  return (
    <p class="race-state soft" role="status">
      {words.states[state.is]} {state.is === 'failed' && state.message}{' '}
      {state.is === 'failed' && (
        <button type="button" onClick={() => void race.start()}>
          {words.again}
        </button>
      )}
    </p>
  );
}

/** Figures and connections of each lane. */
export function RaceCards({ race }: { race: Race }): JSX.Element {
  const withA = useSignal(false);
  const words = inLanguage(cardWords);
  const { rate, schedule } = race.play.value;
  const predicting = useMemo(() => predictRace(race), [race]);
  useEffect(() => predicting.end, [predicting]);
  return (
    <>
      <div class="race-card-bar">
        <label>
          <input
            type="checkbox"
            checked={withA.value}
            onChange={({ currentTarget }) => (withA.value = currentTarget.checked)}
          />{' '}
          {words.alsoA}
        </label>
        <p class="soft">
          {words.predictedFor(
            rate,
            inLanguage(raceWords).schedules[schedule],
            sayTime(race.countedSince.value).slice(0, 8),
          )}
        </p>
        <button type="button" onClick={() => race.countAnew()}>
          {inLanguage(raceWords).countAnew}
        </button>
      </div>
      <div class="race-cards">
        {race.lanes.all.map((lane) => (
          <LaneCard
            key={lane.transport}
            lane={lane}
            view={race.view}
            predictions={predicting.predictions}
            withA={withA.value}
          />
        ))}
      </div>
    </>
  );
}
