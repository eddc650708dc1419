import { type Cursor, isCursor } from './cursor.ts';
import type { Message } from './message.ts';

/** Why the server can no longer give everything after a cursor. */
export const GAP_REASONS = ['epoch-changed', 'trimmed', 'ahead'] as const;
export type GapReason = (typeof GAP_REASONS)[number];

/**
 * What reading a mailbox answers: messages in order of seq; or nothing new; or a gap, the announcement that messages
 * after the given cursor are lost. Always with the cursor to read on from.
 */
export type Page =
  | {
      readonly kind: 'messages';
      readonly messages: readonly Message[];
      readonly cursor: Cursor;
      /** True where more is waiting than this page holds: ask again at once. */
      readonly more: boolean;
    }
  | { readonly kind: 'empty'; readonly cursor: Cursor }
  | { readonly kind: 'gap'; readonly reason: GapReason; readonly cursor: Cursor };

/** Whether there is something to read right after this page. */
export function hasMore(page: Page): boolean {
  return page.kind === 'gap' || (page.kind === 'messages' && page.more);
}

/** Whether a value has the outline of a page: enough for a reader to tell a server of the lab from something else. */
export function isPage(value: object): value is Page {
  if (!('kind' in value && 'cursor' in value && typeof value.cursor === 'string' && isCursor(value.cursor))) {
    return false;
  }
  switch (value.kind) {
    case 'messages':
      return 'messages' in value && Array.isArray(value.messages) && 'more' in value && typeof value.more === 'boolean';
    case 'empty':
      return true;
    case 'gap':
      return 'reason' in value && GAP_REASONS.includes(value.reason as GapReason);
    default:
      return false;
  }
}
