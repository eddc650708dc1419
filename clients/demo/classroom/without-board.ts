import { type Phone, type PhoneEvent } from '../phone/phone.ts';
import { BOARD_GROUP } from './board.ts';

const BOARD = `group:${BOARD_GROUP}`;

/** The same phone, for a person: what the board says is for the page, and nobody is told that there is one. */
export function withoutBoard(phone: Phone): Phone {
  const look: Phone['look'] = async (name, ...args) => {
    const found: unknown = await phone.look(name, ...args);
    const shown = name === 'groups' ? (found as readonly { address: string }[]).filter(isNoBoard) : found;
    return shown as never;
  };
  return {
    ...phone,
    look,
    listen: (listener) =>
      phone.listen((event) => {
        if (!isAboutBoard(event)) listener(event);
      }),
  };
}

function isNoBoard({ address }: { readonly address: string }): boolean {
  return address !== BOARD;
}

function isAboutBoard(event: PhoneEvent): boolean {
  if (event.kind !== 'received' || event.item.kind !== 'message') return false;
  const { to, notice } = event.item.message;
  return to === BOARD || (notice !== undefined && 'group' in notice && notice.group === BOARD);
}
