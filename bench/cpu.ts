import os from 'node:os';

/** CPU time since the machine started, over all its processors, in ms. */
interface MachineCpu {
  readonly busy: number;
  readonly all: number;
}

export function readMachineCpu(): MachineCpu {
  let busy = 0;
  let idle = 0;
  for (const { times } of os.cpus()) {
    busy += times.user + times.nice + times.sys + times.irq;
    idle += times.idle;
  }
  return { busy, all: busy + idle };
}

/**
 * Share of the whole machine's CPU time between two readings that others than the run used, 0 to 1.
 *
 * @param ownMicros CPU time of the run's own processes in between, in µs.
 */
export function foreignShare(before: MachineCpu, after: MachineCpu, ownMicros: number): number {
  const all = after.all - before.all;
  if (all <= 0) return 0;
  return Math.max(0, after.busy - before.busy - ownMicros / 1000) / all;
}
