import { ROUTES } from '../../servers/protocol/routes.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import { raced } from './abort.ts';
import { type FaultCode, TransportFault } from './fault.ts';
import { anything, type HttpApi } from './http-api.ts';
import type { Now } from './ports.ts';

/** What a request ends with that the server may have heard. */
const UNANSWERED: ReadonlySet<FaultCode> = new Set(['network', 'timeout', 'bad-answer']);

/** A session that nobody uses holds its name no longer: 60 s by default, and something for the way. */
const LOST_SESSION_MS: Millis = 90_000;

/** Who signs in. */
export interface Identity {
  /** The name to sign in under. */
  readonly user: string;
  /** Default `user`: a person. */
  readonly kind?: 'user' | 'toy';
  /**
   * A person's password, without which the name and its mailbox are anybody's when the session is over; a toy's key, which it
   * can't do without.
   */
  readonly secret?: string;
}

export interface CredentialsOptions {
  readonly http: HttpApi;
  readonly identity: Identity;
  /** Ends signing in. */
  readonly signal: AbortSignal;
  readonly now: Now;
}

/**
 * Who a client is: signs in when a token is first needed, and again after the server has forgotten it. However many ask
 * at once, one request is made, and it goes on though some of them leave.
 *
 * A sign-in whose answer was lost may have made a session all the same. For as long as that may hold the name, finding it
 * taken is nothing final.
 */
export class Credentials {
  readonly #options: CredentialsOptions;
  #token: string | undefined;
  #signingIn: Promise<string> | undefined;
  #unansweredAt: Millis = -Infinity;

  constructor(options: CredentialsOptions) {
    this.#options = options;
  }

  /**
   * The token, signing in first where there is none.
   *
   * @throws {TransportFault} `name-taken` where somebody else holds the name (to be tried again where it may be this client
   * itself), or whatever else went wrong.
   */
  async token(signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    return this.#token ?? raced((this.#signingIn ??= this.#signIn()), signal);
  }

  /** Runs an attempt with the token; what it fails with is {@link learn}ed from, and thrown on. */
  async use<Result>(signal: AbortSignal, attempt: (token: string) => Promise<Result>): Promise<Result> {
    const token = this.#token ?? (await this.token(signal));
    try {
      return await attempt(token);
    } catch (failure) {
      this.learn(token, failure);
      throw failure;
    }
  }

  /** Takes note of a failure: where the server does not know the token (any more), the next use signs in anew. */
  learn(token: string, failure: unknown): void {
    const isForgotten = failure instanceof TransportFault && failure.code === 'unknown-session';
    if (isForgotten && this.#token === token) this.#token = undefined;
  }

  /** Gives the name back, if it is held and the server can be reached; otherwise the session idles out. */
  async signOut(): Promise<void> {
    const token = this.#token;
    if (token === undefined) return;
    this.#token = undefined;
    try {
      const never = new AbortController().signal;
      await this.#options.http.call({ method: 'DELETE', path: ROUTES.sessions, token, expects: anything }, never);
    } catch (failure) {
      if (!(failure instanceof TransportFault)) throw failure;
    }
  }

  async #signIn(): Promise<string> {
    const { http, identity, signal } = this.#options;
    try {
      const body = toBody(identity);
      const call = { method: 'POST', path: ROUTES.sessions, body, expects: isSession } as const;
      const { token } = await http.call(call, signal);
      this.#token = token;
      this.#unansweredAt = -Infinity;
      return token;
    } catch (failure) {
      throw this.#judge(failure);
    } finally {
      this.#signingIn = undefined;
    }
  }

  #judge(failure: unknown): unknown {
    if (!(failure instanceof TransportFault)) return failure;
    const now = this.#options.now();
    if (UNANSWERED.has(failure.code)) this.#unansweredAt = now;
    if (failure.code !== 'name-taken' || now - this.#unansweredAt > LOST_SESSION_MS) return failure;
    const why = `${failure.message} It may be this client itself, which got no answer when it signed in.`;
    return new TransportFault('retry', 'name-taken', why, { cause: failure });
  }
}

function toBody({ user, kind, secret }: Identity): object {
  if (kind === 'toy') return { toy: user, key: secret };
  return secret === undefined ? { user } : { user, password: secret };
}

function isSession(value: object): value is { token: string } {
  return 'token' in value && typeof value.token === 'string';
}
