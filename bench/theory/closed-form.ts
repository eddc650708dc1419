import type { TransportName } from '../../servers/protocol/transport-name.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import type { Scenario } from '../scenario.ts';
import type { Prediction } from './prediction.ts';
import { theories } from './theories.ts';
import { timesOf } from './times.ts';

/**
 * What the formulas say of a transport; null where the settings are beyond them: jitter, a bound on the bandwidth, and
 * what each transport's own names.
 *
 * @param turnaroundMs c: what a client takes from an answer to its next request, in ms. Default 0.
 */
export function closedForm(scenario: Scenario, transport: TransportName, turnaroundMs: Millis = 0): Prediction | null {
  if (scenario.jitterMs > 0 || scenario.bandwidth !== null) return null;
  return theories[transport].closedForm(scenario, timesOf(scenario, turnaroundMs));
}
