import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Arm } from '../../arms/arm.ts';
import { LAB_PROGRAM } from '../../listening-process.ts';
import { adapterContender } from './adapter.ts';
import type { Contender } from './contender.ts';
import { labContender } from './lab.ts';

/** What was to be compared is not there, or can't be built; the message says why. */
export class CheckoutError extends Error {
  override readonly name = 'CheckoutError';
}

/** The checkout that this program was built in. */
const ROOT = realpathSync(path.join(path.dirname(LAB_PROGRAM), '..', '..'));
const PROGRAM = path.join('dist', 'bench', 'transport-lab.js');

/**
 * What a name on the command line stands for: a folder with a checkout of the lab, built where it is; a file, an adapter;
 * or else a commit, which is built in a work tree of its own that is gone afterwards.
 *
 * @throws {CheckoutError} where it is none of these, or does not build.
 */
export async function contenderOf(name: string, arms: readonly Arm[], signal: AbortSignal): Promise<Contender> {
  if (existsSync(name)) {
    if (statSync(name).isFile()) return adapterContender(name);
    return fromFolder(name, arms, signal);
  }
  return fromCommit(name, arms, signal);
}

async function fromFolder(folder: string, arms: readonly Arm[], signal: AbortSignal): Promise<Contender> {
  const root = realpathSync(folder);
  // What this program was built from is built.
  if (root !== ROOT) await build(root, signal);
  return labContender(folder, path.join(root, PROGRAM), arms);
}

async function fromCommit(name: string, arms: readonly Arm[], signal: AbortSignal): Promise<Contender> {
  const commit = resolve(name);
  const parent = mkdtempSync(path.join(realpathSync(tmpdir()), 'transport-lab-check-'));
  const tree = path.join(parent, 'tree');
  const dispose = async (): Promise<void> => {
    if (existsSync(tree)) git('worktree', 'remove', '--force', tree);
    rmSync(parent, { recursive: true, force: true });
  };
  try {
    git('worktree', 'add', '--quiet', '--detach', tree, commit);
    await build(tree, signal);
  } catch (failure) {
    await dispose();
    throw failure;
  }
  return labContender(`${name} (${commit.slice(0, 7)})`, path.join(tree, PROGRAM), arms, { dispose });
}

function resolve(name: string): string {
  try {
    return git('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
  } catch (cause) {
    throw new CheckoutError(`"${name}" is no folder, no file and no commit that git knows here; is it fetched?`, {
      cause,
    });
  }
}

/** Installs what it needs, where that is not what this checkout has, and builds it. */
async function build(root: string, signal: AbortSignal): Promise<void> {
  const modules = path.join(root, 'node_modules');
  if (!existsSync(modules)) {
    if (lockOf(root) === lockOf(ROOT)) symlinkSync(path.join(ROOT, 'node_modules'), modules);
    else await npm(root, ['ci', '--ignore-scripts'], signal);
  }
  await npm(root, ['run', '--silent', 'build'], signal);
  if (!existsSync(path.join(root, PROGRAM)))
    throw new CheckoutError(`${root} holds no transport-lab: it built no ${PROGRAM}`);
}

function lockOf(root: string): string | null {
  const file = path.join(root, 'package-lock.json');
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

async function npm(cwd: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const child = spawn('npm', args, { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const listen = (chunk: Buffer): void => void (said += chunk.toString());
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const interrupt = (): void => void process.kill(-child.pid!, 'SIGTERM');
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    signal.throwIfAborted();
    if (code !== 0) throw new CheckoutError(`"npm ${args.join(' ')}" failed in ${cwd}:\n${said.trim()}`);
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' }).trim();
}
