import { expect } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cleanUp } from './clean-up.ts';
import { eventually } from './eventually.ts';
import { commandLineOf, groupOf, processesWith } from './processes.ts';
import { BIN } from './server-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

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
  /** Ids of its process and of all that it has started, as far as they still run. */
  readonly running: () => number[];
  /** Waits until it has started its server; gives its process id. */
  readonly server: () => Promise<number>;
  /** What Ctrl-C in a terminal does: the signal reaches every process of the group. */
  readonly interrupt: () => void;
}

export interface CallOptions {
  /** Its working directory. @default one of its own, gone after the test */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Calls `transport-lab` with these arguments. It is killed after the test, should it still be there; the test fails where
 * anything that it started is left.
 */
export function callLab(...args: string[]): Call {
  return callLabWith({}, ...args);
}

export function callLabWith({ cwd = temporaryFolder(), env = {} }: CallOptions, ...args: string[]): Call {
  const call = spawnLab({ cwd, env }, ...args);
  cleanUp(() => call.stop());
  return call;
}

/** A call that outlives the test: whoever makes it stops it. */
export interface SpawnedCall extends Call {
  /** Kills it, should it still be there, and waits until nothing of it is left. */
  readonly stop: () => Promise<void>;
}

export function spawnLab({ cwd, env }: Required<CallOptions>, ...args: string[]): SpawnedCall {
  // Under CI the tests' own summary is no place for theirs.
  const { GITHUB_STEP_SUMMARY: _, ...inherited } = process.env;
  const id = crypto.randomUUID();
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd,
    env: { ...inherited, ...env, TEST_CALL: id },
    stdio: 'pipe',
  });
  // It may have ended before it has read what is typed.
  child.stdin.on('error', () => {});
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const running = (): number[] => processesWith(`TEST_CALL=${id}`);
  return {
    child,
    async stop() {
      child.kill('SIGKILL');
      await ended;
      await eventually(() => expect(running()).toEqual([]), 10_000);
    },
    stdout: () => stdout,
    stderr: () => stderr,
    type: (line) => void child.stdin.write(`${line}\n`),
    ended,
    running,
    async server() {
      const servers = (): number[] => running().filter((pid) => commandLineOf(pid).includes('serve'));
      await eventually(() => expect(servers()).toHaveLength(1));
      return servers()[0]!;
    },
    interrupt() {
      const reached = running().filter((pid) => groupOf(pid) === groupOf(child.pid!));
      for (const pid of reached.toReversed()) process.kill(pid, 'SIGINT');
    },
  };
}
