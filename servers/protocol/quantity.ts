import ms, { type StringValue } from 'ms';
import type { Bytes, BytesPerSecond, Millis, PerSecond } from './units.ts';

/** A text that is no quantity of the kind asked for; the message says what one looks like. */
export class QuantityError extends Error {
  override readonly name = 'QuantityError';
  // By this code commander knows a bad argument; it then says which option it was given to.
  readonly code = 'commander.invalidArgument';
}

/** Longest length of time: 24 days. Timers count to 2^31 ms, a little more than that, and fire at once beyond. */
const MAX_DURATION_MS: Millis = 24 * 24 * 3_600_000;

/**
 * Reads a length of time: `500ms`, `15s`, `1.5m`, `1h`, or `0`, at most 24 days. The unit is required: `15` is a mistake
 * more often than it is 15 ms.
 *
 * @throws {QuantityError}
 */
export function parseDuration(text: string): Millis {
  if (text === '0') return 0;
  const millis = /^\d*\.?\d+ ?(ms|s|m|h)$/.test(text) ? ms(text as StringValue) : Number.NaN;
  if (!Number.isFinite(millis)) throw new QuantityError('Give a length of time, such as 500ms, 15s or 2m.');
  if (millis > MAX_DURATION_MS) throw new QuantityError('Give a length of time of at most 576h, which is 24 days.');
  // To the nanosecond: 1.001 s is 1001 ms, not a hair less.
  return Number(millis.toFixed(6));
}

/**
 * Reads a length of time above 0.
 *
 * @throws {QuantityError}
 */
export function parsePeriod(text: string): Millis {
  const millis = parseDuration(text);
  if (millis === 0) throw new QuantityError('Give a length of time above 0, such as 500ms, 15s or 2m.');
  return millis;
}

const RATE_UNITS: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600 };

/**
 * Reads a rate: `2/s`, `30/min`, `100/h`.
 *
 * @throws {QuantityError}
 */
export function parseRate(text: string): PerSecond {
  const match = /^(\d*\.?\d+) ?\/ ?(s|min|h)$/.exec(text);
  const rate = match === null ? 0 : Number(match[1]) / RATE_UNITS[match[2]!]!;
  if (rate <= 0 || !Number.isFinite(rate)) throw new QuantityError('Give a rate above 0, such as 2/s or 30/min.');
  return rate;
}

const SIZE_UNITS: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

/**
 * Reads a size: `64B`, `8KiB`, `1MiB`. Plain digits are bytes.
 *
 * @throws {QuantityError}
 */
export function parseSize(text: string): Bytes {
  const match = /^(\d*\.?\d+) ?(B|KiB|MiB|GiB)?$/.exec(text);
  const bytes = match === null ? Number.NaN : Number(match[1]) * SIZE_UNITS[match[2] ?? 'B']!;
  if (!Number.isSafeInteger(bytes)) throw new QuantityError('Give a size in whole bytes, such as 64B, 8KiB or 1MiB.');
  return bytes;
}

/**
 * Reads a bandwidth: `64KiB/s`, `1MiB/s`, or `unlimited`, which is Infinity.
 *
 * @throws {QuantityError}
 */
export function parseBandwidth(text: string): BytesPerSecond {
  if (text === 'unlimited') return Infinity;
  const match = /^(.+?) ?\/ ?s$/.exec(text);
  const bytes = match !== null && /^[\d.]+ ?(B|KiB|MiB|GiB)$/.test(match[1]!) ? (parseSize(match[1]!) as number) : 0;
  if (bytes === 0) throw new QuantityError('Give a bandwidth, such as 64KiB/s or 1MiB/s, or "unlimited".');
  return bytes;
}

/**
 * Reads a whole number, 0 or more.
 *
 * @throws {QuantityError}
 */
export function parseWhole(text: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(number)) throw new QuantityError('Give a whole number.');
  return number;
}

/**
 * Reads a whole number, 1 or more.
 *
 * @throws {QuantityError}
 */
export function parseCount(text: string): number {
  const number = parseWhole(text);
  if (number < 1) throw new QuantityError('Give a whole number of at least 1.');
  return number;
}

/**
 * Reads the number of a TCP port, 0 for any.
 *
 * @throws {QuantityError}
 */
export function parsePort(text: string): number {
  const port = parseWhole(text);
  if (port > 65_535) throw new QuantityError('Give a port from 0 to 65535.');
  return port;
}

/** As short as it can be read back: `500ms`, `15s`, `2m`, `0`. */
export function formatDuration(millis: Millis): string {
  if (millis === 0) return '0';
  if (millis % 3_600_000 === 0) return `${millis / 3_600_000}h`;
  if (millis % 60_000 === 0) return `${millis / 60_000}m`;
  return millis % 1000 === 0 || millis >= 1000 ? `${millis / 1000}s` : `${millis}ms`;
}

/** `2/s`. */
export function formatRate(perSecond: PerSecond): string {
  return `${perSecond}/s`;
}

/** `64KiB/s`, or `unlimited` for Infinity. */
export function formatBandwidth(bandwidth: BytesPerSecond): string {
  return bandwidth === Infinity ? 'unlimited' : `${formatSize(bandwidth as number)}/s`;
}

/** `64B`, `8KiB`, `1.5MiB`: the largest unit that gives a short number. */
export function formatSize(bytes: Bytes): string {
  for (const [unit, size] of Object.entries(SIZE_UNITS).toReversed()) {
    if (bytes >= size && (bytes * 4) % size === 0) return `${bytes / size}${unit}`;
  }
  return `${bytes}B`;
}
