import type { ErrorBody } from './error-code.ts';
import type { Millis } from './units.ts';

/** A message on its way in: what a sender asks the server to pass on. The server adds who sent it. */
export interface Draft {
  /** The sender's own name for it: what tells it from all others of this sender, and makes sending it again harmless. */
  readonly id: string;
  /** Address of the receiver. */
  readonly to: string;
  readonly body: string;
}

/** A message in its mailbox. */
export interface Message {
  /** Dense number in this mailbox, from 1. */
  readonly seq: number;
  /** As in the {@link Draft}. */
  readonly id: string;
  /** Address of the sender. */
  readonly from: string;
  /** When it was appended, on the server's clock (`/healthz` names it; Unix time unless the server was told otherwise). */
  readonly at: Millis;
  readonly body: string;
}

/** The server's answer to a draft: it is in the receiver's mailbox. */
export interface Receipt {
  readonly id: string;
  /** As the message's `at`. */
  readonly at: Millis;
  /** Whether the receiver is reading; false means that the message waits for it. */
  readonly online: boolean;
}

/** What became of one draft of several. */
export type Outcome = { readonly receipt: Receipt } | { readonly error: ErrorBody };
