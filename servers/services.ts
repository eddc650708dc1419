import type { Logger } from 'pino';
import type { Counters } from './counters.ts';
import type { Mailboxes } from './mailbox/mailboxes.ts';
import type { ServerOptions } from './options.ts';
import type { Delivery } from './parties/delivery.ts';
import type { Parties } from './parties/parties.ts';

/** What routes and transports stand on; one of each per server. */
export interface Services {
  readonly options: ServerOptions;
  readonly mailboxes: Mailboxes;
  readonly parties: Parties;
  readonly delivery: Delivery;
  readonly counters: Counters;
  readonly log: Logger;
}
