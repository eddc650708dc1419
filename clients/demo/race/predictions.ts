import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Scenario } from '../../../bench/scenario.ts';
import type { Prediction } from '../../../bench/theory/prediction.ts';
import type { Race } from './race.ts';

/** What of a scenario the page can set. */
export type PredictionAsked = Pick<
  Scenario,
  'schedule' | 'rate' | 'payloadBytes' | 'pollIntervalMs' | 'holdMs' | 'rttMs' | 'jitterMs' | 'bandwidth' | 'seed'
>;

/** By the name of the transport. */
export type Predictions = Readonly<Record<string, Prediction>>;

/** About what the messages that are played are long. */
const PAYLOAD_BYTES = 4;

/**
 * What theory says of a race as it is set, worked out again when it is set otherwise; null while it is not known, and
 * without the lab, where nobody knows how long the way is. It ends with the worker's {@link Predicting.end}.
 */
export interface Predicting {
  readonly predictions: ReadonlySignal<Predictions | null>;
  readonly end: () => void;
}

export function predictRace(race: Race): Predicting {
  const predictions = signal<Predictions | null>(null);
  const worker = new Worker(new URL('prediction-worker.ts', import.meta.url), { type: 'module' });
  let asked = 0;
  let answered = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<Predictions>) => {
    answered += 1;
    // What was asked for before is out of date.
    if (answered === asked) predictions.value = data;
  });
  const endEffect = effect(() => {
    const shape = race.shape.value;
    const { schedule, rate, seed } = race.play.value;
    predictions.value = null;
    if (shape === null) return;
    asked += 1;
    const question: PredictionAsked = {
      ...shape,
      ...race.settings.value,
      schedule,
      rate,
      seed,
      payloadBytes: PAYLOAD_BYTES,
    };
    // To a worker there is no other origin.
    worker.postMessage(question, []);
  });
  return {
    predictions,
    end() {
      endEffect();
      worker.terminate();
    },
  };
}
