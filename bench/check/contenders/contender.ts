import type { Arm, ArmServer } from '../../arms/arm.ts';
import type { Scenario } from '../../scenario.ts';

/** One of the two that are compared: a version of a server, ready to be started as often as it takes. */
export interface Contender {
  /** As it is called in reports. */
  readonly name: string;
  /** Who talks to it, over each transport in turn; the clients are the same for both. */
  readonly arms: readonly Arm[];
  /** Starts a server that all of its arms use. */
  start(scenario: Scenario, signal: AbortSignal): Promise<ArmServer>;
  /** Removes what was made for it. */
  dispose(): Promise<void>;
}
