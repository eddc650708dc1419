import type { Theory } from '../result.ts';

/** What a formula or a simulation says a transport's figures are, were the software infinitely fast. */
export type Prediction = Omit<Theory, 'source'>;
