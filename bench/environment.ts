import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';

/** Where and with what a run was made: enough to judge it, and to make it again. */
export interface Environment {
  /** When it began, ISO 8601. */
  readonly startedAt: string;
  /** The call that makes the run again. */
  readonly command: string;
  /** Version of the lab, and the commit it was built from where that can be told; with `+` when there were changes. */
  readonly lab: string;
  readonly commit: string | null;
  readonly node: string;
  readonly ws: string;
  readonly os: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
}

const require = createRequire(import.meta.url);

/** @param args The arguments after `transport-lab`, as they were given. */
export function readEnvironment(args: readonly string[]): Environment {
  return {
    startedAt: new Date().toISOString(),
    command: callWith(args),
    lab: versionOf(new URL('../../package.json', import.meta.url)),
    commit: readCommit(),
    node: process.version,
    ws: (require('ws/package.json') as { version: string }).version,
    os: `${os.type()} ${os.release()} ${os.arch()}`,
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.cpus().length,
    memoryBytes: os.totalmem(),
  };
}

/** How a shell is told to call the lab with these arguments. */
export function callWith(args: readonly string[]): string {
  return ['transport-lab', ...args.map((arg) => quoted(arg))].join(' ');
}

function quoted(arg: string): string {
  return /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", String.raw`'\''`)}'`;
}

function versionOf(packageJson: URL): string {
  return (JSON.parse(readFileSync(packageJson, 'utf8')) as { version: string }).version;
}

function git(...args: string[]): string {
  const options = { cwd: import.meta.dirname, encoding: 'utf8', stdio: 'pipe' } as const;
  return execFileSync('git', args, options).trim();
}

function readCommit(): string | null {
  try {
    const commit = git('rev-parse', '--short', 'HEAD');
    return git('status', '--porcelain') === '' ? commit : `${commit}+`;
  } catch {
    // Not a checkout, or no git.
    return null;
  }
}
