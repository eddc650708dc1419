import type { Page } from './protocol/page.ts';
import { TRANSPORT_NAMES, type TransportName } from './protocol/transport-name.ts';

/** What one transport has done since the server started. */
export class TransportCounter {
  /** Requests to read, or upgrades, that were let in. */
  requests = 0;
  /** Pages given out that held no message. */
  emptyPages = 0;
  /** Pages given out that held messages, or announced a gap. */
  fullPages = 0;
  /** Messages in them; one that was asked for twice counts twice. */
  messages = 0;

  countPage(page: Page): void {
    if (page.kind === 'empty') {
      this.emptyPages += 1;
      return;
    }
    this.fullPages += 1;
    if (page.kind === 'messages') this.messages += page.messages.length;
  }
}

/**
 * Plain numbers that the hot paths add to. A labelled Prometheus counter costs as much as the mailbox itself; these are
 * handed to Prometheus when it asks.
 */
export class Counters {
  readonly transports: Readonly<Record<TransportName, TransportCounter>>;
  /** Drafts taken, over any transport. */
  published = 0;
  /** Pings sent to sockets. */
  pings = 0;

  constructor() {
    const entries = TRANSPORT_NAMES.map((name) => [name, new TransportCounter()] as const);
    this.transports = Object.fromEntries(entries) as Record<TransportName, TransportCounter>;
  }
}
