import type { Logger } from 'pino';
import type { Counters } from './counters.ts';
import type { Delivery } from './delivery.ts';
import type { Mailboxes } from './mailbox/mailboxes.ts';
import type { ServerOptions } from './options.ts';
import type { Sessions } from './sessions.ts';

/** What routes and transports stand on; one of each per server. */
export interface Services {
  readonly options: ServerOptions;
  readonly mailboxes: Mailboxes;
  readonly sessions: Sessions;
  readonly delivery: Delivery;
  readonly counters: Counters;
  readonly log: Logger;
}
