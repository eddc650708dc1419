import type { Tested } from '../check/ledger.ts';
import type { BootObserver } from '../check/run-check.ts';
import { difference } from './check-words.ts';
import { labelOf } from './label.ts';

/** Says, line by line, what each boot found. */
export function bootProgress(stream: NodeJS.WritableStream): BootObserver {
  return ({ boot, invalidBecause, figures, stalls, durationMs }) => {
    const found =
      invalidBecause.length > 0
        ? `does not count: ${invalidBecause.join('; ')}`
        : `p50 ${Object.entries(figures)
            .map(([transport, of]) => `${labelOf(transport)} ${difference('p50', of!.p50)}`)
            .join(', ')}, stalls ${stalls.candidate} against ${stalls.base}`;
    stream.write(`boot ${boot}  ${(durationMs / 1000).toFixed(0)} s  ${found}\n`);
  };
}

/** What came of runs into which the same was planted, in a line. */
export function testedInWords({ planted, runs, outcomes, boots, durationMs, p50, stalls }: Tested): string {
  const { regression, pass, inconclusive, invalid } = outcomes;
  const each = `${(boots / runs).toFixed(1)} boots and ${(durationMs / runs / 1000).toFixed(0)} s each`;
  const found = Object.entries(p50).map(([transport, all]) => `${labelOf(transport)} ${difference('p50', mean(all))}`);
  return `${planted}: ${regression} of ${runs} called a regression; ${pass} passed, ${inconclusive} inconclusive, ${invalid} invalid; ${each}; p50 ${found.join(', ')}; stalls ${sum(stalls.map(({ candidate }) => candidate))} against ${sum(stalls.map(({ base }) => base))}`;
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
