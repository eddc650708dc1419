import type { Logger } from 'pino';
import type { Mailboxes } from '../mailbox/mailboxes.ts';
import type { ServerOptions } from '../options.ts';
import type { Address } from '../protocol/address.ts';
import type { Millis } from '../protocol/units.ts';
import { Confirmations } from './confirmations.ts';
import { Groups } from './groups.ts';
import { Notices } from './notices.ts';
import { Presence } from './presence.ts';
import { Sessions } from './sessions.ts';
import { SignIn } from './sign-in.ts';
import { Toys } from './toys.ts';

/** How often what nobody will come back for is looked for. */
const UPKEEP_MS: Millis = 60_000;

/** Everything about who is who: sessions and how to get one, toys, groups, presence, and what the server tells them. */
export class Parties {
  readonly sessions: Sessions;
  readonly notices: Notices;
  readonly confirmations: Confirmations;
  readonly toys: Toys;
  readonly groups: Groups;
  readonly presence: Presence;
  readonly signIn: SignIn;
  readonly #upkeep: NodeJS.Timeout;

  /** @param now The clock that stamps messages. */
  constructor(mailboxes: Mailboxes, options: ServerOptions, now: () => Millis, log: Logger) {
    this.sessions = new Sessions(options);
    this.notices = new Notices(mailboxes, log);
    this.confirmations = new Confirmations(this.notices, options.retention, now);
    this.toys = new Toys(mailboxes);
    this.groups = new Groups(mailboxes, this.notices, this.confirmations);
    const roomForPresence = options.retention.maxTotalBytes / 2;
    this.presence = new Presence(this.sessions, this.toys, this.notices, () => mailboxes.held.bytes < roomForPresence);
    this.signIn = new SignIn(this.sessions, mailboxes, this.toys, options.reserved);
    this.#upkeep = setInterval(() => this.#forgetUnused(), UPKEEP_MS).unref();
  }

  /** Whether somebody may still come to this mailbox. */
  isInUse(box: Address): boolean {
    return this.sessions.addressOf(box) !== undefined || this.groups.has(box);
  }

  /** Whether the mailbox is somebody's who may come back and prove it: a name with a password, a toy. */
  isClaimed(box: Address): boolean {
    return this.signIn.isClaimed(box) || this.toys.has(box);
  }

  close(): void {
    clearInterval(this.#upkeep);
    this.sessions.close();
    this.groups.close();
    this.presence.close();
  }

  #forgetUnused(): void {
    this.confirmations.giveUpOld();
    void this.toys.forgetUnused();
    void this.groups.forgetUnused();
    void this.signIn.forgetUnused();
  }
}
