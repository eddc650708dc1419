import type { Logger } from 'pino';
import { clocks } from './clock.ts';
import { Counters } from './counters.ts';
import { loggable } from './loggable.ts';
import type { Mailboxes } from './mailbox/mailboxes.ts';
import { createMemoryMailboxes } from './mailbox/memory-mailboxes.ts';
import type { ServerOptions } from './options.ts';
import { Delivery } from './parties/delivery.ts';
import { Parties } from './parties/parties.ts';

/** What routes and transports stand on; one of each per server. All that a server remembers is in here. */
export interface Services {
  readonly options: ServerOptions;
  readonly mailboxes: Mailboxes;
  readonly parties: Parties;
  readonly delivery: Delivery;
  readonly counters: Counters;
  readonly log: Logger;
  /** Stops their upkeep. */
  close(): Promise<void>;
}

export function createServices(options: ServerOptions, logger: Logger): Services {
  const log = logger.child({}, { serializers: { err: loggable } });
  const now = clocks[options.clock];
  const mailboxes = createMemoryMailboxes({
    retention: options.retention,
    now,
    isInUse: (box) => parties.isInUse(box),
    isClaimed: (box) => parties.isClaimed(box),
  });
  const parties = new Parties(mailboxes, options, now, log);
  const counters = new Counters();
  return {
    options,
    mailboxes,
    parties,
    delivery: new Delivery(mailboxes, parties, counters, options),
    counters,
    log,
    async close() {
      parties.close();
      await mailboxes.close();
    },
  };
}
