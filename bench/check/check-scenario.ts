import { DEFAULT_SCENARIO, type Scenario } from '../scenario.ts';

/**
 * What each boot of a check runs: a hundred messages a second to each side over each transport, for seven seconds after one
 * and a half of warm-up.
 *
 * The wait for a poll is left out of what a message took, so that the interval does not matter to a figure. It matters to
 * how far the figure is to be trusted: with a second of it, five messages share each poll, and whatever came over that one
 * poll counts five times. With an eighth, that figure varied half as much from boot to boot.
 */
export const CHECK_SCENARIO: Scenario = {
  ...DEFAULT_SCENARIO,
  rate: 5,
  pairs: 20,
  pollIntervalMs: 125,
  warmupMs: 1500,
  durationMs: 7000,
  rounds: 1,
};
