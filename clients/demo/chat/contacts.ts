import type { Address } from '../../../servers/protocol/address.ts';
import type { GroupListing } from '../../../servers/protocol/group.ts';
import type { PartyPresence } from '../../../servers/protocol/presence.ts';
import type { Millis } from '../../../servers/protocol/units.ts';
import type { Received } from '../../core/receive.ts';

/** Parties kept; the server names no more of them at a time. */
const MAX_PARTIES = 200;

/** Who and what there is besides oneself, as the server said last. */
export interface Contacts {
  readonly parties: ReadonlyMap<string, PartyPresence>;
  readonly groups: readonly GroupListing[];
  /** One's own. */
  readonly toys: readonly PartyPresence[];
  /** When the server was last asked, and answered; Unix time in ms, null before that. */
  readonly askedAt: Millis | null;
}

export const NO_CONTACTS: Contacts = { parties: new Map(), groups: [], toys: [], askedAt: null };

/** What is known when the server has listed who is signed in. */
export function afterPresence(before: Contacts, parties: readonly PartyPresence[], at: Millis): Contacts {
  return { ...before, parties: byAddress(parties), askedAt: at };
}

/** What is known when the client has handed something over: the server tells of those who come and go. */
export function afterReceived(before: Contacts, item: Received): Contacts {
  const notice = item.kind === 'message' ? item.message.notice : undefined;
  if (notice?.code !== 'presence') return before;
  const known = notice.all ? [] : before.parties;
  return { ...before, parties: new Map([...known, ...byAddress(notice.parties)].slice(-MAX_PARTIES)) };
}

function byAddress(parties: readonly PartyPresence[]): Map<Address, PartyPresence> {
  return new Map(parties.map((party) => [party.address, party]));
}
