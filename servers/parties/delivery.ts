import type { Counters } from '../counters.ts';
import { type Appended, type Mailboxes, MailboxesFullError, UnknownMailboxError } from '../mailbox/mailboxes.ts';
import type { ServerOptions } from '../options.ts';
import { type Address, parseAddress } from '../protocol/address.ts';
import { ProtocolError } from '../protocol/error-code.ts';
import type { Draft, Receipt } from '../protocol/message.ts';
import type { Bytes } from '../protocol/units.ts';
import type { Parties } from './parties.ts';
import type { Session } from './sessions.ts';

export interface Delivered {
  readonly receipt: Receipt;
  /** True where the sender had sent this id to this receiver before. */
  readonly repeated: boolean;
}

/** Takes what a session sends to the mailbox of whoever it is for. The same for every transport. */
export class Delivery {
  readonly #mailboxes: Mailboxes;
  readonly #parties: Parties;
  readonly #counters: Counters;
  readonly #maxBodyBytes: Bytes;

  constructor(
    mailboxes: Mailboxes,
    parties: Parties,
    counters: Counters,
    { maxBodyBytes }: Pick<ServerOptions, 'maxBodyBytes'>,
  ) {
    this.#mailboxes = mailboxes;
    this.#parties = parties;
    this.#counters = counters;
    this.#maxBodyBytes = maxBodyBytes;
  }

  /**
   * Appends one draft.
   *
   * @throws {ProtocolError} `too-many-requests`, `bad-request` for what is no address, `unknown-recipient`, `unknown-group`,
   * `not-a-member`, `too-large`, `overloaded`.
   */
  async send(sender: Session, draft: Draft): Promise<Delivered> {
    sender.takeSend();
    const { sessions, toys } = this.#parties;
    const box = sessions.addressOf(draft.to) ?? parseAddress(draft.to);
    if (box === null) throw new ProtocolError('bad-request', 'to: must be an address such as user:alice');
    if (draft.body.length * 3 > this.#maxBodyBytes && Buffer.byteLength(draft.body) > this.#maxBodyBytes) {
      throw new ProtocolError('too-large', `body: may be ${this.#maxBodyBytes} bytes`);
    }
    // As if it did not exist: whose toys there are is not everybody's business, nor what groups there are a toy's.
    if (!toys.mayMeet(sender.address, box)) throw new ProtocolError('unknown-recipient');
    try {
      const { appended, online } = isGroup(box)
        ? await this.#sendToGroup(sender.address, box, draft)
        : await this.#sendToOne(sender.address, box, draft);
      const { message, repeated } = appended;
      if (repeated) sender.giveSendBack();
      this.#counters.published += 1;
      return { receipt: { id: draft.id, at: message.at, online }, repeated };
    } catch (cause) {
      if (cause instanceof UnknownMailboxError) throw new ProtocolError('unknown-recipient', undefined, { cause });
      if (cause instanceof MailboxesFullError)
        throw new ProtocolError('overloaded', 'The mailboxes are full.', { cause });
      throw cause;
    }
  }

  async #sendToOne(from: Address, box: Address, { id, body, confirm }: Draft): Promise<Sent> {
    const { sessions, confirmations, notices } = this.#parties;
    const appended = await this.#mailboxes.append(box, { id, from, body });
    const online = sessions.isOnline(box);
    // Who writes to itself knows whether it is there.
    if (!appended.repeated && box !== from && (!online || confirm === true)) {
      confirmations.expect(box, appended, from, box);
      if (!online) await notices.send(from, { code: 'recipient-offline', party: box, to: box, ids: [id] });
    }
    return { appended, online };
  }

  async #sendToGroup(from: Address, box: Address, draft: Draft): Promise<Sent> {
    const { sessions, groups } = this.#parties;
    const appended = await groups.send(box, from, draft);
    const online = groups.members(box, from).some((member) => member !== from && sessions.isOnline(member));
    return { appended, online };
  }
}

interface Sent {
  readonly appended: Appended;
  readonly online: boolean;
}

function isGroup(address: Address): boolean {
  return address.startsWith('group:');
}
