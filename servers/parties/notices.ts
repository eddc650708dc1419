import type { Logger } from 'pino';
import { type Entry, type Mailboxes, MailboxesFullError, UnknownMailboxError } from '../mailbox/mailboxes.ts';
import type { Address } from '../protocol/address.ts';
import { type Notice, noticeText, SYSTEM } from '../protocol/notice.ts';

/**
 * Puts what the server itself has to say into mailboxes, as messages like any other: they come in order with the rest,
 * over whichever transport, and wait for who is away.
 */
export class Notices {
  readonly #mailboxes: Mailboxes;
  readonly #log: Logger;
  #made = 0;

  constructor(mailboxes: Mailboxes, log: Logger) {
    this.#mailboxes = mailboxes;
    this.#log = log;
  }

  /** A notice as a mailbox takes it, with an id that no other notice has. */
  entry(notice: Notice): Entry {
    this.#made += 1;
    return { id: `n${this.#made.toString(36)}`, from: SYSTEM, body: noticeText(notice), notice };
  }

  /** What is said to a mailbox that is full or gone is not kept: there is nobody to hear it, or no room for it. */
  async send(box: Address, notice: Notice): Promise<void> {
    try {
      await this.#mailboxes.append(box, this.entry(notice));
    } catch (failure) {
      if (!(failure instanceof MailboxesFullError || failure instanceof UnknownMailboxError)) throw failure;
      this.#log.warn({ notice: notice.code, reason: failure.code }, 'a notice was not taken');
    }
  }
}
