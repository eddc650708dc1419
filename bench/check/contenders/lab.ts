import type { Arm } from '../../arms/arm.ts';
import { startListening } from '../../listening-process.ts';
import { serverFlags } from '../../server-flags.ts';
import type { Contender } from './contender.ts';

export interface LabContenderOptions {
  /** What Node is given, such as a module to load first. */
  readonly nodeFlags?: readonly string[];
  readonly dispose?: () => Promise<void>;
}

/** A version of the lab's own server. @param program Its `transport-lab.js`, built. */
export function labContender(
  name: string,
  program: string,
  arms: readonly Arm[],
  { nodeFlags = [], dispose = async () => {} }: LabContenderOptions = {},
): Contender {
  return {
    name,
    arms,
    start: (scenario, signal) =>
      startListening(program, ['serve', '--port', '0', ...serverFlags(scenario)], signal, nodeFlags),
    dispose,
  };
}
