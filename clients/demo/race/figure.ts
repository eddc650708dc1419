import type { Bytes, Millis } from '../../../servers/protocol/units.ts';

/** What is shown where nothing could be measured. */
export const UNKNOWN = '–';

/** `1.2 ms`, `52 ms`, `1.25 s`, `17.3 s`; {@link UNKNOWN} for null. */
export function sayMillis(ms: Millis | null): string {
  if (ms === null || !Number.isFinite(ms)) return UNKNOWN;
  if (ms < 0.05) return '0 ms';
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  return `${((ms as number) / 1000).toFixed(ms < 9995 ? 2 : 1)} s`;
}

/** `812 B`, `12.3 KiB`, `1.20 MiB`. */
export function sayBytes(bytes: Bytes): string {
  if (bytes < 1024) return `${bytes} B`;
  const [value, unit] = bytes < 1024 ** 2 ? [(bytes as number) / 1024, 'KiB'] : [(bytes as number) / 1024 ** 2, 'MiB'];
  return `${value.toFixed(value < 10 ? 2 : 1)} ${unit}`;
}

/** `34 %`; {@link UNKNOWN} for null. */
export function sayShare(share: number | null): string {
  return share === null ? UNKNOWN : `${Math.round(share * 100)} %`;
}

/** `3.42`; {@link UNKNOWN} for null. */
export function sayRatio(ratio: number | null): string {
  return ratio === null ? UNKNOWN : ratio.toFixed(ratio < 10 ? 2 : 1);
}

/** `12,340`. */
export function sayCount(count: number): string {
  return count.toLocaleString('en');
}

/** Local time of day: `14:03:07.512`. */
export function sayTime(at: Millis): string {
  const date = new Date(at);
  const digits = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0'));
  return `${digits.join(':')}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
