import type { Link } from '../../bench/link/link.ts';
import type { Client } from '../../clients/core/client.ts';
import type { Received } from '../../clients/core/receive.ts';
import { createClient, type NodeClientOptions } from '../../clients/node.ts';
import { Traffic } from '../../clients/traffic.ts';
import { type Address, parseAddress } from '../../servers/protocol/address.ts';
import type { Position } from '../../servers/protocol/cursor.ts';
import type { TransportName } from '../../servers/protocol/transport-name.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import { eventually } from '../harness/eventually.ts';
import type { Name } from './plan.ts';

/** Within this a name must be free again. */
const SIGN_IN_MS: Millis = 10_000;

export type PartySettings = Omit<NodeClientOptions, 'transport'> & { readonly user: Name };

/** One who sends and receives in a world: a client after the other, behind the same link. */
export class Party {
  readonly name: Name;
  readonly address: Address;
  readonly link: Link;
  /** What each client was given and has dealt with. */
  readonly lives: Received[][] = [];
  /** How long dealing with something takes. */
  perItemMs: Millis = 0;
  client: Client;
  readonly #settings: PartySettings;
  #receiving: Promise<void> | undefined;
  #stopping = new AbortController();
  /** How many more items it deals with before it goes away. */
  #itemsLeft = Infinity;
  #broken: unknown;
  #turn: Promise<void> = Promise.resolve();
  #toLose = 0;
  #hole: ReturnType<typeof setTimeout> | undefined;
  readonly #traffic = new Traffic();

  constructor(settings: PartySettings, transport: TransportName, link: Link) {
    this.name = settings.user;
    this.address = parseAddress(`user:${this.name}`)!;
    this.link = link;
    this.#settings = settings;
    this.client = this.#newClient(transport);
    this.start();
  }

  /** Has `act` done when all that was asked for before is done. */
  inTurn(act: () => Promise<void>): void {
    this.#turn = this.#turn.then(act).catch((failure: unknown) => void (this.#broken ??= failure));
  }

  /** Resolves when all that was asked for is done. */
  get idle(): Promise<void> {
    return this.#turn;
  }

  /** Receives, unless it does already. */
  start(from?: Position): void {
    if (this.#receiving !== undefined) return;
    this.#stopping = new AbortController();
    this.#itemsLeft = Infinity;
    this.#receiving = this.#receive(from)
      .catch((failure: unknown) => (this.#broken ??= failure))
      .then(() => (this.#receiving = undefined));
  }

  /** Ends receiving, having dealt with what is at hand. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#receiving;
  }

  /** Deals with so many items more, and goes away in the middle of the next; that one is to come again. */
  leave(afterItems: number): void {
    if (this.#receiving !== undefined) this.#itemsLeft = afterItems;
  }

  /** Signs out, and in as a new client that goes on where the old one was. */
  async begin(transport: TransportName): Promise<void> {
    await this.stop();
    const { position } = this.client.status;
    await this.client.close();
    this.client = this.#newClient(transport);
    // A sign-out that the server has not heard of leaves the name taken until the session is over.
    await eventually(() => this.client.signIn(), SIGN_IN_MS);
    this.start(position);
  }

  /** As {@link start}, whatever it is doing. */
  async startAnew(): Promise<void> {
    if (this.#itemsLeft !== Infinity) await this.stop();
    this.start();
  }

  /** @throws what ended its receiving without having been asked to, or what it could not do. */
  requireWell(): void {
    if (this.#broken !== undefined) throw new Error(`${this.name} gave up`, { cause: this.#broken });
  }

  /** Connections that its clients have open. */
  get connections(): number {
    return this.#traffic.openConnections;
  }

  blackHole(forMs: Millis, isCutAfterwards: boolean): void {
    clearTimeout(this.#hole);
    this.link.blackHole();
    this.#hole = setTimeout(() => {
      this.#hole = undefined;
      this.link.heal();
      if (isCutAfterwards) this.link.cut();
    }, forMs);
  }

  /** Has the connection reset instead, the next so many times that the server says something that holds this text. */
  loseAnswers(count: number, holding: string): void {
    this.#toLose = count;
    this.link.inspectAnswer = (bytes) => {
      if (this.#toLose === 0 || !bytes.includes(holding)) return 'pass';
      this.#toLose -= 1;
      return 'cut';
    };
  }

  /** Undoes what was done to its link and its handler. */
  heal(): void {
    this.perItemMs = 0;
    this.#toLose = 0;
    if (this.#hole === undefined) return;
    clearTimeout(this.#hole);
    this.link.heal();
    this.link.cut();
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.stop();
    await this.client.close();
  }

  #newClient(transport: TransportName): Client {
    this.lives.push([]);
    return createClient({ ...this.#settings, transport, traffic: this.#traffic });
  }

  async #receive(from: Position | undefined): Promise<void> {
    const life = this.lives.at(-1)!;
    for await (const item of this.client.receive(this.#stopping.signal, from)) {
      if (this.perItemMs > 0) await new Promise((resolve) => setTimeout(resolve, this.perItemMs));
      if (this.#itemsLeft === 0) return;
      this.#itemsLeft -= 1;
      life.push(item);
    }
  }
}
