import { execFileSync, type ExecFileSyncOptions } from 'node:child_process';
import { findProgram } from './find-program.ts';

/**
 * The path of a program. Where it is missing and this process may, it is installed as a package of Debian's.
 *
 * @param env Where to look, by its `PATH`, for the program and for what installs it.
 * @throws where it is missing and can't be installed, with the line that helps.
 */
export function debianProgram(program: string, debianPackage: string, env = process.env): string {
  const found = findProgram(program, env);
  if (found !== undefined) return found;
  const missing = `${program} is missing; install it: sudo apt-get install --no-install-recommends ${debianPackage}`;
  const aptGet = findProgram('apt-get', env);
  if (process.getuid?.() !== 0 || aptGet === undefined) throw new Error(missing);
  const options: ExecFileSyncOptions = {
    stdio: ['ignore', 'ignore', 'inherit'],
    // A package that comes with a service is not to start it.
    env: { ...env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  };
  try {
    execFileSync(aptGet, ['update', '-qq'], options);
    execFileSync(aptGet, ['install', '-y', '-qq', '--no-install-recommends', debianPackage], options);
  } catch (cause) {
    throw new Error(missing, { cause });
  }
  const installed = findProgram(program, env);
  if (installed === undefined) throw new Error(`${debianPackage} was installed, but there is no ${program}`);
  return installed;
}
