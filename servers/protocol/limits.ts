import type { Bytes, Millis } from './units.ts';

/** Longest message id, in characters. */
export const MAX_ID_LENGTH = 64;

/** Most messages one publish request may carry. */
export const MAX_BATCH = 200;

/** Messages in a page where the reader names no `limit`, and the most it may name. */
export const DEFAULT_PAGE_LIMIT = 200;
export const MAX_PAGE_LIMIT = 1000;

/** How long a long poll is held: four times under the 60 s at which common proxies give up. */
export const DEFAULT_HOLD_MS: Millis = 15_000;

/** Largest message body, in bytes of UTF-8. */
export const DEFAULT_MAX_BODY_BYTES: Bytes = 8192;

/**
 * Largest request body or frame for messages of at most `maxBodyBytes`. JSON may write one byte as six (`\u0000`), and
 * id, address and punctuation come on top.
 */
export function maxPayloadBytes(maxBodyBytes: Bytes): Bytes {
  return 6 * maxBodyBytes + 1024;
}
