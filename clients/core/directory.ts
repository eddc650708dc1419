import type { Address } from '../../servers/protocol/address.ts';
import type { Position } from '../../servers/protocol/cursor.ts';
import type { GroupListing, Membership } from '../../servers/protocol/group.ts';
import { isPage, type Page } from '../../servers/protocol/page.ts';
import type { PartyPresence } from '../../servers/protocol/presence.ts';
import { pathOf, ROUTES } from '../../servers/protocol/routes.ts';
import type { Credentials } from './credentials.ts';
import { anything, type Call, type HttpApi } from './http-api.ts';

/** A toy that was paired just now. */
export interface PairedToy {
  readonly address: Address;
  /** What it signs in with; the server says it only this once. */
  readonly key: string;
}

/**
 * Who is there, and what groups and toys there are: everything of a server that is not a message. Each call is one request,
 * not tried again.
 *
 * @throws {TransportFault} with the server's code (`name-taken`, `unknown-group`, `not-a-member`, `limit-reached`, …) or
 * with what went wrong on the way.
 */
export class Directory {
  readonly #http: HttpApi;
  readonly #credentials: Credentials;
  readonly #signal: AbortSignal;

  /** @param signal Ends calls under way. */
  constructor(http: HttpApi, credentials: Credentials, signal: AbortSignal) {
    this.#http = http;
    this.#credentials = credentials;
    this.#signal = signal;
  }

  /** Everybody who is signed in, as far as one may see. */
  presence(): Promise<readonly PartyPresence[]> {
    return this.#call({ method: 'GET', path: ROUTES.presence, expects: isList });
  }

  /** From now on messages from `system` with a `presence` notice come with the others. */
  async followPresence(): Promise<void> {
    await this.#call({ method: 'PUT', path: ROUTES.presenceFollowing, expects: anything });
  }

  async unfollowPresence(): Promise<void> {
    await this.#call({ method: 'DELETE', path: ROUTES.presenceFollowing, expects: anything });
  }

  groups(): Promise<readonly GroupListing[]> {
    return this.#call({ method: 'GET', path: ROUTES.groups, expects: isList });
  }

  /** @param name Without the `group:`; likewise below. */
  makeGroup(name: string): Promise<Membership> {
    return this.#call({ method: 'POST', path: ROUTES.groups, body: { group: name }, expects: isMembership });
  }

  joinGroup(name: string): Promise<Membership> {
    return this.#call({ method: 'POST', path: pathOf(ROUTES.groupMembers, name), expects: isMembership });
  }

  async leaveGroup(name: string): Promise<void> {
    await this.#call({ method: 'DELETE', path: pathOf(ROUTES.groupMembers, name), expects: anything });
  }

  /** Who is in a group that one is in. */
  members(name: string): Promise<readonly Address[]> {
    return this.#call({ method: 'GET', path: pathOf(ROUTES.groupMembers, name), expects: isList });
  }

  /** What was said in a group that one is in, page by page. */
  history(name: string, after: Position): Promise<Page> {
    const query = new URLSearchParams({ after }).toString();
    return this.#call({ method: 'GET', path: `${pathOf(ROUTES.groupMessages, name)}?${query}`, expects: isPage });
  }

  /** One's own toys. */
  toys(): Promise<readonly PartyPresence[]> {
    return this.#call({ method: 'GET', path: ROUTES.toys, expects: isList });
  }

  pairToy(name: string): Promise<PairedToy> {
    return this.#call({ method: 'POST', path: ROUTES.toys, body: { toy: name }, expects: isPairedToy });
  }

  async unpairToy(name: string): Promise<void> {
    await this.#call({ method: 'DELETE', path: pathOf(ROUTES.toy, name), expects: anything });
  }

  #call<Answer extends object>(call: Omit<Call<Answer>, 'token'>): Promise<Answer> {
    return this.#credentials.use(this.#signal, (token) => this.#http.call({ ...call, token }, this.#signal));
  }
}

function isList(value: object): value is readonly never[] {
  return Array.isArray(value);
}

function isMembership(value: object): value is Membership {
  return 'address' in value && 'members' in value;
}

function isPairedToy(value: object): value is PairedToy {
  return 'address' in value && 'key' in value;
}
