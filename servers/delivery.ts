import type { Counters } from './counters.ts';
import { type Mailboxes, MailboxesFullError, UnknownMailboxError } from './mailbox/mailboxes.ts';
import type { ServerOptions } from './options.ts';
import { parseAddress } from './protocol/address.ts';
import { ProtocolError } from './protocol/error-code.ts';
import type { Draft, Receipt } from './protocol/message.ts';
import type { Bytes } from './protocol/units.ts';
import type { Session, Sessions } from './sessions.ts';

export interface Delivered {
  readonly receipt: Receipt;
  /** True where the sender had sent this id to this receiver before. */
  readonly repeated: boolean;
}

/** Takes what a session sends to the mailbox of whoever it is for. The same for every transport. */
export class Delivery {
  readonly #mailboxes: Mailboxes;
  readonly #sessions: Sessions;
  readonly #counters: Counters;
  readonly #maxBodyBytes: Bytes;

  constructor(
    mailboxes: Mailboxes,
    sessions: Sessions,
    counters: Counters,
    { maxBodyBytes }: Pick<ServerOptions, 'maxBodyBytes'>,
  ) {
    this.#mailboxes = mailboxes;
    this.#sessions = sessions;
    this.#counters = counters;
    this.#maxBodyBytes = maxBodyBytes;
  }

  /**
   * Appends one draft.
   *
   * @throws {ProtocolError} `too-many-requests`, `bad-request` for what is no address, `unknown-recipient`, `too-large`,
   * `overloaded`.
   */
  async send(sender: Session, { id, to, body }: Draft): Promise<Delivered> {
    sender.takeSend();
    const box = this.#sessions.addressOf(to) ?? parseAddress(to);
    if (box === null) throw new ProtocolError('bad-request', 'to: must be an address such as user:alice');
    if (body.length * 3 > this.#maxBodyBytes && Buffer.byteLength(body) > this.#maxBodyBytes) {
      throw new ProtocolError('too-large', `body: may be ${this.#maxBodyBytes} bytes`);
    }
    try {
      const { message, repeated } = await this.#mailboxes.append(box, { id, from: sender.address, body });
      if (repeated) sender.giveSendBack();
      this.#counters.published += 1;
      return { receipt: { id, at: message.at, online: this.#sessions.isOnline(box) }, repeated };
    } catch (cause) {
      if (cause instanceof UnknownMailboxError) throw new ProtocolError('unknown-recipient', undefined, { cause });
      if (cause instanceof MailboxesFullError)
        throw new ProtocolError('overloaded', 'The mailboxes are full.', { cause });
      throw cause;
    }
  }
}
