import { readFileSync } from 'node:fs';

/** Files that a process has open besides its connections: rather more than any does. */
const OTHERS = 100;

/**
 * Why a process can't have so many connections at the same time, with what to do, `flag` being what asks for them; null
 * where it can, and where the machine does not tell. The servers that this one starts have the same bound.
 */
export function tooManyConnections(connections: number, flag: string): string | null {
  const limit = openFilesLimit();
  if (connections + OTHERS <= limit) return null;
  return `that is ${connections} connections, and a process may open ${limit} files here; lower ${flag}, or raise the bound (ulimit -n)`;
}

function openFilesLimit(): number {
  try {
    return Number(/^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? Infinity);
  } catch {
    return Infinity;
  }
}
