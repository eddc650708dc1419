import v8 from 'node:v8';
import vm from 'node:vm';
import type { Bytes } from '../../servers/protocol/units.ts';

/** What this process still holds in memory when all garbage is gone, buffers included. */
export function heldMemory(): Bytes {
  v8.setFlagsFromString('--expose-gc');
  (vm.runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
