import { accessSync, appendFileSync, constants, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Where the reports of a run go, by kind. Absent: nowhere. */
export interface OutputFlags {
  json?: string;
  html?: string;
  markdown?: string;
  csv?: string;
  hdr?: string;
  save: boolean;
}

/** The folder of what is written unasked, in the current one. */
export const RESULTS_FOLDER = 'lab-results';

/** A file that can't be written, found out before anything was measured. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
}

/**
 * @throws {OutputError} where one of the files can't be written: better now than after a minute of measuring.
 */
export function checkOutputs({ json, html, markdown, csv, hdr }: OutputFlags): void {
  for (const file of [json, html, markdown, csv, hdr]) {
    if (file === undefined || file === '-') continue;
    const folder = path.dirname(path.resolve(file));
    try {
      accessSync(folder, constants.W_OK);
    } catch (cause) {
      throw new OutputError(`${file} can't be written: ${folder} is no folder that can be written to`, { cause });
    }
  }
}

/** Writes what was asked for by name, and the rest of `renderings` into the results folder under `latest`. */
export function writeOutputs(
  flags: OutputFlags,
  name: string,
  renderings: Readonly<Partial<Record<'json' | 'html' | 'markdown' | 'csv' | 'hdr', () => string>>>,
): string[] {
  const written: string[] = [];
  const write = (file: string, text: string): void => {
    writeFileSync(file, text);
    written.push(file);
  };
  for (const [kind, render] of Object.entries(renderings)) {
    const file = flags[kind as keyof typeof renderings];
    if (file !== undefined && file !== '-') write(file, render());
  }
  if (flags.save) {
    mkdirSync(RESULTS_FOLDER, { recursive: true });
    for (const kind of ['json', 'html'] as const) {
      const render = renderings[kind];
      if (render !== undefined) write(path.join(RESULTS_FOLDER, `${name}.${kind}`), render());
    }
  }
  const summary = process.env['GITHUB_STEP_SUMMARY'];
  if (summary !== undefined && renderings.markdown !== undefined) appendFileSync(summary, renderings.markdown());
  return written;
}
