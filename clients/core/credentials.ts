import { ROUTES } from '../../servers/protocol/routes.ts';
import { raced } from './abort.ts';
import { TransportFault } from './fault.ts';
import { anything, type HttpApi } from './http-api.ts';

export interface CredentialsOptions {
  readonly http: HttpApi;
  /** The name to sign in under. */
  readonly user: string;
  /** Ends signing in. */
  readonly signal: AbortSignal;
}

/**
 * Who a client is: signs in when a token is first needed, and again after the server has forgotten it. However many ask
 * at once, one request is made, and it goes on though some of them leave.
 */
export class Credentials {
  readonly #options: CredentialsOptions;
  #token: string | undefined;
  #signingIn: Promise<string> | undefined;

  constructor(options: CredentialsOptions) {
    this.#options = options;
  }

  /**
   * The token, signing in first where there is none.
   *
   * @throws {TransportFault} `name-taken` where somebody else holds the name, or whatever else went wrong.
   */
  async token(signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    return this.#token ?? raced((this.#signingIn ??= this.#signIn()), signal);
  }

  /** Runs an attempt with the token; what it fails with is {@link learn}ed from, and thrown on. */
  async use<Result>(signal: AbortSignal, attempt: (token: string) => Promise<Result>): Promise<Result> {
    const token = await this.token(signal);
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
    const { http, user, signal } = this.#options;
    try {
      const body = { user };
      const call = { method: 'POST', path: ROUTES.sessions, body, expects: isSession } as const;
      const { token } = await http.call(call, signal);
      this.#token = token;
      return token;
    } finally {
      this.#signingIn = undefined;
    }
  }
}

function isSession(value: object): value is { token: string } {
  return 'token' in value && typeof value.token === 'string';
}
