import { readdirSync, readFileSync } from 'node:fs';

/** Ids of the processes that were started with this in their environment, as are those that they start. */
export function processesWith(variable: string): number[] {
  return processIds().filter((pid) => about(String(pid), 'environ').split('\0').includes(variable));
}

/** Ids of the processes that have this somewhere in their command line. */
export function processesNaming(text: string): number[] {
  return processIds().filter((pid) => commandLineOf(pid).includes(text));
}

function processIds(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
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
