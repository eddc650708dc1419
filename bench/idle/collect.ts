import type { Serializable } from 'node:child_process';

/*
 * Loaded into a server before its own program, by Node's `--import`: collects garbage when the parent asks, so that what
 * is left is what the server holds and not what it has not got round to throwing away.
 */
process.on('message', (message: Serializable) => {
  if (message !== 'collect') return;
  globalThis.gc!();
  process.send!(process.memoryUsage());
});
// Waiting for that keeps no server alive.
process.channel!.unref();
