import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Arm } from '../../arms/arm.ts';
import { LAB_PROGRAM } from '../../listening-process.ts';
import { adapterContender } from './adapter.ts';
import { atExit } from './at-exit.ts';
import type { Contender } from './contender.ts';
import { labContender } from './lab.ts';
import { startGroup } from './process-group.ts';

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
  if (existsSync(name) && statSync(name).isFile()) return adapterContender(name);
  if (isCheckout(name)) return fromFolder(name, arms, signal);
  const commit = await resolve(name, signal);
  if (commit === null) {
    throw new CheckoutError(
      existsSync(name)
        ? `${realpathSync(name)} is no checkout of transport-lab; for a server of your own, give the command that starts it`
        : `"${name}" is no folder, no file and no commit that git knows in ${ROOT}; it may have to be fetched`,
    );
  }
  return fromCommit(`${name} (${commit.slice(0, 7)})`, commit, arms, signal);
}

/** Whether a folder is one of the lab: nothing is installed or built in somebody else's. */
function isCheckout(folder: string): boolean {
  try {
    const about = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { name?: unknown } | null;
    return about?.name === 'transport-lab';
  } catch {
    return false;
  }
}

async function fromFolder(folder: string, arms: readonly Arm[], signal: AbortSignal): Promise<Contender> {
  const root = realpathSync(folder);
  // This program can't be built anew while it runs.
  if (root === ROOT) {
    if (isStale(root))
      throw new CheckoutError(`${root} was changed since it was built: "npm run build" first, or "npm run check"`);
    return labContender(folder, path.join(root, PROGRAM), arms);
  }
  const dispose = async (): Promise<void> => unlinkModules(root);
  try {
    await build(root, signal);
  } catch (failure) {
    await dispose();
    throw failure;
  }
  return labContender(folder, path.join(root, PROGRAM), arms, { dispose });
}

/** Whether the server was changed after it was built; it is the server alone that is compared. */
function isStale(root: string): boolean {
  const builtAtMs = statSync(path.join(root, PROGRAM)).mtimeMs;
  const sources = readdirSync(path.join(root, 'servers'), { recursive: true, encoding: 'utf8' });
  return sources
    .filter((name) => name.endsWith('.ts'))
    .some((name) => statSync(path.join(root, 'servers', name)).mtimeMs > builtAtMs);
}

async function fromCommit(name: string, commit: string, arms: readonly Arm[], signal: AbortSignal): Promise<Contender> {
  const parent = mkdtempSync(path.join(realpathSync(tmpdir()), 'transport-lab-check-'));
  const tree = path.join(parent, 'tree');
  const withdraw = atExit(() => rmSync(parent, { recursive: true, force: true }));
  const dispose = async (): Promise<void> => {
    rmSync(parent, { recursive: true, force: true });
    withdraw();
    // Whoever interrupted it is not to wait, and one that is still listed does no harm.
    await git(['worktree', 'prune'], neverAborted).catch(() => {});
  };
  try {
    // One that was left behind may have had this name.
    await git(['worktree', 'prune'], signal);
    await git(['worktree', 'add', '--quiet', '--detach', tree, commit], signal);
    await build(tree, signal);
  } catch (failure) {
    await dispose();
    throw failure;
  }
  return labContender(name, path.join(tree, PROGRAM), arms, { dispose });
}

const neverAborted = new AbortController().signal;

/** The commit of that name; in CI a branch often is there only as the remote's. Null where there is none. */
async function resolve(name: string, signal: AbortSignal): Promise<string | null> {
  // Where git can't be asked at all, that is what has to be said.
  await git(['rev-parse', '--git-dir'], signal);
  for (const each of [name, `origin/${name}`]) {
    const commit = await git(
      ['rev-parse', '--verify', '--quiet', '--end-of-options', `${each}^{commit}`],
      signal,
    ).catch((failure: Error) => {
      if (failure instanceof CheckoutError) return null;
      throw failure;
    });
    if (commit !== null) return commit;
  }
  return null;
}

/** Installs what it needs, where that is not what this checkout has, and builds it. */
async function build(root: string, signal: AbortSignal): Promise<void> {
  const modules = path.join(root, 'node_modules');
  if (!existsSync(modules)) {
    if (lockOf(root) === lockOf(ROOT)) symlinkSync(path.join(ROOT, 'node_modules'), modules);
    else await run('npm', ['ci', '--ignore-scripts'], root, signal);
  }
  await run('npm', ['run', '--silent', 'build'], root, signal);
  if (!existsSync(path.join(root, PROGRAM)))
    throw new CheckoutError(`${root} holds no transport-lab: it built no ${PROGRAM}`);
}

/** The link that {@link build} has made: through it, a later "npm ci" there would empty the folder here. */
function unlinkModules(root: string): void {
  const modules = path.join(root, 'node_modules');
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  if (realpathSync(modules) === realpathSync(path.join(ROOT, 'node_modules'))) rmSync(modules);
}

function lockOf(root: string): string | null {
  const file = path.join(root, 'package-lock.json');
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function git(args: readonly string[], signal: AbortSignal): Promise<string> {
  return run('git', args, ROOT, signal);
}

/** What a program says on standard output. @throws {CheckoutError} where it fails, with all that it said. */
async function run(program: string, args: readonly string[], cwd: string, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const { child, stop } = startGroup(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let answer = '';
  let said = '';
  child.stdout!.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const call = `"${[program, ...args].join(' ')}"`;
  try {
    const [code] = (await once(child, 'close', { signal })) as [number | null];
    if (code !== 0) throw new CheckoutError(`${call} failed in ${cwd}:\n${[answer, said].join('').trim()}`);
    return answer.trim();
  } catch (failure) {
    signal.throwIfAborted();
    if (failure instanceof CheckoutError) throw failure;
    throw new CheckoutError(`${call} can't be run: ${(failure as Error).message}`, { cause: failure });
  } finally {
    await stop();
  }
}
