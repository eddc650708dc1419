import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import type { Millis } from '../../servers/protocol/units.ts';
import { now } from '../clock.ts';
import { Histogram } from '../histogram.ts';
import type { Random } from '../random.ts';
import { Agenda } from './agenda.ts';
import { Channel, type Medium, reset } from './channel.ts';
import type { LineWatcher } from './line-watcher.ts';
import { isPlain, type LinkShape, PLAIN } from './shape.ts';

export interface LinkOptions {
  readonly shape?: LinkShape;
  /** Address to listen on. Default 127.0.0.1. */
  readonly host?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** Connections at a time; more are closed at once. Default: any number. */
  readonly maxConnections?: number;
  /** Where jitter comes from. Default: `Math.random`. */
  readonly random?: Random;
  /** Called for each new connection; what it gives back watches that one. Default: nobody watches. */
  readonly watch?: () => LineWatcher;
}

/**
 * A stretch of network between clients and a server, as a TCP relay: delay, jitter and bandwidth for each direction of
 * each connection, and faults on command. It delays bytes, not packets: nothing is lost on the way but by a fault, and
 * there is no slow start. The round trip of a TCP handshake is charged to the connection's first bytes. It listens on
 * loopback unless it is told to let others in; who breaks connections is always this machine's doing.
 */
export class Link implements Medium {
  readonly #listener: net.Server;
  readonly #lines = new Set<Line>();
  readonly random: Random;
  /** Where new connections go; its host and port count. */
  target: URL;
  shape: LinkShape;
  stalledUntilMs: Millis = 0;
  #isBlackHole = false;
  #agenda: Agenda | undefined;
  #error = Histogram.empty();
  /**
   * Looks at what the server sends before it is on its way; `cut` resets the connection instead, which is what losing an
   * answer looks like. Default: everything passes.
   */
  inspectAnswer: (bytes: Buffer) => 'pass' | 'cut' = () => 'pass';

  private constructor(target: URL, { shape = PLAIN, random = Math.random, watch }: LinkOptions) {
    this.target = target;
    this.shape = shape;
    this.random = random;
    // Its thread takes a while to start: where it is sure to be needed, now.
    if (!isPlain(shape)) this.#agenda = this.agenda;
    this.#listener = net.createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      const server = net.connect({
        host: this.target.hostname.replaceAll(/^\[|\]$/g, ''),
        port: Number(this.target.port || 80),
        allowHalfOpen: true,
        noDelay: true,
      });
      const line = new Line(client, server, this, this.#isBlackHole, watch?.());
      this.#lines.add(line);
      client.once('close', () => this.#lines.delete(line));
    });
  }

  /** @param target The server's URL. */
  static async start(target: string, options: LinkOptions = {}): Promise<Link> {
    const link = new Link(new URL(target), options);
    if (options.maxConnections !== undefined) link.#listener.maxConnections = options.maxConnections;
    link.#listener.listen(options.port ?? 0, options.host ?? '127.0.0.1');
    await once(link.#listener, 'listening');
    return link;
  }

  get url(): string {
    const { address, family, port } = this.#listener.address() as AddressInfo;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  }

  /** What is held up, and for how long. A link that has held up nothing yet has none, nor its thread. */
  get agenda(): Agenda {
    return (this.#agenda ??= new Agenda(() => this.#error));
  }

  /** Connections that pass through it. */
  get connections(): number {
    return this.#lines.size;
  }

  /** By how much it missed the times it was asked for, since this was last taken. */
  takeError(): Histogram {
    const taken = this.#error;
    this.#error = Histogram.empty();
    return taken;
  }

  /** Resets every connection. */
  cut(): void {
    for (const line of this.#lines) line.reset();
  }

  /** From now on nothing passes and nothing is closed: what an unplugged cable looks like. */
  blackHole(): void {
    this.#isBlackHole = true;
    for (const line of this.#lines) line.lose();
  }

  /** New connections pass again; those that fell into the hole stay there. */
  heal(): void {
    this.#isBlackHole = false;
  }

  /** Holds everything for so long; then it passes, in order. */
  stall(forMs: Millis): void {
    this.stalledUntilMs = now() + forMs;
  }

  /** Tells every client that the server has nothing more to say; what they say still arrives. */
  halfClose(): void {
    for (const line of this.#lines) line.halfClose();
  }

  async close(): Promise<void> {
    const closed = once(this.#listener, 'close');
    this.#listener.close();
    this.cut();
    await closed;
    await this.#agenda?.stop();
  }
}

/** One connection through the link. */
class Line {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #up: Channel;
  readonly #down: Channel;
  #watcher: LineWatcher | undefined;
  #isLost = false;
  #endedBy: Parameters<LineWatcher['closed']>[0] | undefined;

  constructor(client: Socket, server: Socket, link: Link, isLost: boolean, watcher: LineWatcher | undefined) {
    this.#client = client;
    this.#server = server;
    this.#up = new Channel(client, server, link, link.shape.rttMs, isLost, watcher?.left.bind(watcher, 'up'));
    this.#down = new Channel(server, client, link, 0, isLost, watcher?.left.bind(watcher, 'down'));
    if (watcher !== undefined) this.#watch(watcher);
    if (isLost) this.#tellLost();
    // What broke one side breaks the other: each `close` is passed on.
    client.on('error', ignore);
    server.on('error', ignore);
    client.on('data', (bytes) => {
      this.#watcher?.entered('up', bytes);
      this.#up.send(bytes);
    });
    server.on('data', (bytes) => {
      this.#watcher?.entered('down', bytes);
      if (link.inspectAnswer(bytes) === 'pass') this.#down.send(bytes);
      else this.reset();
    });
  }

  reset(): void {
    this.#endedBy ??= 'link';
    this.#tellClosed();
    reset(this.#client);
    reset(this.#server);
  }

  lose(): void {
    this.#up.lose();
    this.#down.lose();
    this.#tellLost();
  }

  halfClose(): void {
    this.#down.finish();
  }

  #watch(watcher: LineWatcher): void {
    this.#watcher = watcher;
    const ended = (by: 'client' | 'server'): void => {
      this.#endedBy ??= by;
      if (this.#isLost) this.#tellClosed();
    };
    for (const event of ['end', 'close'] as const) {
      this.#client.once(event, () => ended('client'));
      this.#server.once(event, () => ended('server'));
    }
    this.#client.once('close', () => this.#tellClosed());
  }

  #tellLost(): void {
    this.#isLost = true;
    this.#watcher?.lost('up');
    this.#watcher?.lost('down');
  }

  /** Once; nothing is told afterwards. */
  #tellClosed(): void {
    this.#watcher?.closed(this.#endedBy!);
    this.#watcher = undefined;
  }
}

function ignore(): void {}
