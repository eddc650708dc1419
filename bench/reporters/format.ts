import type { Millis } from '../../servers/protocol/units.ts';

/** What stands where there is no figure. */
export const NONE = '–';

/** A number to three digits, never in powers of ten: 0.012, 4.56, 789, 12345. */
export function threeDigits(value: number | null): string {
  if (value === null || Number.isNaN(value)) return NONE;
  if (value === 0) return '0';
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(decimals, 3));
}

/** A time to three digits with its unit, which stays on its line: 0.71 ms, 498 ms, 1.5 s. */
export function time(millis: Millis | null): string {
  if (millis === null) return NONE;
  return millis < 1000 ? `${threeDigits(millis)}\u00A0ms` : `${threeDigits(millis / 1000)}\u00A0s`;
}

/** How many times as much: 2.1 times, 700 times. */
export function times(ratio: number): string {
  return `${ratio < 9.95 ? ratio.toFixed(1) : ratio < 99.5 ? ratio.toFixed(0) : Number(ratio.toPrecision(2))} times`;
}

/** A share: 0 %, 42 %, 99.5 %. */
export function percent(share: number | null): string {
  if (share === null) return NONE;
  const value = share * 100;
  return `${value > 99 && value < 100 ? value.toFixed(1) : Math.round(value)} %`;
}

export function mebibytes(bytes: number | null): string {
  return bytes === null ? NONE : (bytes / 2 ** 20).toFixed(0);
}

/** A list as it is said: a, b and c. */
export function list(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** The first letter large, as at the beginning of a sentence. */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
