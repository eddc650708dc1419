import { type ErrorBody, type ErrorCode, ERRORS } from '../../servers/protocol/error-code.ts';
import type { Millis } from '../../servers/protocol/units.ts';

/** What went wrong: a code of the server's, or one of what can go wrong on the way to it. */
export type FaultCode =
  | ErrorCode
  /** No connection, or it broke. */
  | 'network'
  /** No answer within the time an answer may take. */
  | 'timeout'
  /** No sign of life over a WebSocket. */
  | 'silent'
  /** A WebSocket was closed with a code that has no other name here, or this client was. */
  | 'closed'
  /** Something answered, but not a server of the lab. */
  | 'bad-answer'
  /** More messages wait to be sent than this client keeps. */
  | 'outbox-full'
  /** More pages wait for the handler than this client keeps. */
  | 'inbox-full';

/** Why one attempt of a transport ended. The only thing a transport throws. */
export class TransportFault extends Error {
  override readonly name = 'TransportFault';
  /** `retry`: the same may work later. `fatal`: it won't. */
  readonly kind: 'retry' | 'fatal';
  readonly code: FaultCode;
  /** How long the server asks to stay away. */
  readonly afterMs: Millis | undefined;

  constructor(
    kind: 'retry' | 'fatal',
    code: FaultCode,
    message: string,
    options: { afterMs?: Millis | undefined; cause?: unknown } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.kind = kind;
    this.code = code;
    this.afterMs = options.afterMs;
  }
}

/** What the server refused, as a fault. */
export function refusedBy({ code, message, retryAfterMs }: ErrorBody): TransportFault {
  return new TransportFault(ERRORS[code].retry ? 'retry' : 'fatal', code, message, { afterMs: retryAfterMs });
}

/** What ends all that a client still does when it is closed. */
export function closed(): TransportFault {
  return new TransportFault('fatal', 'closed', 'this client was closed');
}
