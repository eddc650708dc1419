import type { Environment } from '../environment.ts';
import type { RunResult, SummaryEntry } from '../result.ts';

/** A setting that a sweep varies. */
export interface SweepAxis {
  /** The flag of the command, with or without its dashes. */
  readonly flag: string;
  /** As they were given: `100ms`, `2/s`. */
  readonly values: readonly string[];
}

/** A value for each of some axes' flags. */
export type Settings = Readonly<Record<string, string>>;

/** What a run of runs leaves behind: one for each combination of the axes' values. */
export interface SweepResult {
  readonly schema: 1;
  readonly kind: 'sweep';
  readonly environment: Environment;
  readonly axes: readonly SweepAxis[];
  readonly cells: readonly { readonly settings: Settings; readonly result: RunResult }[];
}

/** Every transport of any cell, in the order of their appearance. */
export function transportsOf({ cells }: SweepResult): string[] {
  return [...new Set(cells.flatMap(({ result }) => result.summary.map(({ transport }) => transport)))];
}

/** All combinations of the axes' values; of no axes, one that settles nothing. */
export function combinations(axes: readonly SweepAxis[]): Settings[] {
  return axes.reduce<Settings[]>(
    (all, { flag, values }) => all.flatMap((settings) => values.map((value) => ({ ...settings, [flag]: value }))),
    [{}],
  );
}

/** What was found of the transport under the settings; null where nothing was, or nothing that counts. */
export function findingAt({ cells }: SweepResult, settings: Settings, transport: string): SummaryEntry | null {
  const cell = cells.find((each) => Object.entries(settings).every(([flag, value]) => each.settings[flag] === value));
  const found = cell?.result.summary.find((entry) => entry.transport === transport);
  return found?.valid === true ? found : null;
}

/** How a flag is called in a sentence. */
export function nameOf(flag: string): string {
  return flag.replace(/^-+/, '');
}

/** The settings in words: `rtt 40ms and rate 2/s`. */
export function settingsInWords(settings: Settings): string {
  return Object.entries(settings)
    .map(([flag, value]) => `${nameOf(flag)} ${value}`)
    .join(' and ');
}
