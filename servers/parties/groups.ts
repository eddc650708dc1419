import { type Appended, type Mailboxes, MailboxesFullError, UnknownMailboxError } from '../mailbox/mailboxes.ts';
import type { Address } from '../protocol/address.ts';
import { type Cursor, formatCursor, placeOf, type Position } from '../protocol/cursor.ts';
import { ProtocolError } from '../protocol/error-code.ts';
import type { GroupListing } from '../protocol/group.ts';
import type { Draft, Message } from '../protocol/message.ts';
import type { Notice } from '../protocol/notice.ts';
import { hasMore, type Page } from '../protocol/page.ts';
import type { Millis } from '../protocol/units.ts';
import type { Confirmations } from './confirmations.ts';
import type { Notices } from './notices.ts';

/** Groups in all, members in each, and groups that one person may be in. */
const MAX_GROUPS = 1000;
const MAX_MEMBERS = 200;
const MAX_MEMBERSHIPS = 50;

/** After this a member whose mailbox was full is tried again, if nothing is said before. */
const TRY_AGAIN_MS: Millis = 1000;
const PAGE_LIMIT = 200;

interface Group {
  readonly address: Address;
  /** Up to where in the group's log each member's copies go. */
  readonly members: Map<Address, Cursor>;
  /** Messages whose sender wants to hear who has them, by seq in the group's log. */
  readonly confirming: Set<number>;
  /** Resolves when all that was asked for before is done: what is done to a group is done one thing after the other. */
  turn: Promise<unknown>;
  tryAgain?: NodeJS.Timeout | undefined;
}

/**
 * Groups of persons. What is sent to a group is appended to the group's own mailbox, which makes the order (M10), and from
 * there copied into the mailbox of each other member, in that order. Each member has a cursor in the group's log: where a
 * copy can't be made now, it is made later, and what was trimmed by then is announced. Who comes and who goes is part of
 * the same order.
 *
 * Whoever is signed in may make a group, or join one. When the last member leaves, the group is gone with its log.
 */
export class Groups {
  readonly #mailboxes: Mailboxes;
  readonly #notices: Notices;
  readonly #confirmations: Confirmations;
  readonly #groups = new Map<Address, Group>();
  readonly #memberships = new Map<Address, number>();

  constructor(mailboxes: Mailboxes, notices: Notices, confirmations: Confirmations) {
    this.#mailboxes = mailboxes;
    this.#notices = notices;
    this.#confirmations = confirmations;
  }

  get size(): number {
    return this.#groups.size;
  }

  has(address: Address): boolean {
    return this.#groups.has(address);
  }

  /** Every group, with how many are in it and whether `asker` is. */
  list(asker: Address): GroupListing[] {
    return [...this.#groups.values()].map(({ address, members }) => {
      return { address, members: members.size, member: members.has(asker) };
    });
  }

  /**
   * Makes a group with one member.
   *
   * @throws {ProtocolError} `name-taken`, `limit-reached`, `overloaded`.
   */
  async make(address: Address, maker: Address): Promise<void> {
    if (this.#groups.has(address)) throw new ProtocolError('name-taken', 'There is a group of this name.');
    if (this.#groups.size >= MAX_GROUPS) throw new ProtocolError('limit-reached', `There may be ${MAX_GROUPS} groups.`);
    this.#requireMembership(maker);
    const group: Group = { address, members: new Map(), confirming: new Set(), turn: Promise.resolve() };
    this.#groups.set(address, group);
    await this.#inTurn(group, async () => {
      try {
        await this.#mailboxes.open(address);
        await this.#enter(group, maker);
      } catch (failure) {
        this.#groups.delete(address);
        throw toOverload(failure);
      }
    });
  }

  /**
   * Adds a member, who gets what is said from now on.
   *
   * @throws {ProtocolError} `unknown-group`, `limit-reached`, `overloaded`.
   */
  async join(address: Address, joiner: Address): Promise<void> {
    const group = this.#require(address);
    await this.#inTurn(group, async () => {
      if (group.members.has(joiner)) return;
      // Whoever was ahead may have been the last one, leaving.
      if (this.#groups.get(address) !== group) throw new ProtocolError('unknown-group');
      if (group.members.size >= MAX_MEMBERS)
        throw new ProtocolError('limit-reached', `A group may have ${MAX_MEMBERS} members.`);
      this.#requireMembership(joiner);
      await this.#note(group, { code: 'joined', group: address, party: joiner });
      await this.#copyToAll(group);
      await this.#enter(group, joiner);
    });
  }

  /**
   * Takes a member out: nothing more is copied for it, and it may not send or look back any more.
   *
   * @throws {ProtocolError} `unknown-group`, `not-a-member`; `overloaded`, and then it is still in.
   */
  async leave(address: Address, member: Address): Promise<void> {
    const group = this.#requireOf(address, member);
    await this.#inTurn(group, async () => {
      if (!group.members.has(member)) return;
      if (group.members.size > 1) await this.#note(group, { code: 'left', group: address, party: member });
      this.#remove(group, member);
      await this.#copyToAll(group);
      await this.#endIfEmpty(group);
    });
  }

  /**
   * Who is in the group, for those who are.
   *
   * @throws {ProtocolError} `unknown-group`, `not-a-member`.
   */
  members(address: Address, asker: Address): Address[] {
    return [...this.#requireOf(address, asker).members.keys()];
  }

  /**
   * What was said in the group, for those who are in it: read like a mailbox, with cursors of its own.
   *
   * @throws {ProtocolError} `unknown-group`, `not-a-member`.
   */
  history(address: Address, asker: Address, after: Position, limit: number): Promise<Page> {
    this.#requireOf(address, asker);
    return this.#mailboxes.read(address, after, { limit });
  }

  /**
   * Sends to all other members. When it resolves, those whose mailboxes have room have it in them.
   *
   * @throws {ProtocolError} `unknown-group`, `not-a-member`; what `Mailboxes.append` rejects with.
   */
  async send(address: Address, sender: Address, { id, body, confirm }: Draft): Promise<Appended> {
    const group = this.#requireOf(address, sender);
    return this.#inTurn(group, async () => {
      // Whoever was ahead may have been this member, leaving.
      this.#requireOf(address, sender);
      const appended = await this.#mailboxes.append(address, { id, from: sender, body });
      if (confirm === true && !appended.repeated) group.confirming.add(appended.message.seq);
      await this.#copyToAll(group);
      return appended;
    });
  }

  /** Lets go of members whose mailboxes are gone, and of groups that have nobody left. */
  async forgetUnused(): Promise<void> {
    for (const group of this.#groups.values()) {
      await this.#inTurn(group, async () => {
        for (const member of group.members.keys()) {
          if (!(await this.#mailboxes.has(member))) this.#remove(group, member);
        }
        await this.#endIfEmpty(group);
      });
    }
  }

  close(): void {
    for (const { tryAgain } of this.#groups.values()) clearTimeout(tryAgain);
  }

  #require(address: Address): Group {
    const group = this.#groups.get(address);
    if (group === undefined) throw new ProtocolError('unknown-group');
    return group;
  }

  #requireOf(address: Address, member: Address): Group {
    const group = this.#require(address);
    if (!group.members.has(member)) throw new ProtocolError('not-a-member');
    return group;
  }

  #requireMembership(member: Address): void {
    if ((this.#memberships.get(member) ?? 0) >= MAX_MEMBERSHIPS)
      throw new ProtocolError('limit-reached', `One may be in ${MAX_MEMBERSHIPS} groups.`);
  }

  async #enter(group: Group, member: Address): Promise<void> {
    const { cursor } = await this.#mailboxes.read(group.address, 'end', { limit: 1 });
    group.members.set(member, cursor);
    this.#memberships.set(member, (this.#memberships.get(member) ?? 0) + 1);
  }

  #remove(group: Group, member: Address): void {
    group.members.delete(member);
    const memberships = this.#memberships.get(member)! - 1;
    if (memberships === 0) this.#memberships.delete(member);
    else this.#memberships.set(member, memberships);
  }

  /** Only as the last thing of a turn: somebody may just be coming in. */
  async #endIfEmpty(group: Group): Promise<void> {
    if (group.members.size > 0 || this.#groups.get(group.address) !== group) return;
    clearTimeout(group.tryAgain);
    this.#groups.delete(group.address);
    await this.#mailboxes.drop(group.address);
  }

  #inTurn<Result>(group: Group, act: () => Promise<Result>): Promise<Result> {
    const done = group.turn.then(act);
    group.turn = done.catch(() => {});
    return done;
  }

  /** Adds a notice to what is said in the group. */
  async #note(group: Group, notice: Notice): Promise<void> {
    try {
      await this.#mailboxes.append(group.address, this.#notices.entry(notice));
    } catch (failure) {
      throw toOverload(failure);
    }
  }

  async #copyToAll(group: Group): Promise<void> {
    let isBehind = false;
    for (const member of group.members.keys()) {
      try {
        await this.#copyTo(member, group);
      } catch (failure) {
        if (failure instanceof UnknownMailboxError) this.#remove(group, member);
        else if (failure instanceof MailboxesFullError) isBehind = true;
        else throw failure;
      }
    }
    if (isBehind) this.#tryAgainLater(group);
    else group.confirming.clear();
  }

  /** @throws what `Mailboxes.append` rejects with; the member's cursor is then where the next attempt has to go on. */
  async #copyTo(member: Address, group: Group): Promise<void> {
    let page: Page;
    do {
      page = await this.#mailboxes.read(group.address, group.members.get(member)!, { limit: PAGE_LIMIT });
      if (page.kind === 'gap') {
        const missed = { code: 'missed', group: group.address, party: member } as const;
        await this.#mailboxes.append(member, this.#notices.entry(missed));
        group.members.set(member, page.cursor);
      } else if (page.kind === 'messages') {
        const { epoch } = placeOf(page.cursor);
        for (const message of page.messages) {
          if (message.from !== member) await this.#copy(message, member, group);
          // One by one: the next may find no room, and this one be trimmed before it is tried again.
          group.members.set(member, formatCursor(epoch, message.seq));
        }
      }
    } while (hasMore(page));
  }

  async #copy({ id, from, body, notice, seq }: Message, member: Address, group: Group): Promise<void> {
    const to = group.address;
    const copy = await this.#mailboxes.append(member, {
      id,
      from,
      body,
      to,
      ...(notice === undefined ? {} : { notice }),
    });
    if (group.confirming.has(seq) && !copy.repeated) this.#confirmations.expect(member, copy, from as Address, to);
  }

  #tryAgainLater(group: Group): void {
    if (group.tryAgain !== undefined) return;
    group.tryAgain = setTimeout(() => {
      group.tryAgain = undefined;
      void this.#inTurn(group, () => this.#copyToAll(group));
    }, TRY_AGAIN_MS).unref();
  }
}

function toOverload(failure: unknown): unknown {
  if (!(failure instanceof MailboxesFullError)) return failure;
  return new ProtocolError('overloaded', 'The mailboxes are full.', { cause: failure });
}
