import type { Bytes, Millis } from '../protocol/units.ts';

/**
 * How much is kept: the only way out of a mailbox. Whatever of it bites first trims the oldest messages, and who had
 * not read them is told of a gap.
 */
export interface Retention {
  /** Messages per mailbox. Default 1000. */
  readonly maxMessages: number;
  /** Age of a message. Default 1 h. */
  readonly maxAgeMs: Millis;
  /** Bytes per mailbox, as the log counts them. Default 1 MiB. */
  readonly maxBytes: Bytes;
  /** Bytes over all mailboxes. Here nothing is trimmed: the append is refused, so that the sender knows. Default 256 MiB. */
  readonly maxTotalBytes: Bytes;
  /**
   * Mailboxes, of some 500 bytes each without their messages. One that never had a message and whose party is away makes
   * room for another; where there is none such, the new one is refused. Default 200,000.
   */
  readonly maxMailboxes: number;
}

export const DEFAULT_RETENTION: Retention = {
  maxMessages: 1000,
  maxAgeMs: 3_600_000,
  maxBytes: 1024 * 1024,
  maxTotalBytes: 256 * 1024 * 1024,
  maxMailboxes: 200_000,
};
