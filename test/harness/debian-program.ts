import { execFileSync, type ExecFileSyncOptions } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a program lies; undefined where it is not installed. */
function find(program: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, program)).find((file) => isExecutable(file));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The path of a program. Where it is missing and this process may, it is installed as a package of Debian's.
 *
 * @throws where it is missing and can't be installed, with the line that helps.
 */
export function debianProgram(program: string, debianPackage: string): string {
  const found = find(program);
  if (found !== undefined) return found;
  if (process.getuid?.() !== 0 || find('apt-get') === undefined)
    throw new Error(`${program} is missing; install it: sudo apt-get install --no-install-recommends ${debianPackage}`);
  const options: ExecFileSyncOptions = {
    stdio: ['ignore', 'ignore', 'inherit'],
    // A package that comes with a service is not to start it.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  };
  execFileSync('apt-get', ['update', '-qq'], options);
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', debianPackage], options);
  const installed = find(program);
  if (installed === undefined) throw new Error(`${debianPackage} was installed, but there is no ${program}`);
  return installed;
}
