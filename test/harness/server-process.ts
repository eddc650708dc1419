import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { cleanUp } from './clean-up.ts';

export const BIN = fileURLToPath(new URL('../../dist/bench/transport-lab.js', import.meta.url));

export interface ServerProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Sends a signal and waits for the end; resolves with the exit code, or the signal that ended it. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | NodeJS.Signals>;
}

/** Starts `transport-lab serve` with these flags, on a free port unless they name one; it is killed after the test. */
export async function startServerProcess(...flags: string[]): Promise<ServerProcess> {
  const server = await spawnServer(...flags);
  cleanUp(async () => {
    await server.stop('SIGKILL');
  });
  return server;
}

/** As {@link startServerProcess}, for a server that outlives the test: whoever starts it stops it. */
export async function spawnServer(...flags: string[]): Promise<ServerProcess> {
  const child = spawn(process.execPath, [BIN, 'serve', '--port', '0', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | NodeJS.Signals> => {
    child.kill(signal);
    const [code, by] = await exited;
    return code ?? by!;
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /listening on (http:\S+)/.exec(line)?.[1];
    if (url !== undefined) return { url, child, stop };
  }
  throw new Error(`the server ended before it listened: ${JSON.stringify(await exited)}`);
}
