import { TRANSPORT_NAMES, type TransportName } from '../../../servers/protocol/transport-name.ts';
import { TEACHER } from '../lab/lab-frames.ts';

/** Everybody in the class talks in this group. */
export const CLASS_GROUP = 'class';
/** What the teacher says to the pages rather than to people goes into this one. */
export const BOARD_GROUP = 'class-board';

/** How the teacher wants the students' pages to be. Each announcement holds all of it: the last one counts. */
export interface Board {
  /** Nobody can do anything: all look to the front. */
  readonly isFrozen: boolean;
  /** What everybody uses; null where each may choose. */
  readonly transport: TransportName | null;
}

/** Before the teacher said anything. */
export const FIRST_BOARD: Board = { isFrozen: false, transport: null };

export function encodeBoard(board: Board): string {
  return JSON.stringify(board);
}

/** What a message to the board says; null where it is not the teacher's, or none. Anybody may write into the group. */
export function decodeBoard({
  from,
  to,
  body,
}: {
  readonly from: string;
  readonly to?: string;
  readonly body: string;
}): Board | null {
  if (from !== `user:${TEACHER}` || to !== `group:${BOARD_GROUP}`) return null;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { isFrozen, transport } = value as Partial<Record<keyof Board, unknown>>;
  const named = TRANSPORT_NAMES.find((name) => name === transport) ?? null;
  return { isFrozen: isFrozen === true, transport: named };
}
