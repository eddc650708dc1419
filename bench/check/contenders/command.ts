import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Arm, ArmServer } from '../../arms/arm.ts';
import { end, listeningUrl, PATIENCE_MS } from '../../listening-process.ts';
import type { Contender } from './contender.ts';

/**
 * A server that is started by a command, in whatever language it is written: it is ready when it prints a line with its
 * URL, and must speak the lab's protocol. It is told to end by SIGTERM, as is all that it has started.
 */
export function commandContender(command: string, arms: readonly Arm[]): Contender {
  return { name: `"${command}"`, arms, start: (_, signal) => startCommand(command, signal), dispose: async () => {} };
}

const URL_IN_LINE = /(https?:\/\/[^\s"'<>,;)]+)/;

async function startCommand(command: string, signal: AbortSignal): Promise<ArmServer> {
  signal.throwIfAborted();
  // A group of its own: Ctrl-C is the check's, which then ends all of it.
  const child = spawn(command, { shell: true, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const stop = (): Promise<void> => end(child, (name) => killGroup(child, name));
  const tooLong = setTimeout(() => killGroup(child, 'SIGKILL'), PATIENCE_MS);
  const interrupt = (): void => killGroup(child, 'SIGTERM');
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    const url = await listeningUrl(createInterface({ input: child.stdout }), URL_IN_LINE);
    return { url: url.replace(/[/.]+$/, ''), stop };
  } catch (failure) {
    await stop();
    throw failure;
  } finally {
    clearTimeout(tooLong);
    signal.removeEventListener('abort', interrupt);
  }
}

function killGroup({ pid }: ChildProcess, name: NodeJS.Signals): void {
  try {
    process.kill(-pid!, name);
  } catch (failure) {
    // All of it has ended.
    if ((failure as NodeJS.ErrnoException).code !== 'ESRCH') throw failure;
  }
}
