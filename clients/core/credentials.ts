import { ROUTES } from '../../servers/protocol/routes.ts';
import { TransportFault } from './fault.ts';
import { anything, type HttpApi } from './http-api.ts';

/**
 * Who a client is: signs in when a token is first needed, and again after the server has forgotten it. However many ask
 * at once, one request is made.
 */
export class Credentials {
  readonly #http: HttpApi;
  readonly #user: string;
  #token: string | undefined;
  #signingIn: Promise<string> | undefined;

  constructor(http: HttpApi, user: string) {
    this.#http = http;
    this.#user = user;
  }

  /**
   * The token, signing in first where there is none.
   *
   * @throws {TransportFault} `name-taken` where somebody else holds the name, or whatever else went wrong.
   */
  async token(signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    return this.#token ?? (this.#signingIn ??= this.#signIn(signal));
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
      await this.#http.call({ method: 'DELETE', path: ROUTES.sessions, token, expects: anything }, never);
    } catch (failure) {
      if (!(failure instanceof TransportFault)) throw failure;
    }
  }

  async #signIn(signal: AbortSignal): Promise<string> {
    try {
      const body = { user: this.#user };
      const call = { method: 'POST', path: ROUTES.sessions, body, expects: isSession } as const;
      const { token } = await this.#http.call(call, signal);
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
