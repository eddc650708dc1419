import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type { Millis } from '../../../servers/protocol/units.ts';
import type { Arm, ArmServer } from '../../arms/arm.ts';
import { listeningUrl, PATIENCE_MS } from '../../listening-process.ts';
import type { Contender } from './contender.ts';
import { startGroup } from './process-group.ts';

/**
 * A server that is started by a command, in whatever language it is written: it is ready when it prints a line with its
 * URL, and must speak the lab's protocol. It is told to end by SIGTERM, as is all that it has started.
 *
 * @param patienceMs How long it may take to print that line.
 */
export function commandContender(command: string, arms: readonly Arm[], patienceMs: Millis): Contender {
  return {
    name: `"${command}"`,
    arms,
    start: (_, signal) => startCommand(command, patienceMs, signal),
    dispose: async () => {},
  };
}

/** Lines that are told where it ends by itself. */
const LAST_WORDS = 3;

/** Of this machine: a line may well name the documentation, too. */
const URL_IN_LINE = /(https?:\/\/(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\])(?::\d+)?[^\s"'<>,;)]*)/;

async function startCommand(command: string, patienceMs: Millis, signal: AbortSignal): Promise<ArmServer> {
  signal.throwIfAborted();
  const { child, ending, stop } = startGroup(command, [], { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  // Many a server logs to standard error; what it says there is for whoever reads this, too.
  const said = new PassThrough();
  child.stdout!.pipe(said, { end: false });
  child.stderr!.pipe(said, { end: false });
  child.stderr!.pipe(process.stderr, { end: false });
  child.once('close', () => said.end());
  const over = new AbortController();
  const lines = createInterface({ input: said });
  const lastWords: string[] = [];
  lines.on('line', (line) => {
    lastWords.push(stripVTControlCharacters(line).trim());
    if (lastWords.length > LAST_WORDS) lastWords.shift();
  });
  const itsEnding = (): string | null => {
    const how = ending();
    return how === null || lastWords.length === 0 ? how : `${how}; its last words: ${lastWords.join(' | ')}`;
  };
  const end = async (): Promise<void> => {
    const isForced = await stop();
    if (isForced)
      process.stderr.write(`"${command}" did not end at SIGTERM in ${PATIENCE_MS / 1000} s and was killed\n`);
  };
  const giveUp = new Promise<never>((_, reject) => {
    const tooLong = setTimeout(
      () => reject(new Error(`it printed no line with its URL within ${patienceMs / 1000} s`)),
      patienceMs,
    );
    const interrupt = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', interrupt, { once: true, signal: over.signal });
    over.signal.addEventListener('abort', () => clearTimeout(tooLong), { once: true });
  });
  try {
    const url = await Promise.race([listeningUrl(lines, URL_IN_LINE), giveUp]);
    return { url: reachable(url), ending: itsEnding, stop: end };
  } catch (failure) {
    const how = itsEnding();
    await end();
    throw how === null || signal.aborted ? failure : new Error(`it ended ${how}`, { cause: failure });
  } finally {
    over.abort();
  }
}

/** Who listens everywhere is asked here. */
function reachable(url: string): string {
  return url
    .replace('//0.0.0.0', '//127.0.0.1')
    .replace('//[::]', '//[::1]')
    .replace(/[/.]+$/, '');
}
