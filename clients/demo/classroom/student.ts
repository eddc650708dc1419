import { type ReadonlySignal, signal } from '@preact/signals';
import type { Position } from '../../../servers/protocol/cursor.ts';
import type { Page } from '../../../servers/protocol/page.ts';
import type { Millis } from '../../../servers/protocol/units.ts';
import { type Phone, type PhoneEvent, PhoneFault } from '../phone/phone.ts';
import { type Board, BOARD_GROUP, CLASS_GROUP, decodeBoard, FIRST_BOARD } from './board.ts';

/** One of the class at work. */
export interface Seat {
  /** Whether the class has begun, and this phone is in it. */
  readonly isIn: ReadonlySignal<boolean>;
  readonly board: ReadonlySignal<Board>;
  /** Leaves off following the class. */
  leave(): void;
}

/** How often it looks whether the class has begun. */
const LOOK_AGAIN_MS: Millis = 2000;
const GROUPS = [CLASS_GROUP, BOARD_GROUP];

/**
 * Has a phone that is signed in take part: joins the class's groups as soon as they are there – and again when the server has
 * forgotten them – and does what the board says.
 */
export function takeSeat(phone: Phone): Seat {
  const isIn = signal(false);
  const board = signal<Board>(FIRST_BOARD);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasLeft = false;
  const unlisten = phone.listen(take);
  void enter();
  return {
    isIn,
    board,
    leave() {
      hasLeft = true;
      unlisten();
      clearTimeout(timer);
    },
  };

  function take(event: PhoneEvent): void {
    if (event.kind !== 'received') return;
    if (event.item.kind === 'message') follow(decodeBoard(event.item.message));
    else if (event.item.reason === 'epoch-changed') void enter();
  }

  async function enter(): Promise<void> {
    clearTimeout(timer);
    isIn.value = false;
    try {
      if (await hasBegun()) {
        for (const group of GROUPS) await phone.look('joinGroup', group);
        await readBoard();
        isIn.value = !hasLeft;
      }
    } catch (failure) {
      // It can't be reached, or has just ended: either may change.
      if (!(failure instanceof PhoneFault)) throw failure;
    }
    if (!isIn.value && !hasLeft) timer = setTimeout(() => void enter(), LOOK_AGAIN_MS);
  }

  async function hasBegun(): Promise<boolean> {
    const groups = await phone.look('groups');
    return GROUPS.every((group) => groups.some(({ address }) => address === `group:${group}`));
  }

  /** What was written before this phone came. */
  async function readBoard(): Promise<void> {
    let after: Position = 'start';
    for (;;) {
      const page: Page = await phone.look('history', BOARD_GROUP, after);
      if (page.kind === 'messages') {
        // In the group's own log it goes without saying which group.
        for (const message of page.messages) follow(decodeBoard({ ...message, to: `group:${BOARD_GROUP}` }));
      }
      if (page.kind === 'empty' || (page.kind === 'messages' && !page.more)) return;
      after = page.cursor;
    }
  }

  function follow(written: Board | null): void {
    if (written === null || hasLeft) return;
    const { transport } = board.value;
    board.value = written;
    if (written.transport !== null && written.transport !== transport) void phone.use(written.transport);
  }
}
