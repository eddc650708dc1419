import { MAX_BATCH } from '../../servers/protocol/limits.ts';
import type { Bytes } from '../../servers/protocol/units.ts';

/*
 * What the lab's clients and server put on the wire around the bodies of messages, headers and frames included, in bytes:
 * rounded from what was counted at their sockets. It matters only where the bandwidth is bounded.
 */

const POLL: Bytes = 180;
const EMPTY_PAGE: Bytes = 238;
const PAGE: Bytes = 270;
const MESSAGE_IN_PAGE: Bytes = 67;
const PUBLISH: Bytes = 195;
const DRAFT: Bytes = 45;
const OUTCOMES: Bytes = 195;
const OUTCOME: Bytes = 60;
const DRAFT_FRAME: Bytes = 70;
const PAGE_FRAME: Bytes = 157;

/** Of each request, answer or frame, that carries `messages` bodies of `payloadBytes` each. */
export const wireSize = {
  poll: (): Bytes => POLL,
  page: (messages: number, payloadBytes: Bytes): Bytes =>
    messages === 0 ? EMPTY_PAGE : PAGE + messages * (MESSAGE_IN_PAGE + payloadBytes),
  publish: (messages: number, payloadBytes: Bytes): Bytes => PUBLISH + messages * (DRAFT + payloadBytes),
  outcomes: (messages: number): Bytes => OUTCOMES + messages * OUTCOME,
  draftFrame: (payloadBytes: Bytes): Bytes => DRAFT_FRAME + payloadBytes,
  pageFrame: (payloadBytes: Bytes): Bytes => PAGE_FRAME + payloadBytes,
} as const;

/** Characters of text that the clients' outbox puts into one batch. */
const MAX_BATCH_TEXT = 16 * 1024;

/** Most messages of this size that the outbox sends with one request. */
export function longestBatch(payloadBytes: Bytes): number {
  return Math.min(MAX_BATCH, Math.max(1, Math.floor(MAX_BATCH_TEXT / payloadBytes)));
}
