import { type ReadonlySignal, signal } from '@preact/signals';
import type { Address } from '../../../servers/protocol/address.ts';
import type { Position } from '../../../servers/protocol/cursor.ts';
import type { GroupListing } from '../../../servers/protocol/group.ts';
import type { Message } from '../../../servers/protocol/message.ts';
import { hasMore, type Page } from '../../../servers/protocol/page.ts';
import type { Millis } from '../../../servers/protocol/units.ts';
import type { Received } from '../../core/receive.ts';
import { type Phone, PhoneFault } from '../phone/phone.ts';
import { afterPresence, afterReceived, type Contacts, NO_CONTACTS } from './contacts.ts';
import { nameIn } from './names.ts';

/** Who is in the group that is looked at. */
export interface Members {
  readonly group: string;
  readonly addresses: readonly Address[];
}

/** Who is told what was found. */
export interface Findings {
  readonly groups: (groups: readonly GroupListing[]) => void;
  readonly history: (group: string, messages: readonly Message[]) => void;
}

/**
 * What one phone knows of who and what is around it. It is looked up without anybody asking for it, so that a look that
 * fails is no more than a look that is made again later; {@link Contacts} say as of when they are.
 */
export class Surroundings {
  readonly #phone: Phone;
  readonly #findings: Findings;
  readonly #now: () => Millis;
  readonly #contacts = signal(NO_CONTACTS);
  readonly #members = signal<Members | null>(null);
  #isLooking = false;
  #groupLooks = 0;

  /** @param now Unix time in ms. */
  constructor(phone: Phone, findings: Findings, now: () => Millis) {
    this.#phone = phone;
    this.#findings = findings;
    this.#now = now;
  }

  get contacts(): ReadonlySignal<Contacts> {
    return this.#contacts;
  }

  get members(): ReadonlySignal<Members | null> {
    return this.#members;
  }

  /** Somebody else is signed in. */
  forget(): void {
    this.#contacts.value = NO_CONTACTS;
    this.#members.value = null;
  }

  /** Takes note of who came and went. */
  hear(item: Received): void {
    this.#contacts.value = afterReceived(this.#contacts.value, item);
  }

  /** Asks for everything, and to be told of who comes and goes; a toy, which has neither groups nor toys, for less. */
  lookAtAll(isToy: boolean): Promise<void> {
    return lookUp(async () => {
      await this.#phone.look('followPresence');
      await this.#lookAtParties();
      if (isToy) return;
      await this.#lookAtGroups();
      await this.#lookAtToys();
    });
  }

  /** Asks who is there, and what groups where `withGroups`; unless it is asking already. */
  async lookAround(withGroups: boolean): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    await lookUp(async () => {
      await this.#lookAtParties();
      if (withGroups) await this.#lookAtGroups();
    });
    this.#isLooking = false;
  }

  lookAtGroups(): Promise<void> {
    return lookUp(() => this.#lookAtGroups());
  }

  lookAtToys(): Promise<void> {
    return lookUp(() => this.#lookAtToys());
  }

  lookAtMembers(group: string): Promise<void> {
    return lookUp(async () => {
      this.#members.value = { group, addresses: await this.#phone.look('members', nameIn(group)) };
    });
  }

  /** All that was said in a group, as far as the server has it. */
  lookBack(group: string): Promise<void> {
    return lookUp(async () => {
      let after: Position = 'start';
      let page: Page;
      do {
        page = await this.#phone.look('history', nameIn(group), after);
        after = page.cursor;
        if (page.kind === 'messages') this.#findings.history(group, page.messages);
      } while (hasMore(page));
    });
  }

  async #lookAtParties(): Promise<void> {
    const parties = await this.#phone.look('presence');
    this.#contacts.value = afterPresence(this.#contacts.value, parties, this.#now());
  }

  async #lookAtGroups(): Promise<void> {
    this.#groupLooks += 1;
    const look = this.#groupLooks;
    const groups = await this.#phone.look('groups');
    // An answer that was overtaken by a later one knows less.
    if (look !== this.#groupLooks) return;
    this.#contacts.value = { ...this.#contacts.value, groups };
    this.#findings.groups(groups);
  }

  async #lookAtToys(): Promise<void> {
    const toys = await this.#phone.look('toys');
    this.#contacts.value = { ...this.#contacts.value, toys };
  }
}

async function lookUp(look: () => Promise<void>): Promise<void> {
  try {
    await look();
  } catch (failure) {
    if (!(failure instanceof PhoneFault)) throw failure;
  }
}
