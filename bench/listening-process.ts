import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import type { Millis } from '../servers/protocol/units.ts';

/** A program in a process of its own that others connect to. */
export interface ListeningProcess {
  readonly url: string;
  readonly pid: number;
  /** How it ended, in words; null while it runs. */
  ending(): string | null;
  /** Writes a line to its standard input and resolves with the next line that it answers. */
  ask(line: string): Promise<string>;
  /** Sends it a message over the channel between them and resolves with the next that it sends back. */
  call(message: string | object): Promise<unknown>;
  /** Resolves when it has ended, whoever or whatever ended it. */
  readonly ended: Promise<void>;
  /** Ends it: politely first, then by force. */
  stop(): Promise<void>;
  /** Ends it by force, with all that it was about to do. */
  kill(): Promise<void>;
}

/** The lab's own program. */
export const LAB_PROGRAM = fileURLToPath(new URL('transport-lab.js', import.meta.url));

/** How long a program may take to listen, and to end after it was told to. */
export const PATIENCE_MS: Millis = 10_000;

/**
 * Starts a Node program and waits until it prints `listening on URL`. The program ends by itself should this process die:
 * it notices that the channel between them has closed.
 *
 * @param program Its file. @param args What it is given. @param nodeFlags What Node is given. @param env What its environment
 * has besides this process's.
 * @throws {Error} where it does not come to listen.
 */
export async function startListening(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
  nodeFlags: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<ListeningProcess> {
  signal.throwIfAborted();
  const child = spawn(process.execPath, [...nodeFlags, program, ...args], {
    stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, ...env },
    // Ctrl-C in a terminal reaches this process alone, which then ends the others in its order.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const gone = new AbortController();
  child.once('exit', () => gone.abort(new Error('it has ended')));
  const stop = (): Promise<void> => end(child);
  // What a program that has ended was still to be told is nobody's loss.
  child.stdin!.on('error', () => {});
  const lines = createInterface({ input: child.stdout! });
  const tooLong = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  try {
    const url = await listeningUrl(lines);
    const ask = async (line: string): Promise<string> => {
      const answer = nextLine(lines, 'it ended before it answered');
      child.stdin!.write(`${line}\n`);
      return answer;
    };
    const call = async (message: string | object): Promise<unknown> => {
      const over = AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), gone.signal]);
      const answer = once(child, 'message', { signal: over });
      // One that has ended is told nothing, and the wait is over.
      child.send(message, () => {});
      return ((await answer) as unknown[])[0];
    };
    const kill = async (): Promise<void> => {
      child.kill('SIGKILL');
      await ended;
    };
    return { url, pid: child.pid!, ending: () => endingOf(child), ask, call, ended, stop, kill };
  } catch (failure) {
    await stop();
    throw failure;
  } finally {
    clearTimeout(tooLong);
  }
}

/** What the first group of `pattern` is in the first line that has it. @throws {Error} where none has. */
export async function listeningUrl(lines: Interface, pattern = /listening on (http:\S+)/): Promise<string> {
  // Lines that are written together come together: whoever waited for one after the other would miss the second.
  return new Promise((resolve, reject) => {
    const look = (line: string): void => {
      // Some print it in colour, even into a pipe.
      const url = pattern.exec(stripVTControlCharacters(line))?.[1];
      if (url === undefined) return;
      lines.off('line', look);
      resolve(url);
    };
    lines.on('line', look);
    lines.once('close', () => reject(new Error('the server ended before it listened')));
  });
}

async function nextLine(lines: Interface, ended: string): Promise<string> {
  const stop = new AbortController();
  const { signal } = stop;
  try {
    const [line] = (await Promise.race([
      once(lines, 'line', { signal }),
      once(lines, 'close', { signal }).then(() => {
        throw new Error(ended);
      }),
    ])) as [string];
    return line;
  } finally {
    stop.abort();
  }
}

/** How a process ended: "with exit code 7", "by SIGKILL"; null while it runs. */
export function endingOf({ exitCode, signalCode }: ChildProcess): string | null {
  if (signalCode !== null) return `by ${signalCode}`;
  return exitCode === null ? null : `with exit code ${exitCode}`;
}

/** Ends a process politely, and by force where that takes too long. @param kill Gives it a signal; default: to it alone. */
export async function end(
  child: ChildProcess,
  kill: (signal: NodeJS.Signals) => void = (signal) => child.kill(signal),
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  kill('SIGTERM');
  const force = setTimeout(() => kill('SIGKILL'), PATIENCE_MS);
  await exited;
  clearTimeout(force);
}
