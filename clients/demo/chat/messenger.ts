import { type ReadonlySignal, signal } from '@preact/signals';
import { isCursor, type Position } from '../../../servers/protocol/cursor.ts';
import type { TransportName } from '../../../servers/protocol/transport-name.ts';
import type { Millis } from '../../../servers/protocol/units.ts';
import type { ClientStatus } from '../../core/client.ts';
import type { Identity } from '../../core/credentials.ts';
import type { PairedToy } from '../../core/directory.ts';
import type { FaultCode } from '../../core/fault.ts';
import type { Received } from '../../core/receive.ts';
import type { ReceiverState } from '../../core/receiver-state.ts';
import { newId } from '../new-id.ts';
import { PhoneFault, type Phone, type PhoneEvent } from '../phone/phone.ts';
import { afterGroups, afterHistory } from './after-directory.ts';
import { afterEvent } from './after-event.ts';
import { afterEnd, afterLook, afterSight, type Conversations, NO_CONVERSATIONS } from './conversations.ts';
import { nameIn, namesLike } from './names.ts';
import { type Findings, Surroundings } from './surroundings.ts';

/** Names tried before somebody is asked to think of one. */
const MAX_NAMES_TRIED = 100;

/** Whether somebody is signed in; if not, why not, where something went wrong. */
export type Account =
  { readonly is: 'out'; readonly fault: Fault | null } | { readonly is: 'signing-in' } | { readonly is: 'in' };

export interface Fault {
  readonly code: FaultCode;
  readonly message: string;
}

/** How its client stands, and when it said so: Unix time in ms. */
export interface Standing {
  readonly at: Millis;
  readonly status: ClientStatus;
}

/**
 * What a person does and sees on a phone: conversations, who is around, and how the connection stands. What is refused is
 * thrown as a {@link PhoneFault}.
 */
export class Messenger {
  readonly phone: Phone;
  readonly surroundings: Surroundings;
  readonly #conversations = signal(NO_CONVERSATIONS);
  readonly #account = signal<Account>({ is: 'out', fault: null });
  readonly #standing = signal<Standing | null>(null);
  readonly #now: () => Millis;
  readonly #idPrefix = newId();
  #ids = 0;
  #wasLive = false;
  /** Where reading may go on when the same person signs in again. */
  #position: Position = 'start';

  /**
   * @param past What has happened on the phone so far.
   * @param now Unix time in ms.
   */
  constructor(phone: Phone, past: Iterable<PhoneEvent> = [], now: () => Millis = Date.now) {
    this.phone = phone;
    this.#now = now;
    const findings: Findings = {
      groups: (groups) => this.#change((before) => afterGroups(before, groups, now())),
      history: (group, messages) => this.#change((before) => afterHistory(before, group, messages)),
    };
    this.surroundings = new Surroundings(phone, findings, now);
    for (const event of past) this.#take(event);
    phone.listen((event) => {
      this.#take(event);
      this.#follow(event);
    });
  }

  get conversations(): ReadonlySignal<Conversations> {
    return this.#conversations;
  }

  get account(): ReadonlySignal<Account> {
    return this.#account;
  }

  /** Null while nobody is signed in. */
  get standing(): ReadonlySignal<Standing | null> {
    return this.#standing;
  }

  /** Whether who is signed in is a toy: it talks with its owner alone. */
  get isToy(): boolean {
    return this.#conversations.value.me?.startsWith('toy:') ?? false;
  }

  /** Signs in; where that is refused, {@link account} says why. */
  async signIn(identity: Identity, transport: TransportName): Promise<void> {
    this.#account.value = { is: 'signing-in' };
    const address = `${identity.kind ?? 'user'}:${identity.user}`;
    const from = address === this.#conversations.value.me && isCursor(this.#position) ? { from: this.#position } : {};
    try {
      await this.phone.signIn(identity, { transport, ...from });
    } catch (failure) {
      this.#account.value = { is: 'out', fault: toFault(failure) };
    }
  }

  /** Signs in under `name`, or where somebody has that, under the first name like it that is free. */
  async signInLike(name: string, transport: TransportName): Promise<void> {
    let tried = 0;
    for (const user of namesLike(name)) {
      await this.signIn({ user }, transport);
      tried += 1;
      const account = this.#account.value;
      if (account.is !== 'out' || !isTaken(account.fault) || tried === MAX_NAMES_TRIED) return;
    }
  }

  /** Asks for what changes without being told: how the server knows of others, and while the list is shown what groups there are. */
  async lookAround(): Promise<void> {
    if (this.#standing.value?.status.state !== 'live') return;
    await this.surroundings.lookAround(this.#conversations.value.shown === null && !this.isToy);
  }

  async signOut(): Promise<void> {
    await this.phone.signOut();
  }

  /** Goes over to another transport in mid-talk. */
  async use(transport: TransportName): Promise<void> {
    await this.phone.use(transport);
  }

  /** Looks at a conversation, or, with null, at the list of them. */
  look(address: string | null): void {
    this.#change((before) => afterLook(before, address, this.#now()));
    if (address?.startsWith('group:') !== true) return;
    void this.surroundings.lookAtMembers(address);
    void this.surroundings.lookBack(address);
  }

  /** Says whether the phone can be seen; what comes to one that can't is not read. */
  putInSight(isInSight: boolean): void {
    this.#change((before) => afterSight(before, isInSight, this.#now()));
  }

  async send(to: string, body: string): Promise<void> {
    this.#ids += 1;
    await this.sendAgain(to, body, `${this.#idPrefix}-${this.#ids.toString(36)}`);
  }

  /** What was refused, under the same id: should it have arrived all the same, it will not be there twice. */
  async sendAgain(to: string, body: string, id: string): Promise<void> {
    await this.phone.send(to, body, id, true);
  }

  async makeGroup(name: string): Promise<void> {
    await this.#entered((await this.phone.look('makeGroup', name)).address);
  }

  async joinGroup(group: string): Promise<void> {
    await this.phone.look('joinGroup', nameIn(group));
    await this.#entered(group);
  }

  async leaveGroup(group: string): Promise<void> {
    await this.phone.look('leaveGroup', nameIn(group));
    this.#change((before) => afterEnd(before, group));
    await this.surroundings.lookAtGroups();
  }

  /** @returns The key with which the toy signs in: it is said this once. */
  async pairToy(name: string): Promise<PairedToy> {
    const toy = await this.phone.look('pairToy', name);
    await this.surroundings.lookAtToys();
    return toy;
  }

  async unpairToy(toy: string): Promise<void> {
    await this.phone.look('unpairToy', nameIn(toy));
    this.#change((before) => afterEnd(before, toy));
    await this.surroundings.lookAtToys();
  }

  async #entered(group: string): Promise<void> {
    await this.surroundings.lookAtGroups();
    this.look(group);
  }

  #change(change: (before: Conversations) => Conversations): void {
    this.#conversations.value = change(this.#conversations.value);
  }

  #take(event: PhoneEvent): void {
    this.#change((before) => afterEvent(before, event));
    if (event.kind === 'signed-in') {
      this.#account.value = { is: 'in' };
      this.#wasLive = false;
      this.surroundings.forget();
    } else if (event.kind === 'signed-out') {
      if (this.#account.value.is === 'in') this.#account.value = { is: 'out', fault: null };
      this.#standing.value = null;
    } else if (event.kind === 'gave-up') {
      this.#account.value = { is: 'out', fault: { code: event.code, message: event.message } };
    } else if (event.kind === 'status') {
      this.#standing.value = { at: event.at, status: event.status };
      this.#position = event.status.position;
    } else if (event.kind === 'received') {
      this.surroundings.hear(event.item);
    }
  }

  /** What is to be done when something has happened. */
  #follow(event: PhoneEvent): void {
    if (event.kind === 'status') this.#followState(event.status.state);
    // Nothing comes any more, and the name is better given back.
    else if (event.kind === 'gave-up') void this.phone.signOut();
    else if (event.kind === 'received') this.#followItem(event.item);
  }

  /** What was not heard meanwhile is asked for; and a server that has forgotten the session has forgotten what it wished. */
  #followState(state: ReceiverState): void {
    const isLive = state === 'live';
    if (isLive && !this.#wasLive) void this.surroundings.lookAtAll(this.isToy);
    this.#wasLive = isLive;
  }

  #followItem(item: Received): void {
    if (item.kind === 'gap') {
      this.#wasLive = false;
      return;
    }
    const { notice } = item.message;
    if (notice === undefined || !('group' in notice) || this.isToy) return;
    void this.surroundings.lookAtGroups();
    if (this.#conversations.value.shown === notice.group) void this.surroundings.lookAtMembers(notice.group);
  }
}

/** Whether another name may be free. */
export function isTaken(fault: Fault | null): boolean {
  return fault?.code === 'name-taken' || fault?.code === 'wrong-credentials';
}

function toFault(failure: unknown): Fault {
  if (!(failure instanceof PhoneFault)) throw failure;
  return { code: failure.code, message: failure.message };
}
