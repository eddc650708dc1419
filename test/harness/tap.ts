import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { cleanUp } from './clean-up.ts';

/** One connection that went through a {@link Tap}. */
export interface Tapped {
  /** All that came from the client so far, and from the server. */
  readonly up: Buffer;
  readonly down: Buffer;
}

/** A relay of bare TCP that keeps every byte that passes. */
export interface Tap {
  readonly url: string;
  /** In the order in which they were opened. */
  readonly connections: readonly Tapped[];
}

/** Puts a tap in front of a server; it is gone after the test. */
export async function startTap(target: string): Promise<Tap> {
  const { hostname, port } = new URL(target);
  const connections: Tapped[] = [];
  const sockets = new Set<net.Socket>();
  const listener = net.createServer({ noDelay: true }, (client) => {
    const server = net.connect({ host: hostname, port: Number(port), noDelay: true });
    const tapped = { up: Buffer.alloc(0), down: Buffer.alloc(0) };
    connections.push(tapped);
    client.on('data', (bytes) => (tapped.up = Buffer.concat([tapped.up, bytes])));
    server.on('data', (bytes) => (tapped.down = Buffer.concat([tapped.down, bytes])));
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      // What breaks one side breaks the other.
      from.on('error', () => {});
      from.once('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  cleanUp(async () => {
    listener.close();
    for (const socket of sockets) socket.destroy();
    await once(listener, 'close');
  });
  return { url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`, connections };
}
