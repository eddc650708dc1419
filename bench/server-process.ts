import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A server in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  /** Ends it: politely first, then by force. */
  stop(): Promise<void>;
}

/** How long a server may take to listen, and to end after it was told to. */
const PATIENCE_MS = 10_000;

/**
 * Starts `transport-lab serve` with these flags, on a free port, and waits until it listens. Should this process die, the
 * server ends by itself: it notices that the channel between them has closed.
 *
 * @throws {Error} where it does not come to listen.
 */
export async function startServerProcess(flags: readonly string[], signal: AbortSignal): Promise<ServerProcess> {
  signal.throwIfAborted();
  const bin = fileURLToPath(new URL('transport-lab.js', import.meta.url));
  const child = spawn(process.execPath, [bin, 'serve', '--port', '0', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const stop = (): Promise<void> => end(child);
  const tooLong = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  try {
    return { url: await listeningUrl(child), stop };
  } catch (failure) {
    await stop();
    throw failure;
  } finally {
    clearTimeout(tooLong);
  }
}

async function listeningUrl(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const url = /listening on (http:\S+)/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('the server ended before it listened');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  await exited;
  clearTimeout(force);
}
