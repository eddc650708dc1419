import type { Millis } from '../../../servers/protocol/units.ts';
import type { Entry } from '../journal/journal.ts';
import { isEntry, isTime } from './is-entry.ts';

const FORMAT = 'transport-lab trace';
const VERSION = 1;

/** What happened on a page, to be kept. */
export interface SavedTrace {
  /** Unix time in ms. */
  readonly savedAt: Millis;
  /** Entries that were older and not kept any more. */
  readonly forgotten: number;
  /** Id of the message whose way is drawn through all lanes; null for none. */
  readonly thread: string | null;
  readonly entries: readonly Entry[];
}

/** What is no saved trace, or one of another version. */
export class SavedTraceError extends Error {
  override readonly name = 'SavedTraceError';
  readonly code: 'not-json' | 'not-a-trace' | 'other-version';

  constructor(code: SavedTraceError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** A trace as NDJSON: a line that says what it is, then each entry as a line of its own, in the order of hearing of it. */
export function toNdjson({ entries, ...about }: SavedTrace): string {
  const head = { format: FORMAT, version: VERSION, ...about };
  return [head, ...entries].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/**
 * Reads what {@link toNdjson} wrote.
 *
 * @throws {SavedTraceError} where it is something else; the message says which line.
 */
export function parseNdjson(text: string): SavedTrace {
  const [head, ...lines] = text.split('\n').filter((line) => line.trim() !== '');
  const about = parseLine(head ?? '', 1);
  if (!('format' in about) || about.format !== FORMAT)
    throw new SavedTraceError('not-a-trace', `line 1 does not say that this is a ${FORMAT}`);
  const { version, savedAt, forgotten, thread } = about as unknown as SavedTrace & { version: number };
  if (version !== VERSION)
    throw new SavedTraceError('other-version', `this is version ${version}, and only ${VERSION} can be read`);
  if (!isTime(savedAt) || !Number.isSafeInteger(forgotten) || (thread !== null && typeof thread !== 'string'))
    throw new SavedTraceError('not-a-trace', 'line 1 does not say when it was saved, or of what');
  return { savedAt, forgotten, thread, entries: lines.map((line, i) => toEntry(parseLine(line, i + 2), i + 2)) };
}

function parseLine(line: string, number: number): object {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw new SavedTraceError('not-json', `line ${number} is no JSON object`);
}

function toEntry(value: object, number: number): Entry {
  if (isEntry(value)) return value;
  throw new SavedTraceError('not-a-trace', `line ${number} is no entry of a trace`);
}
