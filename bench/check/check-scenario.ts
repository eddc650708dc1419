import { DEFAULT_SCENARIO, type Scenario } from '../scenario.ts';

/**
 * What each boot of a check runs: a hundred messages a second to each side over each transport, for six seconds after two
 * of warm-up.
 */
export const CHECK_SCENARIO: Scenario = {
  ...DEFAULT_SCENARIO,
  rate: 5,
  pairs: 20,
  warmupMs: 2000,
  durationMs: 6000,
  rounds: 1,
};
