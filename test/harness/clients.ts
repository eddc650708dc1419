import type { Client } from '../../clients/core/client.ts';
import type { Received } from '../../clients/core/receive.ts';
import { createClient, type NodeClientOptions } from '../../clients/node.ts';
import type { Message } from '../../servers/protocol/message.ts';
import { cleanUp } from './clean-up.ts';
import { Recorder } from './recorder.ts';

/** A client that is closed after the test. */
export function openClient(options: NodeClientOptions): Client {
  const client = createClient({ pollIntervalMs: 20, ...options });
  cleanUp(() => client.close());
  return client;
}

/** What a client receives, recorded; and how its receiving ended. */
export interface Receiving {
  readonly items: Recorder<Received>;
  /** Settles when receiving has ended. */
  readonly ended: Promise<void>;
  /** Ends receiving, and waits until it has. */
  stop(): Promise<void>;
}

export function startReceiving(client: Client, from?: Parameters<Client['receive']>[1]): Receiving {
  const items = new Recorder<Received>();
  const controller = new AbortController();
  const ended = (async () => {
    for await (const item of client.receive(controller.signal, from)) items.put(item);
  })();
  // Whoever cares awaits it; a test that does not must not fail for a rejection it expects.
  ended.catch(() => {});
  return {
    items,
    ended,
    stop: () => {
      controller.abort();
      return ended;
    },
  };
}

/** Waits for `count` messages in all, and gives every message received so far. */
export async function messages({ items }: Receiving, count: number, timeoutMs?: number): Promise<Message[]> {
  await items.until((all) => messagesOf(all).length >= count, `${count} messages`, timeoutMs);
  return messagesOf(items.all);
}

/** Those that somebody sent; what the server itself says of who is online depends on who is quicker. */
export function messagesOf(items: readonly Received[]): Message[] {
  return items.flatMap((item) => (item.kind === 'message' && item.message.notice === undefined ? [item.message] : []));
}
