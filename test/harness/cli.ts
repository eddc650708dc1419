import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cleanUp } from './clean-up.ts';
import { BIN } from './server-process.ts';

/** A call of `transport-lab`, under way. */
export interface Call {
  readonly child: ChildProcess;
  /** What it has written so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Types a line. */
  readonly type: (line: string) => void;
  /** Resolves with the exit code when it has ended. */
  readonly ended: Promise<number | null>;
}

/** Calls `transport-lab` with these arguments. It is killed after the test, should it still be there. */
export function callLab(...args: string[]): Call {
  const child = spawn(process.execPath, [BIN, ...args], { stdio: 'pipe' });
  // It may have ended before it has read what is typed.
  child.stdin.on('error', () => {});
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  cleanUp(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    type: (line) => void child.stdin.write(`${line}\n`),
    ended,
  };
}
