import { once } from 'node:events';
import net from 'node:net';
import { cleanUp } from './clean-up.ts';

/** A TCP relay in front of a server, that can be made to fail. */
export interface Relay {
  readonly url: string;
  /** Called with what the server sends, before it is passed on; gives back what to pass on, or `cut` to reset the line. */
  onAnswer: (bytes: Buffer) => Buffer | 'cut';
  /** From now on nothing passes and nothing is closed: what an unplugged cable looks like. */
  readonly blackHole: () => void;
  /** New connections pass again; those that fell into the hole stay there. */
  readonly heal: () => void;
  /** Resets every connection. */
  readonly cut: () => void;
}

export async function startRelay(target: string): Promise<Relay> {
  const { hostname, port } = new URL(target);
  const lines = new Set<Line>();
  let isBlackHole = false;
  const listener = net.createServer({ allowHalfOpen: true }, (client) => {
    const server = net.connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    const line = new Line(client, server, (bytes) => relay.onAnswer(bytes));
    line.isLost = isBlackHole;
    lines.add(line);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const cut = (): void => {
    for (const line of lines) line.reset();
    lines.clear();
  };
  const relay: Relay = {
    url: `http://127.0.0.1:${(listener.address() as net.AddressInfo).port}`,
    onAnswer: (bytes) => bytes,
    blackHole() {
      isBlackHole = true;
      for (const line of lines) line.isLost = true;
    },
    heal() {
      isBlackHole = false;
    },
    cut,
  };
  cleanUp(async () => {
    cut();
    listener.close();
    await once(listener, 'close');
  });
  return relay;
}

/** One connection through the relay. */
class Line {
  /** Whether it is in the black hole. */
  isLost = false;
  readonly #client: net.Socket;
  readonly #server: net.Socket;

  constructor(client: net.Socket, server: net.Socket, onAnswer: Relay['onAnswer']) {
    this.#client = client;
    this.#server = server;
    this.#pass(client, server, (bytes) => bytes);
    this.#pass(server, client, onAnswer);
  }

  reset(): void {
    this.#client.resetAndDestroy();
    this.#server.resetAndDestroy();
  }

  #pass(from: net.Socket, to: net.Socket, change: Relay['onAnswer']): void {
    from.setNoDelay(true);
    from.on('error', () => {});
    from.on('data', (bytes) => {
      if (this.isLost) return;
      const changed = change(bytes);
      if (changed === 'cut') this.reset();
      else to.write(changed);
    });
    from.on('end', () => {
      if (!this.isLost) to.end();
    });
    from.on('close', () => {
      if (!this.isLost) to.destroy();
    });
  }
}
