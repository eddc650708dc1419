import { expect } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { eventually } from './eventually.ts';

/** The process ids of the servers that a bench has started; waits for the first. */
export async function serversOf(pid: number): Promise<number[]> {
  const file = `/proc/${pid}/task/${pid}/children`;
  let servers: number[] = [];
  await eventually(() => {
    const ids = existsSync(file)
      ? readFileSync(file, 'utf8')
          .split(' ')
          .filter((id) => id.trim() !== '')
      : [];
    servers = ids.map(Number).filter((id) => commandLineOf(id).includes('serve'));
    expect(servers).toHaveLength(1);
  });
  return servers;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}
