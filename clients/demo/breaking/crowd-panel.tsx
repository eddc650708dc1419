import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { TRANSPORT_NAMES, type TransportName } from '../../../servers/protocol/transport-name.ts';
import type { LabCommand } from '../lab/lab-frames.ts';
import type { Lab } from '../lab/lab.ts';
import type { Race } from '../race/race.ts';
import { inLanguage } from '../words/language.ts';
import { transportWords } from '../words/transport-words.ts';
import { breakingWords } from './breaking-words.ts';
import { CrowdStrips } from './crowd-strip.tsx';
import type { Fall } from './falls.ts';
import { NO_CROWD } from './mend.ts';

const SIZES = [10, 50, 200, 500] as const;
const FALL: LabCommand = { do: 'restart', memory: 'kept', downMs: 5000 };

interface CrowdPanelProps {
  readonly race: Race;
  readonly lab: Lab;
  readonly falls: ReadonlySignal<readonly Fall[]>;
}

/** Many clients that lose the same server, with chance in their retries and without. */
export function CrowdPanel({ race, lab, falls }: CrowdPanelProps): JSX.Element {
  const words = inLanguage(breakingWords);
  const asked = useSignal<{ size: number; transport: TransportName; jitter: boolean }>({
    size: 50,
    transport: 'websocket',
    jitter: false,
  });
  const { crowd = null, server } = lab.state.value ?? {};
  return (
    <section class="sheet breaking-crowd" aria-label={words.crowd}>
      <h3>{words.crowd}</h3>
      <p class="soft">{words.crowdExpect}</p>
      <div class="breaking-target">
        <select
          aria-label={words.crowdSize}
          value={asked.value.size}
          onChange={({ currentTarget }) => (asked.value = { ...asked.value, size: Number(currentTarget.value) })}
        >
          {SIZES.map((size) => (
            <option key={size} value={size}>
              {size} {words.crowdSize}
            </option>
          ))}
        </select>
        <label>
          {words.crowdOver}{' '}
          <select
            value={asked.value.transport}
            onChange={({ currentTarget }) =>
              (asked.value = { ...asked.value, transport: currentTarget.value as TransportName })
            }
          >
            {TRANSPORT_NAMES.map((name) => (
              <option key={name} value={name}>
                {inLanguage(transportWords)[name]}
              </option>
            ))}
          </select>
        </label>
        <label>
          <input
            type="checkbox"
            checked={asked.value.jitter}
            onChange={({ currentTarget }) => (asked.value = { ...asked.value, jitter: currentTarget.checked })}
          />{' '}
          {words.crowdJitter}
        </label>
        <button type="button" onClick={() => race.attempt(lab.do({ do: 'crowd', ...asked.value }))}>
          {words.crowdJoin}
        </button>
        <button type="button" disabled={crowd === null} onClick={() => race.attempt(lab.do(NO_CROWD))}>
          {words.crowdHome}
        </button>
        <button
          type="button"
          class="primary"
          disabled={crowd === null || server?.isUp === false}
          onClick={() => race.attempt(lab.do(FALL))}
        >
          {words.crowdFall}
        </button>
        {crowd !== null && <output>{words.crowdState(crowd.connected, crowd.size)}</output>}
      </div>
      <CrowdStrips falls={falls} />
    </section>
  );
}
