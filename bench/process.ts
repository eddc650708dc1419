import { readdirSync, readFileSync } from 'node:fs';
import type { Bytes } from '../servers/protocol/units.ts';

/** CPU time of all threads and resident memory, as Linux tells them; null elsewhere, or when the process has ended. */
export function readProcess(pid: number): { cpuMicros: number; rssBytes: Bytes } | null {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const nanos = threads.map((thread) =>
      Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ', 1)[0]),
    );
    const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1];
    return { cpuMicros: nanos.reduce((sum, of) => sum + of, 0) / 1000, rssBytes: Number(resident) * 1024 };
  } catch {
    return null;
  }
}
