import {
  formatDuration,
  formatRate,
  formatSize,
  parseDuration,
  parseRate,
  parseSize,
} from '../../servers/protocol/quantity.ts';

/** The values of an axis as numbers, and how a number between them is written. */
export interface AxisScale {
  readonly numbers: readonly number[];
  /** To two digits: what is reckoned between two values is no more exact. */
  readonly format: (value: number) => string;
}

/** Null where the values are no quantities of one kind, such as names: then nothing lies between two of them. */
export function axisScale(values: readonly string[]): AxisScale | null {
  for (const { parse, format } of KINDS) {
    const numbers = values.map((value) => numberOf(parse, value));
    if (numbers.every((number) => !Number.isNaN(number))) {
      return { numbers, format: (value) => format(Number(value.toPrecision(2))) };
    }
  }
  return null;
}

// Plain numbers first: of a size they would be bytes.
const KINDS: readonly { parse: (text: string) => number; format: (value: number) => string }[] = [
  { parse: (text) => (/^-?\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN), format: String },
  { parse: parseDuration, format: (value) => formatDuration(value) },
  { parse: parseRate, format: (value) => formatRate(value) },
  { parse: parseSize, format: (value) => formatSize(Math.round(value)) },
  { parse: (text) => parseSize(text.replace(/\/s$/, '')), format: (value) => `${formatSize(Math.round(value))}/s` },
];

function numberOf(parse: (text: string) => number, text: string): number {
  try {
    return parse(text);
  } catch {
    // Not of this kind; another may read it.
    return Number.NaN;
  }
}
