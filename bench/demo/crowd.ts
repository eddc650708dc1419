import type { LabState } from '../../clients/demo/lab/lab-frames.ts';
import type { Client } from '../../clients/core/client.ts';
import { TransportFault } from '../../clients/core/fault.ts';
import { fullJitter, type RetryPolicy } from '../../clients/core/retry-policy.ts';
import { createClient } from '../../clients/node.ts';
import type { TransportName } from '../../servers/protocol/transport-name.ts';

export interface CrowdOptions {
  /** Where its clients find the server. */
  readonly url: string;
  /** Begins their names, which must be free. */
  readonly prefix: string;
  readonly size: number;
  readonly transport: TransportName;
  readonly jitter: boolean;
}

/** Long enough at first to see whether they come together; at last as long as anybody wants to watch. */
const BACKOFF = { baseMs: 1000, capMs: 4000 };

/** Backs off likewise, but everybody alike, and takes no advice of the server, which would have spread them. */
const inStep: RetryPolicy = {
  delayMs: (attempt) => Math.min(BACKOFF.capMs, BACKOFF.baseMs * 2 ** attempt),
};

/** Clients that do nothing but receive. */
export class Crowd {
  readonly #options: CrowdOptions;
  readonly #clients: readonly Client[];
  #connected = 0;

  /** @param changed Told when {@link state} is another. */
  constructor(options: CrowdOptions, changed: () => void) {
    const { url, prefix, size, transport, jitter } = options;
    this.#options = options;
    const policy = jitter ? { retry: fullJitter(BACKOFF) } : { retry: inStep, random: () => 0 };
    this.#clients = Array.from({ length: size }, (_, i) =>
      createClient({ url, user: `${prefix}${i + 1}`, transport, ...policy }),
    );
    for (const client of this.#clients) {
      client.observeState((state, before) => {
        if (state === 'live') this.#connected += 1;
        if (before === 'live') this.#connected -= 1;
        if (state === 'live' || before === 'live') changed();
      });
      void receiveAll(client);
    }
  }

  get state(): LabState['crowd'] {
    const { size, transport, jitter } = this.#options;
    return { size, connected: this.#connected, transport, jitter };
  }

  /** Sends them home. */
  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
  }
}

/** Until it is closed, or gives up: then it is one less that is connected. */
async function receiveAll(client: Client): Promise<void> {
  try {
    for await (const _ of client.receive());
  } catch (failure) {
    if (!(failure instanceof TransportFault)) throw failure;
  }
}
