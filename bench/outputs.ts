import { accessSync, appendFileSync, constants, mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const KINDS = ['json', 'html', 'markdown', 'csv', 'hdr', 'junit'] as const;
type Kind = (typeof KINDS)[number];

/** Where the reports of a run go, by kind. Absent: nowhere. */
export interface OutputFlags extends Partial<Record<Kind, string>> {
  /** Whether reports are written unasked. */
  save: boolean;
}

/** What a result can be told as, beside its JSON. Each is made only where it is wanted. */
export type Renderings = { readonly text: () => string } & {
  readonly [Other in Exclude<Kind, 'json'>]?: () => string | Promise<string>;
};

/** The folder of what is written unasked, in the current one. */
export const RESULTS_FOLDER = 'lab-results';
const SAVED: ReadonlySet<Kind> = new Set(['json', 'html']);

/** A file that can't be written, found out before anything was measured. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
}

/**
 * @throws {OutputError} where something can't be written: better now than after a minute of measuring.
 */
export function checkOutputs(flags: OutputFlags): void {
  for (const kind of KINDS) {
    const file = flags[kind];
    if (file === '') throw new OutputError(`--${kind} needs the name of a file`);
    if (file === '-' && kind !== 'json') {
      throw new OutputError(`--${kind} needs the name of a file: only --json can go to standard output`);
    }
    if (file !== undefined && file !== '-') checkFile(file);
  }
  if (flags.save) {
    const isThere = kindOf(RESULTS_FOLDER) !== 'nothing';
    checkFile(isThere ? path.join(RESULTS_FOLDER, 'latest.json') : RESULTS_FOLDER, '; --no-save does without');
  }
  const summary = stepSummary();
  if (summary !== undefined) checkFile(summary, ' ($GITHUB_STEP_SUMMARY)');
}

/**
 * Prints a result, writes what was asked for by name, and JSON and HTML into the results folder under `name`; says on
 * standard error where it all is.
 */
export async function deliver(result: object, name: string, renderings: Renderings, flags: OutputFlags): Promise<void> {
  const all = { ...renderings, json: () => `${JSON.stringify(result, null, 2)}\n` };
  process.stdout.write(flags.json === '-' ? all.json() : `${all.text()}\n`);
  if (flags.save) mkdirSync(RESULTS_FOLDER, { recursive: true });
  const written: string[] = [];
  for (const kind of KINDS) {
    const asked = flags[kind] ?? '-';
    const files = asked === '-' ? [] : [asked];
    if (flags.save && SAVED.has(kind)) files.push(path.join(RESULTS_FOLDER, `${name}.${kind}`));
    const rendered = files.length === 0 ? undefined : await all[kind]?.();
    if (rendered === undefined) continue;
    for (const file of files) writeFileSync(file, rendered);
    written.push(...files);
  }
  const summary = stepSummary();
  if (summary !== undefined && all.markdown !== undefined) appendFileSync(summary, await all.markdown());
  if (written.length > 0) process.stderr.write(`Written: ${written.join(', ')}\n`);
}

/** The file that GitHub shows beside a job; what is appended to it is Markdown. */
function stepSummary(): string | undefined {
  const file = process.env['GITHUB_STEP_SUMMARY'];
  return file === '' ? undefined : file;
}

function checkFile(file: string, about = ''): void {
  const place = path.resolve(file);
  const folder = path.dirname(place);
  const found = kindOf(place);
  const refuse = (why: string): never => {
    throw new OutputError(`${file} can't be written: ${why}${about}`);
  };
  if (found === 'folder') refuse('it is a folder');
  if (found === 'nothing' && kindOf(folder) !== 'folder') refuse(`${folder} is no folder`);
  const changed = found === 'nothing' ? folder : place;
  if (!isWritable(changed)) refuse(`you may not write to ${changed}`);
}

function kindOf(place: string): 'folder' | 'file' | 'nothing' {
  try {
    return statSync(place).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'nothing';
  }
}

function isWritable(place: string): boolean {
  try {
    accessSync(place, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
