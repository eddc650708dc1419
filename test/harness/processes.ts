import { readdirSync, readFileSync } from 'node:fs';

/** Ids of the processes that were started with this in their environment, as are those that they start. */
export function processesWith(variable: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && about(name, 'environ').split('\0').includes(variable))
    .map(Number);
}

/** Id of the process group; what a terminal sends goes to all of one. */
export function groupOf(pid: number): number {
  // The name of the program, in brackets, may hold anything.
  return Number(
    about(String(pid), 'stat')
      .replace(/^.*\) /s, '')
      .split(' ')[2],
  );
}

export function commandLineOf(pid: number): string {
  return about(String(pid), 'cmdline');
}

function about(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // It has ended meanwhile, or is somebody else's.
    return '';
  }
}
