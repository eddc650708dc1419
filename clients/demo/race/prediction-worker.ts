import { DEFAULT_SCENARIO, type Scenario } from '../../../bench/scenario.ts';
import { predict } from '../../../bench/theory/predict.ts';
import { TRANSPORT_NAMES } from '../../../servers/protocol/transport-name.ts';
import type { PredictionAsked, Predictions } from './predictions.ts';

/** Predicts beside the page: where no formula fits, what a client would do is gone through event by event. */
addEventListener('message', ({ data }: MessageEvent<PredictionAsked>) => {
  const scenario: Scenario = { ...DEFAULT_SCENARIO, ...data };
  const predictions = TRANSPORT_NAMES.map((name) => [name, predict(scenario, name)] as const);
  postMessage(Object.fromEntries(predictions) satisfies Predictions);
});
