import { randomBytes } from 'node:crypto';
import { type Mailboxes, MailboxesFullError } from '../mailbox/mailboxes.ts';
import type { Address } from '../protocol/address.ts';
import { ProtocolError } from '../protocol/error-code.ts';
import { isSecret, type KeptSecret, keepSecret, NOBODYS } from './secret.ts';

interface Toy {
  readonly owner: Address;
  readonly secret: KeptSecret;
}

/** Toys one person may own. */
const MAX_TOYS_EACH = 16;
/** Toys in all. */
const MAX_TOYS = 100_000;

/**
 * Which toy is whose. An app and its toy talk with each other, and a toy with nobody else. A pairing is kept until the owner
 * ends it or both mailboxes are gone.
 */
export class Toys {
  readonly #mailboxes: Mailboxes;
  readonly #toys = new Map<Address, Toy>();
  readonly #byOwner = new Map<Address, Set<Address>>();

  constructor(mailboxes: Mailboxes) {
    this.#mailboxes = mailboxes;
  }

  has(address: Address): boolean {
    return this.#toys.has(address);
  }

  /** The toys of a person. */
  of(owner: Address): Iterable<Address> {
    return this.#byOwner.get(owner) ?? [];
  }

  ownerOf(toy: Address): Address | undefined {
    return this.#toys.get(toy)?.owner;
  }

  /**
   * Pairs a new toy with its owner, and gives its key: 256 random bits, said only this once.
   *
   * @throws {ProtocolError} `name-taken`, `limit-reached`, `overloaded`.
   */
  async pair(toy: Address, owner: Address): Promise<string> {
    const key = randomBytes(32).toString('base64url');
    const secret = await keepSecret(key);
    if (this.#toys.has(toy)) throw new ProtocolError('name-taken');
    let toys = this.#byOwner.get(owner);
    if ((toys?.size ?? 0) >= MAX_TOYS_EACH)
      throw new ProtocolError('limit-reached', `A person may own ${MAX_TOYS_EACH} toys.`);
    if (this.#toys.size >= MAX_TOYS) throw new ProtocolError('overloaded');
    this.#toys.set(toy, { owner, secret });
    if (toys === undefined) this.#byOwner.set(owner, (toys = new Set()));
    toys.add(toy);
    try {
      // From now on messages can wait for it.
      await this.#mailboxes.open(toy);
    } catch (failure) {
      this.#forget(toy);
      if (!(failure instanceof MailboxesFullError)) throw failure;
      throw new ProtocolError('overloaded', undefined, { cause: failure });
    }
    return key;
  }

  /** Ends a pairing; the key opens nothing any more, and what was in the mailbox is gone. False where there was none. */
  async unpair(toy: Address, owner: Address): Promise<boolean> {
    if (this.ownerOf(toy) !== owner) return false;
    this.#forget(toy);
    await this.#mailboxes.drop(toy);
    return true;
  }

  /** @throws {ProtocolError} `wrong-credentials` where there is no such toy, or this is not its key. */
  async requireKey(toy: Address, key: string): Promise<void> {
    const known = this.#toys.get(toy);
    const isKey = await isSecret(known?.secret ?? NOBODYS, key);
    if (known === undefined || !isKey || this.#toys.get(toy) !== known) throw new ProtocolError('wrong-credentials');
  }

  /** Whether the one may know of the other: a toy and its owner may, and persons and groups among themselves. */
  mayMeet(one: Address, other: Address): boolean {
    if (isToy(one)) return this.ownerOf(one) === other;
    return !isToy(other) || this.ownerOf(other) === one;
  }

  /** Lets go of toys that neither they nor their owners come back for. */
  async forgetUnused(): Promise<void> {
    for (const [toy, { owner }] of this.#toys) {
      if (!(await this.#mailboxes.has(toy)) && !(await this.#mailboxes.has(owner))) this.#forget(toy);
    }
  }

  #forget(toy: Address): void {
    const owner = this.ownerOf(toy)!;
    this.#toys.delete(toy);
    const toys = this.#byOwner.get(owner)!;
    toys.delete(toy);
    if (toys.size === 0) this.#byOwner.delete(owner);
  }
}

function isToy(address: Address): boolean {
  return address.startsWith('toy:');
}
