import type { Address } from './address.ts';
import type { ErrorBody } from './error-code.ts';
import type { Notice } from './notice.ts';
import type { Millis } from './units.ts';

/** A message on its way in: what a sender asks the server to pass on. The server adds who sent it. */
export interface Draft {
  /** The sender's own name for it: what tells it from all others of this sender, and makes sending it again harmless. */
  readonly id: string;
  /** Address of the receiver. */
  readonly to: string;
  readonly body: string;
  /** Whether the sender wants a notice when the receiver has it. Who was not online gives one anyway. */
  readonly confirm?: boolean;
}

/** A message in its mailbox. */
export interface Message {
  /** Dense number in this mailbox, from 1. */
  readonly seq: number;
  /** As in the {@link Draft}. */
  readonly id: string;
  /** Address of the sender; `system` where it is the server itself. */
  readonly from: string;
  /** When it was appended, on the server's clock (`/healthz` names it; Unix time unless the server was told otherwise). */
  readonly at: Millis;
  readonly body: string;
  /** The group that it was sent to; absent where it was sent to this party alone. */
  readonly to?: Address;
  /** What the server has to say, where it is the sender. */
  readonly notice?: Notice;
}

/** The server's answer to a draft: it is in the receiver's mailbox. */
export interface Receipt {
  readonly id: string;
  /** As the message's `at`. */
  readonly at: Millis;
  /** Whether the receiver – of a group, anybody else – is reading; false means that the message waits. */
  readonly online: boolean;
}

/** What became of one draft of several. */
export type Outcome = { readonly receipt: Receipt } | { readonly error: ErrorBody };
