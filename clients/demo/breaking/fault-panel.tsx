import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { TRANSPORT_NAMES } from '../../../servers/protocol/transport-name.ts';
import type { LabCommand } from '../lab/lab-frames.ts';
import type { Lab } from '../lab/lab.ts';
import { FIRST_SHAPE, type Race } from '../race/race.ts';
import { inLanguage } from '../words/language.ts';
import { transportWords } from '../words/transport-words.ts';
import { breakingWords } from './breaking-words.ts';
import { commandFor, type Fault, FAULTS, phonesOf, type Target } from './faults.ts';
import { loseReceipts } from './lose-receipts.ts';

interface FaultPanelProps {
  readonly race: Race;
  readonly lab: Lab;
  /** Phones that were told to take their page for a hidden one. */
  readonly hidden: Signal<readonly string[]>;
  readonly mend: () => void;
}

/** Everything that can be done to lines and server, each with what is to be expected of it. */
export function FaultPanel({ race, lab, hidden, mend }: FaultPanelProps): JSX.Element {
  const words = inLanguage(breakingWords);
  const target = useSignal<Target>({ lane: 'all', side: 'b' });
  const phones = phonesOf(target.value);
  const states = (lab.state.value?.phones ?? []).filter(({ name }) => phones.includes(name));
  const isDone: Readonly<Record<Fault, boolean>> = {
    plug: states.some(({ isUnplugged }) => isUnplugged),
    reset: false,
    lose: states.some(({ losesNextAnswer }) => losesNextAnswer),
    stall: false,
    slow: states.some(({ shape }) => shape.bandwidth !== null),
    hide: phones.some((name) => hidden.value.includes(name)),
  };

  async function inflict(fault: Fault): Promise<void> {
    if (fault === 'hide') {
      const isHidden = !isDone.hide;
      await Promise.all(phones.map(async (name) => (await race.stage.phone(name)).hide(isHidden)));
      const others = hidden.value.filter((name) => !phones.includes(name));
      hidden.value = isHidden ? [...others, ...phones] : others;
      return;
    }
    const shape = race.shape.value ?? FIRST_SHAPE;
    await lab.do(commandFor[fault]({ phones, isUndone: isDone[fault], shape }));
  }

  return (
    <section class="sheet breaking-faults" aria-label={words.faults}>
      <h3>{words.faults}</h3>
      <div class="breaking-target">
        <label>
          {words.where}{' '}
          <select
            value={target.value.lane}
            onChange={({ currentTarget }) =>
              (target.value = { ...target.value, lane: currentTarget.value as Target['lane'] })
            }
          >
            <option value="all">{words.everywhere}</option>
            {TRANSPORT_NAMES.map((name) => (
              <option key={name} value={name}>
                {inLanguage(transportWords)[name]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.whose}{' '}
          <select
            value={target.value.side}
            onChange={({ currentTarget }) =>
              (target.value = { ...target.value, side: currentTarget.value as Target['side'] })
            }
          >
            {(['b', 'a', 'both'] as const).map((side) => (
              <option key={side} value={side}>
                {words.sides[side]}
              </option>
            ))}
          </select>
        </label>
        <button type="button" class="primary" onClick={mend}>
          {words.mend}
        </button>
      </div>
      <ul class="breaking-list">
        {FAULTS.map((fault) => (
          <li key={fault}>
            <button
              type="button"
              aria-pressed={isDone[fault]}
              disabled={isDone[fault] && fault === 'lose'}
              onClick={() => race.attempt(inflict(fault))}
            >
              {isDone[fault] ? words.kinds[fault].undo : words.kinds[fault].do}
            </button>
            <p>{words.kinds[fault].expect}</p>
          </li>
        ))}
      </ul>
      <ServerPanel race={race} lab={lab} />
    </section>
  );
}

const DOWN_S = [0, 2, 5, 15] as const;

function ServerPanel({ race, lab }: { race: Race; lab: Lab }): JSX.Element {
  const words = inLanguage(breakingWords);
  const downMs = useSignal(2000);
  const isLosing = useSignal(false);
  const isDown = lab.state.value?.server.isUp === false;
  const restart = (memory: 'kept' | 'lost'): void => {
    const command: LabCommand = { do: 'restart', memory, downMs: downMs.value };
    race.attempt(lab.do(command));
  };
  async function lose(): Promise<void> {
    isLosing.value = true;
    await loseReceipts(lab).finally(() => (isLosing.value = false));
  }
  return (
    <>
      <h3>{words.server}</h3>
      <label>
        {words.down}{' '}
        <select
          value={downMs.value / 1000}
          onChange={({ currentTarget }) => (downMs.value = Number(currentTarget.value) * 1000)}
        >
          {DOWN_S.map((seconds) => (
            <option key={seconds} value={seconds}>
              {seconds} s
            </option>
          ))}
        </select>
      </label>
      <ul class="breaking-list">
        <li>
          <button type="button" disabled={isDown} onClick={() => restart('kept')}>
            {words.restartKept}
          </button>
          <p>{words.keptExpect}</p>
        </li>
        <li>
          <button type="button" disabled={isDown} onClick={() => restart('lost')}>
            {words.restartLost}
          </button>
          <p>{words.lostExpect}</p>
        </li>
        <li>
          <button type="button" disabled={isDown || isLosing.value} onClick={() => race.attempt(lose())}>
            {isLosing.value ? words.receiptsUnderWay : words.receipts}
          </button>
          <p>{words.receiptsExpect}</p>
        </li>
      </ul>
      <p class="breaking-trouble" role="status">
        {race.trouble.value ?? ''}
      </p>
    </>
  );
}
