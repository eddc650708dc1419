import type { Address } from './address.ts';
import type { PartyPresence } from './presence.ts';

/** Who speaks where the server itself has something to say: the `from` of a message with a {@link Notice}. No party is called so. */
export const SYSTEM = 'system';

/** What became of messages, told to their sender. */
export const FATES = {
  'recipient-offline': 'is not online; stored, will be delivered',
  delivered: 'has it now',
  undeliverable: 'did not come for it while it was kept',
} as const;

/** About messages that the reader sent. */
interface FateNotice {
  readonly code: keyof typeof FATES;
  /** Whose mailbox they were, or are, in. */
  readonly party: Address;
  /** What they were sent to: the party itself, or a group that it is in. */
  readonly to: Address;
  /** The sender's names for them, in the order of that mailbox. */
  readonly ids: readonly string[];
}

/** About a group that the reader is in. `missed`: the reader was not given all of its messages. */
interface GroupNotice {
  readonly code: 'joined' | 'left' | 'missed';
  readonly group: Address;
  readonly party: Address;
}

/** About whoever else is there, for a reader that follows presence. */
interface PresenceNotice {
  readonly code: 'presence';
  /** Whether these are all who are online; otherwise it is what has changed. */
  readonly all: boolean;
  readonly parties: readonly PartyPresence[];
}

/** What the server itself says, in the words of the protocol; the message's body says it in those of a person. */
export type Notice = FateNotice | GroupNotice | PresenceNotice;

/** A notice as a sentence. */
export function noticeText(notice: Notice): string {
  if (notice.code === 'presence')
    return notice.parties.map(({ address, online }) => `${address} is ${online ? 'online' : 'offline'}`).join('; ');
  if ('ids' in notice) return `${notice.party} ${FATES[notice.code]}`;
  if (notice.code === 'missed') return `some messages of ${notice.group} were lost`;
  return `${notice.party} ${notice.code} ${notice.group}`;
}
