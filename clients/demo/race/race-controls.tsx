import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { BytesPerSecond, Millis, PerSecond } from '../../../servers/protocol/units.ts';
import { inLanguage } from '../words/language.ts';
import { sayBytes, sayMillis, UNKNOWN } from './figure.ts';
import type { Play, Race } from './race.ts';
import { raceWords } from './race-words.ts';
import { Steps } from './steps.tsx';

const RATES: readonly PerSecond[] = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20];
const POLL_INTERVALS_MS: readonly Millis[] = [100, 200, 500, 1000, 2000, 5000, 10_000];
const HOLDS_MS: readonly Millis[] = [1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000];
const HEARTBEATS_MS: readonly Millis[] = [1000, 2000, 5000, 10_000, 30_000];
const RTTS_MS: readonly Millis[] = [0, 20, 50, 100, 200, 500, 1000];
const JITTERS_MS: readonly Millis[] = [0, 10, 20, 50, 100, 200];
const BANDWIDTHS: readonly (BytesPerSecond | null)[] = [1024, 4096, 16_384, 65_536, 1_048_576, null];

/** What all lanes have in common, each to be changed while they run. */
export function RaceControls({ race }: { race: Race }): JSX.Element {
  const words = inLanguage(raceWords);
  const { pollIntervalMs, holdMs } = race.settings.value;
  const shape = race.shape.value;
  const heartbeatMs = race.stage.lab?.state.value?.server.settings.heartbeatMs ?? null;
  return (
    <fieldset class="race-controls sheet">
      <legend>{words.controls}</legend>
      <div>
        <Steps
          label={words.pollInterval}
          values={POLL_INTERVALS_MS}
          value={pollIntervalMs}
          say={sayMillis}
          choose={(value) => race.change(() => race.configure({ pollIntervalMs: value }))}
        />
        <Steps
          label={words.hold}
          values={HOLDS_MS}
          value={holdMs}
          say={sayMillis}
          choose={(value) => race.change(() => race.configure({ holdMs: value }))}
        />
        <Steps
          label={words.heartbeat}
          values={HEARTBEATS_MS}
          value={heartbeatMs ?? 10_000}
          say={(value) => sayMillis(heartbeatMs === null ? null : value)}
          isDisabled={heartbeatMs === null}
          choose={(value) => race.change(() => race.setHeartbeat(value))}
        />
        <Steps
          label={words.rtt}
          values={RTTS_MS}
          value={shape?.rttMs ?? 0}
          say={(value) => sayMillis(shape === null ? null : value)}
          isDisabled={shape === null}
          choose={(rttMs) => race.change(() => race.reshape({ rttMs }))}
        />
        <Steps
          label={words.jitter}
          values={JITTERS_MS}
          value={shape?.jitterMs ?? 0}
          say={(value) => sayMillis(shape === null ? null : value)}
          isDisabled={shape === null}
          choose={(jitterMs) => race.change(() => race.reshape({ jitterMs }))}
        />
        <Steps
          label={words.bandwidth}
          values={BANDWIDTHS}
          value={shape?.bandwidth ?? null}
          say={(value) =>
            shape === null ? UNKNOWN : value === null ? words.unlimited : `${sayBytes(value as number)}/s`
          }
          isDisabled={shape === null}
          choose={(bandwidth) => race.change(() => race.reshape({ bandwidth }))}
        />
      </div>
      <p class="soft">{shape === null ? words.noLink : words.heartbeatNote}</p>
      <p class="race-trouble" role="status">
        {race.trouble.value ?? ''}
      </p>
    </fieldset>
  );
}

/** Sends what a person types, and messages by themselves. */
export function RaceSender({ race }: { race: Race }): JSX.Element {
  const words = inLanguage(raceWords);
  const { isOn, rate, schedule, seed } = race.play.value;
  const typed = useRef<HTMLInputElement>(null);
  const isReady = race.state.value.is === 'ready';
  return (
    <div class="race-sender sheet">
      <form
        class="race-say"
        onSubmit={(event) => {
          event.preventDefault();
          const text = typed.current!.value;
          race.send(text.trim() === '' ? words.firstMessage : text);
        }}
      >
        <input
          ref={typed}
          aria-label={words.message}
          placeholder={words.firstMessage}
          maxLength={500}
          autocomplete="off"
        />
        <button class="primary" type="submit" disabled={!isReady}>
          {words.send}
        </button>
      </form>
      <div class="race-play" role="group" aria-label={words.playing}>
        <button type="button" aria-pressed={isOn} disabled={!isReady} onClick={() => race.playOn({ isOn: !isOn })}>
          {isOn ? words.stop : words.play}
        </button>
        <Steps
          label={words.rate}
          values={RATES}
          value={rate}
          say={(value) => `${value}/s`}
          choose={(value) => race.change(() => race.playOn({ rate: value }))}
        />
        <label>
          {words.schedule}{' '}
          <select
            value={schedule}
            onChange={({ currentTarget }) =>
              race.change(() => race.playOn({ schedule: currentTarget.value as Play['schedule'] }))
            }
          >
            {(['poisson', 'periodic'] as const).map((name) => (
              <option key={name} value={name}>
                {words.schedules[name]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.seed}{' '}
          <input
            class="race-seed"
            type="number"
            min={0}
            step={1}
            value={seed}
            onChange={({ currentTarget }) =>
              race.change(() => race.playOn({ seed: Math.trunc(currentTarget.valueAsNumber) || 0 }))
            }
          />
        </label>
      </div>
    </div>
  );
}
