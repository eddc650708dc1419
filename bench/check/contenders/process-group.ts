import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Millis } from '../../../servers/protocol/units.ts';
import { now } from '../../clock.ts';
import { endingOf, PATIENCE_MS } from '../../listening-process.ts';
import { atExit } from './at-exit.ts';

const LOOK_MS: Millis = 10;

/** A process of somebody else's and all that it starts, which end together. */
export interface ProcessGroup {
  readonly child: ChildProcess;
  /** How its first process ended, in words, once nothing of the group runs any more; null until then. */
  readonly ending: () => string | null;
  /**
   * Tells all of it to end, by force where that takes too long; resolves when nothing of it runs any more, with whether it
   * took force.
   */
  readonly stop: () => Promise<boolean>;
}

/**
 * Starts a process in a group of its own: Ctrl-C in a terminal reaches this process alone, which then ends the others in
 * its order. Should this process end first, all of the group is killed.
 */
export function startGroup(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly shell?: boolean; readonly stdio: StdioOptions },
): ProcessGroup {
  const child = spawn(command, args, { ...options, detached: true });
  const withdraw = atExit(() => signal(child, 'SIGKILL'));
  const stop = async (): Promise<boolean> => {
    let isForced = false;
    const forceAtMs = now() + PATIENCE_MS;
    signal(child, 'SIGTERM');
    while (isRunning(child)) {
      if (now() > forceAtMs) {
        signal(child, 'SIGKILL');
        isForced = true;
      }
      await delay(LOOK_MS);
    }
    withdraw();
    return isForced;
  };
  const ending = (): string | null => (isRunning(child) ? null : endingOf(child));
  return { child, ending, stop };
}

function signal({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch (failure) {
    // All of it has ended.
    if ((failure as NodeJS.ErrnoException).code !== 'ESRCH') throw failure;
  }
}

/** Whether any of the group runs; its first process may have ended long before the others. */
function isRunning({ pid }: ChildProcess): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(-pid, 0);
  } catch {
    return false;
  }
  // What has ended and was not asked for its result by its parent is still there in name: so it is in many containers.
  const states = statesOf(pid);
  return states === null || states.some((state) => state !== 'Z');
}

/** States of all processes of a group, as proc(5) has them; null where that can't be told. */
function statesOf(group: number): string[] | null {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => {
        const [state, , itsGroup] = statOf(pid);
        return Number(itsGroup) === group ? [state!] : [];
      });
  } catch {
    return null;
  }
}

/** State, parent and group; nothing of a process that has gone meanwhile. */
function statOf(pid: string): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
