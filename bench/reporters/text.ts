import wrapAnsi from 'wrap-ansi';
import type { RunResult } from '../result.ts';
import { headline } from './headline.ts';
import { table } from './table.ts';
import { verdict } from './verdict.ts';

/** The whole result as text for a person: what was run, what it says, and the figures. */
export function text(result: RunResult): string {
  const sentences = verdict(result).map((sentence) => wrapAnsi(sentence, WIDTH));
  return [headline(result), sentences.join('\n'), table(result)].join('\n\n');
}

/** Narrow enough for a terminal, a mail and a README. */
export const WIDTH = 100;
