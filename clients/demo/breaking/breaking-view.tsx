import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { Lab } from '../lab/lab.ts';
import { raceOn } from '../race/race.ts';
import { RaceSender } from '../race/race-controls.tsx';
import { RaceLanes } from '../race/race-lanes.tsx';
import type { Stage } from '../stage/stage.ts';
import { inLanguage } from '../words/language.ts';
import { breakingWords } from './breaking-words.ts';
import { CrowdPanel } from './crowd-panel.tsx';
import { watchFalls } from './falls.ts';
import { FaultPanel } from './fault-panel.tsx';
import { CORRECT, HabitsPanel } from './habits-panel.tsx';
import { LedgerTable } from './ledger-table.tsx';
import { mend, settingOf } from './mend.ts';
import { Sight } from './sight.ts';
import './breaking.css';

/** Where things are broken, and clients made naive, to see what becomes of the messages. */
export function BreakingView({ stage }: { stage: Stage }): JSX.Element {
  const words = inLanguage(breakingWords);
  return (
    <div class="breaking">
      <header>
        <h2>{words.title}</h2>
        <p>{stage.lab === null ? words.noLab : words.idea}</p>
      </header>
      {stage.lab !== null && <Breaking stage={stage} lab={stage.lab} />}
    </div>
  );
}

function Breaking({ stage, lab }: { stage: Stage; lab: Lab }): JSX.Element {
  const words = inLanguage(breakingWords);
  const race = raceOn(stage);
  const sight = useMemo(() => new Sight(), []);
  const hidden = useSignal<readonly string[]>([]);
  const habits = useSignal(CORRECT);
  const crowd = useMemo(() => watchFalls(lab), [lab]);

  async function makeWhole(): Promise<void> {
    hidden.value = [];
    habits.value = CORRECT;
    const { shape, settings } = settingOf(race);
    await mend(race, { shape: { ...shape, bandwidth: null }, settings });
  }

  useEffect(() => {
    const endListening = stage.journal.listen((entry) => sight.add(entry));
    void race.start().then(() => race.playOn({ isOn: true, rate: 1 }));
    return () => {
      endListening();
      crowd.end();
      race.playOn({ isOn: false });
      race.attempt(makeWhole());
    };
  }, [race]);

  return (
    <>
      <RaceSender race={race} />
      <RaceLanes race={race} />
      <div class="breaking-panels">
        <div class="breaking-side">
          <FaultPanel race={race} lab={lab} hidden={hidden} mend={() => race.attempt(makeWhole())} />
          <CrowdPanel race={race} lab={lab} falls={crowd.falls} />
        </div>
        <div class="breaking-side">
          <section class="sheet breaking-ledger" aria-label={words.ledger}>
            <header>
              <h3>{words.ledger}</h3>
              <button type="button" onClick={() => sight.begin('', true)}>
                {words.countAnew}
              </button>
            </header>
            <p class="soft">{words.ledgerIdea}</p>
            <LedgerTable lane={(name) => sight.lane(name)} />
          </section>
          <HabitsPanel race={race} habits={habits} />
        </div>
      </div>
    </>
  );
}
