import { TRANSPORT_LABELS, TRANSPORT_NAMES, type TransportName } from '../../servers/protocol/transport-name.ts';
import type { Client, ClientSettings } from '../core/client.ts';
import type { Identity } from '../core/credentials.ts';
import { TransportFault } from '../core/fault.ts';
import type { TraceEvent } from '../core/trace.ts';
import { createClient } from '../node.ts';
import { partyOf } from './party-of.ts';
import type { Terminal } from './terminal.ts';
import { groupLines, messageText, nameOf, noticeLines, presenceLines, statusLines, traceText } from './words.ts';

export interface ChatOptions extends Partial<ClientSettings> {
  readonly url: string;
  readonly identity: Identity;
  readonly transport: TransportName;
  /** Whom to talk to. */
  readonly to: string | undefined;
  readonly trace: boolean;
}

const HELP = [
  '/to NAME          talk to somebody else; toy:NAME, group:NAME',
  `/use TRANSPORT    ${TRANSPORT_NAMES.join(', ')}; nothing is lost by it`,
  '/status           how the connection stands',
  '/trace            show what goes over the wire, or stop it',
  '/who              who is online, and how the server knows',
  '/follow           be told when that changes',
  '/groups, /join NAME, /leave NAME',
  '/pair NAME        get a toy, and its key; /toys lists yours',
  '/quit',
];

/** A chat in the terminal, until it is left; gives back what ended it, where that was no free will. */
export async function chat(options: ChatOptions, terminal: Terminal): Promise<TransportFault | undefined> {
  const session = new Chat(options, terminal);
  return session.run();
}

class Chat {
  readonly #terminal: Terminal;
  readonly #client: Client;
  readonly #me: string;
  readonly #commands: ReadonlyMap<string, (argument: string) => Promise<void> | void>;
  #to: string | undefined;
  #isTracing: boolean;
  #fault: TransportFault | undefined;

  constructor({ identity, to, trace, ...options }: ChatOptions, terminal: Terminal) {
    this.#terminal = terminal;
    this.#to = to;
    this.#isTracing = trace;
    this.#me = `${identity.kind ?? 'user'}:${identity.user}`;
    this.#client = createClient({ ...identity, ...options, trace: (event) => this.#trace(event) });
    const { directory } = this.#client;
    this.#commands = new Map<string, (argument: string) => Promise<void> | void>([
      ['to', (name) => this.#talkTo(partyOf(name))],
      ['use', (name) => this.#use(name)],
      ['status', () => this.#say(...statusLines(this.#client.status))],
      ['trace', () => this.#toggleTrace()],
      ['who', async () => this.#say(...presenceLines(await directory.presence()))],
      ['follow', () => directory.followPresence()],
      ['groups', async () => this.#say(...groupLines(await directory.groups()))],
      ['join', async (name) => this.#joined((await directory.joinGroup(name)).members)],
      ['leave', (name) => directory.leaveGroup(name)],
      ['pair', async (name) => this.#paired(name, (await directory.pairToy(name)).key)],
      ['toys', async () => this.#say(...presenceLines(await directory.toys()))],
      ['help', () => this.#say(...HELP)],
      ['quit', () => this.#terminal.close()],
    ]);
  }

  async run(): Promise<TransportFault | undefined> {
    const { status } = this.#client;
    this.#say(`you are ${nameOf(this.#me)}, on ${TRANSPORT_LABELS[status.transport]}; /help says what you can do`);
    this.#client.observeState((state) => {
      if (state === 'waiting')
        this.#say(`no connection: ${this.#client.status.lastFault?.message ?? ''}; trying again`);
    });
    const receiving = this.#receive();
    try {
      if (this.#to !== undefined) await this.#attempt(() => this.#talkTo(this.#to!));
      for await (const line of this.#terminal.lines()) await this.#attempt(() => this.#do(line.trim()));
    } finally {
      await this.#client.close();
      await receiving;
    }
    return this.#fault;
  }

  async #receive(): Promise<void> {
    try {
      for await (const item of this.#client.receive()) {
        if (item.kind === 'gap') this.#say(`some messages were lost (${item.reason})`);
        else if (item.message.notice === undefined) this.#terminal.print(messageText(item.message), 'bold');
        else this.#say(...noticeLines(item.message.notice));
      }
    } catch (fault) {
      if (!(fault instanceof TransportFault)) throw fault;
      this.#fault = fault;
      this.#terminal.close();
    }
  }

  /** What the server refuses, or can't be read, is said, and the chat goes on. */
  async #attempt(act: () => Promise<void> | void): Promise<void> {
    try {
      await act();
    } catch (failure) {
      if (!(failure instanceof Error)) throw failure;
      this.#terminal.print(`✗ ${failure.message}`, 'red');
    }
  }

  #do(line: string): Promise<void> | void {
    if (line === '') return undefined;
    if (!line.startsWith('/')) return this.#publish(line);
    const [name = '', argument = ''] = line.slice(1).split(/\s+/);
    const command = this.#commands.get(name);
    if (command === undefined) throw new Error(`there is no /${name}; /help lists what there is`);
    return command(argument);
  }

  #publish(body: string): void {
    if (this.#to === undefined) throw new Error('to whom? /to NAME, or /help');
    const to = this.#to;
    // Not awaited: while one message waits for the server the next can be typed, and they keep their order.
    void this.#attempt(async () => {
      const { online } = await this.#client.publish(to, body, { confirm: true });
      this.#say(`✓ stored for ${nameOf(to)}${online ? '' : ', who is not reading'}`);
    });
  }

  async #talkTo(address: string): Promise<void> {
    this.#to = address;
    const name = /^group:(.*)/.exec(address)?.[1];
    if (name !== undefined) this.#joined(await this.#makeOrJoin(name));
    this.#say(`what you write goes to ${nameOf(address)}`);
  }

  async #makeOrJoin(name: string): Promise<readonly string[]> {
    const { directory } = this.#client;
    try {
      return (await directory.joinGroup(name)).members;
    } catch (failure) {
      if (!(failure instanceof TransportFault) || failure.code !== 'unknown-group') throw failure;
      return (await directory.makeGroup(name)).members;
    }
  }

  #use(name: string): void {
    const transport = TRANSPORT_NAMES.find((known) => known === name);
    if (transport === undefined) throw new Error(`there is no transport ${name}: ${TRANSPORT_NAMES.join(', ')}`);
    this.#client.use(transport);
    this.#say(`now on ${TRANSPORT_LABELS[transport]}`);
  }

  #joined(members: readonly string[]): void {
    this.#say(`in it: ${members.map((member) => nameOf(member)).join(', ')}`);
  }

  #paired(name: string, key: string): void {
    this.#say(`the toy signs in with: transport-lab chat --toy ${name} --key ${key} --to ${nameOf(this.#me)}`);
    this.#say(`and you talk to it with: /to toy:${name}`);
  }

  #toggleTrace(): void {
    this.#isTracing = !this.#isTracing;
    this.#say(this.#isTracing ? 'showing what goes over the wire' : 'not showing it any more');
  }

  #trace(event: TraceEvent): void {
    if (this.#isTracing) this.#terminal.print(`${timeOfDay()} ${traceText(event)}`, 'dim');
  }

  #say(...lines: readonly string[]): void {
    for (const line of lines.length === 0 ? ['none'] : lines) this.#terminal.print(`· ${line}`, 'cyan');
  }
}

function timeOfDay(): string {
  return new Date().toISOString().slice(11, 23);
}
