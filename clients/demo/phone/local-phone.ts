import type { TransportName } from '../../../servers/protocol/transport-name.ts';
import type { Position } from '../../../servers/protocol/cursor.ts';
import type { Client, ClientOptions, ClientSettings } from '../../core/client.ts';
import type { Identity } from '../../core/credentials.ts';
import { TransportFault } from '../../core/fault.ts';
import type { Visibility } from '../../core/ports.ts';
import { unixNow } from '../unix-now.ts';
import { HideSwitch } from './hide-switch.ts';
import { type DirectoryCalls, type Phone, type PhoneEvent, PhoneFault, type PhoneOptions } from './phone.ts';
import { StatusReports } from './status-reports.ts';

/** Makes the client of whoever signs in. */
export type ClientFactory = (options: ClientOptions & { readonly visibility: Visibility }) => Client;

/**
 * A phone whose client runs right here.
 *
 * @param page Whether the page it is in can be seen; left out where there is none.
 * @example
 * createLocalPhone('chat-a', createClient, pageVisibility); // both of clients/browser.ts
 */
export function createLocalPhone(name: string, createClient: ClientFactory, page?: Visibility): Phone {
  return new LocalPhone(name, createClient, page);
}

class LocalPhone implements Phone {
  readonly name: string;
  readonly #createClient: ClientFactory;
  readonly #hiding: HideSwitch;
  readonly #listeners = new Set<(event: PhoneEvent) => void>();
  /** Of whoever is signed in, or about to be. */
  #client: Client | undefined;
  /** While somebody is signed in. */
  #reports: StatusReports | undefined;
  /** Signing in and out come one after the other, however they are called. */
  #turn: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(name: string, createClient: ClientFactory, page: Visibility | undefined) {
    this.name = name;
    this.#createClient = createClient;
    this.#hiding = new HideSwitch(page);
  }

  signIn(identity: Identity, options: PhoneOptions): Promise<void> {
    return this.#inTurn(() => this.#signIn(identity, options));
  }

  signOut(): Promise<void> {
    return this.#inTurn(() => this.#signOut());
  }

  use(transport: TransportName): Promise<void> {
    return faultsOfPhone(async () => this.#signedIn().use(transport));
  }

  configure(settings: Partial<ClientSettings>): Promise<void> {
    return faultsOfPhone(async () => this.#signedIn().configure(settings));
  }

  async hide(isHidden: boolean): Promise<void> {
    this.#hiding.turn(isHidden);
  }

  async send(to: string, body: string, id: string, confirm?: boolean): Promise<void> {
    const client = this.#signedIn();
    this.#tell({ kind: 'sending', at: unixNow(), id, to, body });
    void this.#publish(client, to, body, confirm === undefined ? { id } : { id, confirm });
  }

  look<Name extends keyof DirectoryCalls>(
    name: Name,
    ...args: Parameters<DirectoryCalls[Name]>
  ): ReturnType<DirectoryCalls[Name]> {
    return faultsOfPhone(async () => {
      const { directory } = this.#signedIn();
      const call = directory[name] as (...given: readonly unknown[]) => Promise<unknown>;
      return call.apply(directory, args);
    }) as ReturnType<DirectoryCalls[Name]>;
  }

  listen(listener: (event: PhoneEvent) => void): () => void {
    this.#listeners.add(listener);
    this.#reports?.start();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#reports?.stop();
    };
  }

  close(): void {
    this.#isClosed = true;
    this.#listeners.clear();
    this.#reports?.stop();
    void this.#client?.close();
  }

  async #signIn(identity: Identity, { from, ...options }: PhoneOptions): Promise<void> {
    await this.#signOut();
    if (this.#isClosed) throw new PhoneFault('closed', 'this phone was closed');
    const client = this.#createClient({
      ...identity,
      ...options,
      now: unixNow,
      trace: (event) => this.#tell({ kind: 'trace', at: event.at, event }),
      visibility: this.#hiding,
    });
    this.#client = client;
    try {
      await client.signIn();
    } catch (failure) {
      this.#client = undefined;
      await client.close();
      throw failure;
    }
    const address = `${identity.kind ?? 'user'}:${identity.user.normalize('NFC')}`;
    this.#tell({ kind: 'signed-in', at: unixNow(), address, transport: options.transport });
    this.#reports = new StatusReports(client, (status) => this.#tell({ kind: 'status', at: unixNow(), status }));
    if (this.#listeners.size > 0) this.#reports.start();
    void this.#receive(client, from);
  }

  async #signOut(): Promise<void> {
    const client = this.#client;
    if (client === undefined) return;
    this.#client = undefined;
    this.#reports?.stop();
    this.#reports = undefined;
    await client.close();
    this.#tell({ kind: 'signed-out', at: unixNow() });
  }

  async #receive(client: Client, from: Position | undefined): Promise<void> {
    try {
      for await (const item of client.receive(undefined, from)) this.#tell({ kind: 'received', at: unixNow(), item });
    } catch (failure) {
      const { code, message } = toPhoneFault(failure);
      this.#tell({ kind: 'gave-up', at: unixNow(), code, message });
    }
  }

  async #publish(client: Client, to: string, body: string, options: { id: string; confirm?: boolean }): Promise<void> {
    const { id } = options;
    try {
      const receipt = await client.publish(to, body, options);
      this.#tell({ kind: 'stored', at: unixNow(), id, receipt });
    } catch (failure) {
      const { code, message } = toPhoneFault(failure);
      this.#tell({ kind: 'refused', at: unixNow(), id, code, message });
    }
  }

  /** @throws {PhoneFault} where nobody is. */
  #signedIn(): Client {
    if (this.#client === undefined) throw new PhoneFault('unknown-session', 'Nobody is signed in on this phone.');
    return this.#client;
  }

  #inTurn(act: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(() => faultsOfPhone(act));
    this.#turn = done.catch(() => {});
    return done;
  }

  #tell(event: PhoneEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

async function faultsOfPhone<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (failure) {
    throw toPhoneFault(failure);
  }
}

/** @throws what is no fault of the client's: a mistake in the program. */
function toPhoneFault(failure: unknown): PhoneFault {
  if (failure instanceof PhoneFault) return failure;
  if (!(failure instanceof TransportFault)) throw failure;
  return new PhoneFault(failure.code, failure.message, { cause: failure });
}
