import type { Millis } from './units.ts';

/**
 * What can be refused, by code: the HTTP status that goes with it, whether the same request may succeed later
 * (`retry`), and the sentence a person reads where the place of the refusal has none of its own.
 */
export const ERRORS = {
  'bad-request': { status: 400, retry: false, text: 'The request is not of the form the protocol asks for.' },
  'unknown-session': { status: 401, retry: true, text: 'No such session: sign in (again) with POST /sessions.' },
  'wrong-credentials': { status: 403, retry: false, text: 'The password or key is not the one of this name.' },
  'forbidden-origin': { status: 403, retry: false, text: 'Pages from this origin may not use this server.' },
  forbidden: { status: 403, retry: false, text: 'This session may not do that.' },
  'not-a-member': { status: 403, retry: false, text: 'Only members of the group may do that.' },
  'not-found': { status: 404, retry: false, text: 'There is nothing at this path.' },
  'unknown-recipient': { status: 404, retry: false, text: 'Nobody has signed in under this name.' },
  'unknown-group': { status: 404, retry: false, text: 'There is no such group.' },
  'method-not-allowed': { status: 405, retry: false, text: 'This path does not take this method.' },
  'name-taken': { status: 409, retry: false, text: 'Somebody else holds this name.' },
  'limit-reached': { status: 409, retry: false, text: 'There are as many as there may be.' },
  superseded: { status: 409, retry: false, text: 'A newer reader of the same session took over.' },
  'too-large': { status: 413, retry: false, text: 'The message is larger than this server takes.' },
  'not-json': { status: 415, retry: false, text: 'Send JSON, with Content-Type: application/json.' },
  'upgrade-required': { status: 426, retry: false, text: 'This path speaks WebSocket only.' },
  'too-many-requests': { status: 429, retry: true, text: 'More messages in a second than this session may send.' },
  internal: { status: 500, retry: true, text: 'The server failed; its log says why.' },
  'shutting-down': { status: 503, retry: true, text: 'The server is going down; try again.' },
  overloaded: { status: 503, retry: true, text: 'The server holds as many as it can; try later.' },
} as const satisfies Record<string, { status: number; retry: boolean; text: string }>;

export type ErrorCode = keyof typeof ERRORS;

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERRORS, text);
}

/** What an error looks like on the wire: the value of `error` in an HTTP answer, the payload of an `error` frame. */
export interface ErrorBody {
  readonly code: ErrorCode;
  readonly message: string;
  /** How long to wait before trying again; absent where the sender has no opinion. */
  readonly retryAfterMs?: Millis;
}

/** A refusal by the protocol's rules. Thrown on the server, and answered to the client as an {@link ErrorBody}. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly code: ErrorCode;
  readonly retryAfterMs: Millis | undefined;

  constructor(
    code: ErrorCode,
    message: string = ERRORS[code].text,
    options: { retryAfterMs?: Millis; cause?: unknown } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }

  toJSON(): ErrorBody {
    const { code, message, retryAfterMs } = this;
    return retryAfterMs === undefined ? { code, message } : { code, message, retryAfterMs };
  }
}
