import { TokenBucket } from 'limiter';
import { type Mailboxes, MailboxesFullError } from '../mailbox/mailboxes.ts';
import { type Address, addressOf, MAX_NAME_LENGTH, type PartyKind } from '../protocol/address.ts';
import { ProtocolError } from '../protocol/error-code.ts';
import { isSame, isSecret, type KeptSecret, keepSecret } from './secret.ts';
import type { Session, Sessions } from './sessions.ts';
import type { Toys } from './toys.ts';

/** Wrong passwords that may be tried for one name in a second. */
const TRIES_PER_SECOND = 5;

interface Claim {
  readonly secret: KeptSecret;
  readonly tries: TokenBucket;
}

/**
 * Who gets a session. A name is free to whoever comes first, and again when its session is over. Who gave a password with it
 * has claimed it, with what is in its mailbox, for as long as the mailbox is kept: only the same password opens it again –
 * and does so at once, though an earlier session has not ended yet. A toy's name is claimed by its key from the beginning,
 * and a reserved one by its password.
 */
export class SignIn {
  readonly #sessions: Sessions;
  readonly #mailboxes: Mailboxes;
  readonly #toys: Toys;
  readonly #claims = new Map<Address, Claim>();
  readonly #reserved: ReadonlyMap<Address, string>;

  /** @param reserved Passwords by name. @throws {ProtocolError} for what is no name. */
  constructor(sessions: Sessions, mailboxes: Mailboxes, toys: Toys, reserved: ReadonlyMap<string, string>) {
    this.#sessions = sessions;
    this.#mailboxes = mailboxes;
    this.#toys = toys;
    this.#reserved = new Map([...reserved].map(([name, password]) => [requireAddress('user', name), password]));
  }

  /**
   * Signs in a person.
   *
   * @throws {ProtocolError} `bad-request` for what is no name, `wrong-credentials`, `name-taken` while another session holds
   * it and where somebody else was quicker to claim it, `too-many-requests` after wrong passwords, `overloaded`.
   */
  async user(name: string, password?: string): Promise<Session> {
    const address = requireAddress('user', name);
    const reservedBy = this.#reserved.get(address);
    if (reservedBy !== undefined) {
      if (password === undefined || !isSame(password, reservedBy)) throw new ProtocolError('wrong-credentials');
      return this.#reopen(address);
    }
    const claim = await this.#claimOf(address);
    if (claim === undefined) {
      const secret = password === undefined ? undefined : await keepSecret(password);
      // Meanwhile somebody quicker may have claimed it; theirs it is though they have gone again.
      if (this.#claims.has(address)) throw new ProtocolError('name-taken');
      const session = await this.#open(address);
      if (secret !== undefined) this.#claims.set(address, { secret, tries: newTries() });
      return session;
    }
    if (password === undefined) throw new ProtocolError('wrong-credentials', 'This name has a password.');
    await requireSecret(claim, password);
    // Meanwhile it may have ended, and the name have become somebody else's.
    if (this.#claims.get(address) !== claim) throw new ProtocolError('wrong-credentials');
    return this.#reopen(address);
  }

  /**
   * Signs in a toy.
   *
   * @throws {ProtocolError} `wrong-credentials` for a key that is not this toy's, and where there is no such toy; else as {@link user}.
   */
  async toy(name: string, key: string): Promise<Session> {
    const address = requireAddress('toy', name);
    await this.#toys.requireKey(address, key);
    return this.#reopen(address);
  }

  isClaimed(address: Address): boolean {
    return this.#claims.has(address) || this.#reserved.has(address);
  }

  /** Lets go of claims on names whose mailbox is not kept any more. */
  async forgetUnused(): Promise<void> {
    for (const address of this.#claims.keys()) {
      if (!(await this.#mailboxes.has(address))) this.#claims.delete(address);
    }
  }

  async #claimOf(address: Address): Promise<Claim | undefined> {
    const claim = this.#claims.get(address);
    if (claim === undefined || (await this.#mailboxes.has(address))) return claim;
    this.#claims.delete(address);
    return undefined;
  }

  #reopen(address: Address): Promise<Session> {
    const holder = this.#sessions.of(address);
    if (holder !== undefined) this.#sessions.supersede(holder);
    return this.#open(address);
  }

  async #open(address: Address): Promise<Session> {
    const session = this.#sessions.open(address);
    try {
      await this.#mailboxes.open(address);
      return session;
    } catch (failure) {
      // Nobody will ever hear of its token.
      this.#sessions.signOut(session);
      if (!(failure instanceof MailboxesFullError)) throw failure;
      throw new ProtocolError('overloaded', 'There are as many mailboxes as there may be.', { cause: failure });
    }
  }
}

function newTries(): TokenBucket {
  const tries = new TokenBucket({
    bucketSize: TRIES_PER_SECOND,
    tokensPerInterval: TRIES_PER_SECOND,
    interval: 'second',
  });
  tries.content = TRIES_PER_SECOND;
  return tries;
}

async function requireSecret({ secret, tries }: Claim, given: string): Promise<void> {
  if (!tries.tryRemoveTokens(1)) {
    const retryAfterMs = Math.ceil(tries.getWaitTime(1));
    throw new ProtocolError('too-many-requests', 'Too many wrong passwords.', { retryAfterMs });
  }
  if (!(await isSecret(secret, given))) throw new ProtocolError('wrong-credentials');
  tries.content += 1;
}

/** @throws {ProtocolError} `bad-request` for what is no name. */
export function requireAddress(kind: PartyKind, name: string): Address {
  const address = addressOf(kind, name.normalize('NFC'));
  if (address !== null) return address;
  throw new ProtocolError(
    'bad-request',
    `${kind}: a name is 1 to ${MAX_NAME_LENGTH} letters, digits, _ . - and begins with a letter or digit`,
  );
}
