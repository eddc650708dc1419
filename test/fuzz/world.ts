import { inspect } from 'node:util';
import { pino } from 'pino';
import { Link } from '../../bench/link/link.ts';
import type { Client } from '../../clients/core/client.ts';
import { TransportFault } from '../../clients/core/fault.ts';
import { fullJitter } from '../../clients/core/retry-policy.ts';
import type { TraceEvent } from '../../clients/core/trace.ts';
import { clocks } from '../../servers/clock.ts';
import { DEFAULT_SERVER_OPTIONS, type ServerOptions } from '../../servers/options.ts';
import { type Address, parseAddress } from '../../servers/protocol/address.ts';
import { type LabServer, startServer } from '../../servers/server.ts';
import { createServices, type Services } from '../../servers/services.ts';
import { eventually } from '../harness/eventually.ts';
import { leftovers } from '../harness/leftovers.ts';
import type { History, Sent } from './history.ts';
import { Party, type PartySettings } from './party.ts';
import { type Action, GROUP, MAX_BODY_BYTES, type Name, NAMES, paddingOf, type Plan, randomOf } from './plan.ts';

const SETTINGS: ServerOptions = {
  ...DEFAULT_SERVER_OPTIONS,
  port: 0,
  // Fine enough to tell what was stamped before a loss of memory from what was stamped after it.
  clock: 'monotonic',
  holdMs: 250,
  heartbeatMs: 100,
  pongMs: 100,
  maxBodyBytes: MAX_BODY_BYTES,
  sessionIdleMs: 300,
  presenceGraceMs: 50,
  reconnectSpreadMs: 20,
  shutdownMs: 60,
};

/** Within this all is well again, unless something is wrong – or the machine has no time at all. */
const SETTLE_MS = 20_000;

/** Is told of everything that goes over the wire of a world's clients. */
export type WorldTrace = (name: Name, event: TraceEvent) => void;

/** A server without memory of its own, three parties, each behind a link of its own, and what happens to them. */
export class World {
  readonly #plan: Plan;
  readonly #options: ServerOptions;
  readonly #trace: WorldTrace | undefined;
  readonly #now = clocks[SETTINGS.clock];
  readonly #errors: string[] = [];
  readonly #log = pino({ level: 'error' }, { write: (line: string) => void this.#errors.push(line) });
  readonly #sent: Sent[] = [];
  readonly #losses: number[] = [];
  readonly #parties = new Map<Name, Party>();
  #services: Services;
  #server: LabServer | undefined;
  /** Resolves when the server that was asked for last is there. */
  #restarted: Promise<void> = Promise.resolve();

  /** Whoever makes one closes it, whatever has become of it. */
  constructor(plan: Plan, trace?: WorldTrace) {
    this.#plan = plan;
    this.#options = { ...SETTINGS, maxSends: plan.maxSends };
    this.#trace = trace;
    this.#services = createServices(this.#options, this.#log);
  }

  /** Starts the server, lets the parties in, and waits until all are receiving. */
  async begin(): Promise<void> {
    await this.#populate();
    this.#server = await startServer(this.#options, this.#log, this.#services);
    for (const name of NAMES) {
      const link = await Link.start(this.#server.url);
      this.#parties.set(name, new Party(this.#settingsOf(name, link), this.#plan.transports[name], link));
    }
    await eventually(() => this.#requireAllLive(), SETTLE_MS);
  }

  get history(): History {
    return {
      parties: this.#all().map(({ address, lives }) => ({ address, lives })),
      group: { address: GROUP, members: this.#members() },
      maxBodyBytes: MAX_BODY_BYTES,
      sent: this.#sent,
      losses: this.#losses,
    };
  }

  do(action: Action): void {
    if (action.kind === 'restart') {
      this.#restarted = this.#restarted.then(() => this.#restart(action));
      return;
    }
    const party = this.#parties.get(action.party)!;
    switch (action.kind) {
      case 'send':
        party.inTurn(async () => {
          for (let i = 0; i < action.count; i += 1) this.#send(party, action);
        });
        break;
      case 'sign out and in':
        party.inTurn(() => party.begin(action.transport));
        break;
      case 'use':
        party.inTurn(async () => party.client.use(action.transport));
        break;
      case 'stop':
        party.inTurn(() => party.stop());
        break;
      case 'leave':
        party.leave(action.afterItems);
        break;
      case 'start':
        party.inTurn(async () => party.start());
        break;
      case 'slow':
        party.perItemMs = action.perItemMs;
        break;
      case 'cut':
        party.link.cut();
        break;
      case 'half-close':
        party.link.halfClose();
        break;
      case 'stall':
        party.link.stall(action.forMs);
        break;
      case 'black hole':
        party.blackHole(action.forMs, action.isCutAfterwards);
        break;
      case 'lose answers':
        party.loseAnswers(action.count, action.holding);
        break;
    }
  }

  /**
   * Undoes all faults, and waits until everybody has everything.
   *
   * @throws {Error} that says what is still missing after a long while.
   */
  async settle(): Promise<void> {
    for (const party of this.#all()) party.heal();
    await this.#restarted;
    await Promise.all(this.#all().map((party) => party.idle));
    for (const party of this.#all()) await party.startAnew();
    await eventually(() => this.#requireSettled(), SETTLE_MS);
  }

  /**
   * Ends everything.
   *
   * @throws {Error} where something is left over: a waiter, a held poll, a socket, an error in the server's log.
   */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    const step = async (end: () => Promise<unknown>): Promise<void> => {
      try {
        await end();
      } catch (failure) {
        failures.push(failure);
      }
    };
    await step(() => this.#restarted);
    for (const party of this.#all()) await step(() => party.close());
    if (this.#server !== undefined) {
      const server = this.#server;
      await step(() => eventually(() => requireNothing(leftovers(server), 'on the server'), SETTLE_MS));
      await step(() => server.close());
    }
    for (const party of this.#all()) {
      await step(() =>
        eventually(() => requireNothing({ connections: party.connections }, `of ${party.name}'s`), SETTLE_MS),
      );
      await step(() => party.link.close());
    }
    await step(() => this.#services.close());
    if (this.#errors.length > 0) failures.push(new Error(`the server logged: ${this.#errors.join('')}`));
    if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('\n'));
  }

  /** Gives a server without memory the group, and its members their mailboxes; the others come by themselves. */
  async #populate(): Promise<void> {
    const { mailboxes, parties } = this.#services;
    const [maker, ...others] = this.#members();
    for (const member of this.#members()) await mailboxes.open(member);
    const group = parseAddress(GROUP)!;
    await parties.groups.make(group, maker!);
    for (const other of others) await parties.groups.join(group, other);
  }

  async #restart({ keepsMemory, isAbrupt }: Extract<Action, { kind: 'restart' }>): Promise<void> {
    if (isAbrupt) for (const { link } of this.#all()) link.cut();
    await this.#server?.close();
    if (!keepsMemory) {
      await this.#services.close();
      this.#losses.push(this.#now());
      this.#services = createServices(this.#options, this.#log);
      await this.#populate();
    }
    const server = await startServer(this.#options, this.#log, this.#services);
    this.#server = server;
    for (const { link } of this.#all()) link.target = new URL(server.url);
  }

  #settingsOf(user: Name, { url }: Link): PartySettings {
    const trace = this.#trace;
    return {
      url,
      user,
      pollIntervalMs: 15,
      holdMs: SETTINGS.holdMs,
      // Longer than the server makes somebody wait who asks for the same for the fifth time.
      answerTimeoutMs: 600,
      retry: fullJitter({ baseMs: 5, capMs: 50 }),
      random: randomOf(this.#plan, user),
      ...(trace === undefined ? {} : { trace: (event) => trace(user, event) }),
    };
  }

  #send(party: Party, { to, size, confirm }: Extract<Action, { kind: 'send' }>): void {
    const ordinal = this.#sent.length + 1;
    const id = `m${ordinal}`;
    const body = `${party.name} says ${ordinal}${paddingOf(size)}`;
    const losses = this.#losses.length;
    const { address: from } = party;
    const sent: Sent = {
      ordinal,
      id,
      from,
      to,
      body,
      confirm,
      lossesBefore: losses,
      lossesAfter: losses,
      fate: undefined,
    };
    this.#sent.push(sent);
    const settle = (fate: Sent['fate']): void => {
      sent.lossesAfter = this.#losses.length;
      sent.fate = fate;
    };
    party.client.publish(to, body, { id, confirm }).then(
      ({ at }) => settle({ kind: 'receipt', at }),
      (failure: unknown) =>
        settle({ kind: 'refusal', code: failure instanceof TransportFault ? failure.code : inspect(failure) }),
    );
  }

  async #requireAllLive(): Promise<void> {
    for (const { name, client } of this.#all()) {
      if (client.status.state !== 'live') throw new Error(`${name} is not live: ${describe(client)}`);
    }
  }

  async #requireSettled(): Promise<void> {
    for (const party of this.#all()) party.requireWell();
    for (const { from, id, fate } of this.#sent) {
      if (fate !== undefined) continue;
      const { client } = this.#all().find(({ address }) => address === from)!;
      throw new Error(`${from}'s ${id} has neither receipt nor refusal: ${describe(client)}`);
    }
    await this.#requireAllLive();
    const { mailboxes, parties } = this.#services;
    for (const { address, client } of this.#all()) {
      if (parties.confirmations.isAwaited(address))
        throw new Error(`${address} has not confirmed all: ${describe(client)}`);
      const { cursor } = await mailboxes.read(address, 'end', { limit: 1 });
      if (client.status.position !== cursor) throw new Error(`${address} is not at ${cursor}: ${describe(client)}`);
    }
  }

  #members(): Address[] {
    return this.#plan.members.map((name) => parseAddress(`user:${name}`)!);
  }

  #all(): Party[] {
    return [...this.#parties.values()];
  }
}

function requireNothing(left: Readonly<Record<string, number>>, where: string): void {
  if (Object.values(left).some((count) => count !== 0)) throw new Error(`left ${where}: ${JSON.stringify(left)}`);
}

function describe({ status }: Client): string {
  return JSON.stringify(status);
}
