import type { GroupListing } from '../../../servers/protocol/group.ts';
import type { Phone, PhoneEvent } from '../phone/phone.ts';
import { BOARD_GROUP } from './board.ts';

const BOARD = `group:${BOARD_GROUP}`;

/** The same phone, for a person: what the board says is for the page, and nobody is told that there is one. */
export function withoutBoard(phone: Phone): Phone {
  const look = (async (name, ...args) => {
    const found = await phone.look(name, ...args);
    return name === 'groups' ? (found as readonly GroupListing[]).filter((group) => isNoBoard(group)) : found;
  }) as Phone['look'];
  return {
    name: phone.name,
    signIn: (identity, options) => phone.signIn(identity, options),
    signOut: () => phone.signOut(),
    use: (transport) => phone.use(transport),
    configure: (settings) => phone.configure(settings),
    hide: (isHidden) => phone.hide(isHidden),
    send: (...message) => phone.send(...message),
    look,
    listen: (listener) =>
      phone.listen((event) => {
        if (!isAboutBoard(event)) listener(event);
      }),
    close: () => phone.close(),
  };
}

function isNoBoard({ address }: GroupListing): boolean {
  return address !== BOARD;
}

function isAboutBoard(event: PhoneEvent): boolean {
  if (event.kind !== 'received' || event.item.kind !== 'message') return false;
  const { to, notice } = event.item.message;
  return to === BOARD || (notice !== undefined && 'group' in notice && notice.group === BOARD);
}
