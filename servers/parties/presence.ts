import type { Address } from '../protocol/address.ts';
import type { PartyPresence } from '../protocol/presence.ts';
import type { Millis } from '../protocol/units.ts';
import type { Notices } from './notices.ts';
import type { Session, Sessions } from './sessions.ts';
import type { Toys } from './toys.ts';

/** How often those who follow presence are told what has changed. */
const LOOK_EVERY_MS: Millis = 500;
/** Most parties in one answer or notice. */
const MAX_PARTIES = 200;

/**
 * Who is there, for whom to see: persons for each other, a toy and its owner for each other.
 *
 * Who follows it is told in the mailbox, like anything else: first of all who are online, then of each change, gathered
 * over half a second. While a follower is not online itself nothing is put into its mailbox, nor while there is little room:
 * many who follow many fill any memory, and messages must still find a place. After that it is told all again.
 */
export class Presence {
  readonly #sessions: Sessions;
  readonly #toys: Toys;
  readonly #notices: Notices;
  readonly #hasRoom: () => boolean;
  /** Each with whether it was told all, and since then of each change. */
  readonly #followers = new Map<Session, boolean>();
  /** Who was online at the last look. */
  #online = new Set<Address>();
  #looking: NodeJS.Timeout | undefined;

  /** @param hasRoom Whether the mailboxes have room for more than the messages that they are there for. */
  constructor(sessions: Sessions, toys: Toys, notices: Notices, hasRoom: () => boolean) {
    this.#sessions = sessions;
    this.#toys = toys;
    this.#notices = notices;
    this.#hasRoom = hasRoom;
  }

  /** One party, as `asker` may see it; undefined where it may not. */
  of(address: Address, asker: Address): PartyPresence | undefined {
    if (!this.#toys.mayMeet(asker, address)) return undefined;
    const sign = this.#sessions.of(address)?.sign() ?? ({ state: 'gone' } as const);
    return { address, online: sign.state !== 'gone', sign };
  }

  /** Everybody who is signed in that `asker` may see; the first 200 of them. */
  list(asker: Address): PartyPresence[] {
    return this.#firstOf(this.#sessions.addresses(), asker);
  }

  /** From now on the session's mailbox hears of presence, until it is over. */
  follow(session: Session): void {
    if (!this.#followers.has(session)) this.#followers.set(session, false);
    if (this.#looking !== undefined) return;
    this.#looking = setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
  }

  unfollow(session: Session): void {
    this.#followers.delete(session);
    if (this.#followers.size > 0) return;
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  close(): void {
    clearInterval(this.#looking);
  }

  #look(): void {
    const before = this.#online;
    this.#online = this.#whoIsOnline();
    const changed = [...difference(before, this.#online), ...difference(this.#online, before)];
    for (const [session, wasTold] of this.#followers) {
      if (this.#sessions.of(session.address) !== session) {
        this.unfollow(session);
        continue;
      }
      const isTold = session.isOnline() && this.#hasRoom();
      this.#followers.set(session, isTold);
      if (isTold) this.#tell(session.address, wasTold ? changed : undefined);
    }
  }

  /** Tells of changes; where there is nothing to go by, of everybody who is online. */
  #tell(follower: Address, changed: readonly Address[] | undefined): void {
    if (changed === undefined) {
      const parties = this.#firstOf(this.#online, follower);
      void this.#notices.send(follower, { code: 'presence', all: true, parties });
      return;
    }
    const parties = changed.map((address) => this.of(address, follower)).filter((party) => party !== undefined);
    for (let i = 0; i < parties.length; i += MAX_PARTIES) {
      void this.#notices.send(follower, { code: 'presence', all: false, parties: parties.slice(i, i + MAX_PARTIES) });
    }
  }

  /** The first 200 of these that `asker` may see. */
  #firstOf(addresses: Iterable<Address>, asker: Address): PartyPresence[] {
    const parties: PartyPresence[] = [];
    for (const address of addresses) {
      const party = this.of(address, asker);
      if (party !== undefined) parties.push(party);
      if (parties.length === MAX_PARTIES) break;
    }
    return parties;
  }

  #whoIsOnline(): Set<Address> {
    const online = new Set<Address>();
    for (const session of this.#sessions.all()) if (session.isOnline()) online.add(session.address);
    return online;
  }
}

function difference(one: ReadonlySet<Address>, other: ReadonlySet<Address>): Address[] {
  return [...one].filter((address) => !other.has(address));
}
