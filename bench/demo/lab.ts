import { randomBytes } from 'node:crypto';
import { CLASS_LINK, CROWD, type LabCommand, type LabState, PHONES } from '../../clients/demo/lab/lab-frames.ts';
import type { WireEvent } from '../../clients/demo/wire/wire-event.ts';
import type { ServerSettings } from '../../servers/protocol/server-order.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import { tooManyConnections } from '../open-files.ts';
import { ArrivalWatcher } from './arrival-watcher.ts';
import { Crowd } from './crowd.ts';
import { DemoServer } from './demo-server.ts';
import { LabLine } from './lab-line.ts';
import { Turns } from './turns.ts';
import { PhoneTap } from './wire/phone-tap.ts';

/** Of a client of the crowd, in this process: its own, and the two of its connection through the link. */
const SOCKETS_EACH = 3;

/** What two hundred phones need, which is as many as a group may have; each that somebody else takes costs memory here. */
const MOST_CLASS_CONNECTIONS = 1500;

/** Who wants to know what happens in a lab. None of it may throw. */
export interface LabListener {
  /** {@link Lab.state} is another. */
  changed(): void;
  /** On the link of a phone. */
  wire(event: WireEvent): void;
  /** On the line of the class. */
  classWire(event: WireEvent): void;
  /** An attempt of the crowd to read has reached the server; Unix time. */
  arrived(at: Millis): void;
}

export interface LabOptions {
  /** TCP port of the server; 0 takes a free one. */
  readonly port: number;
  /** Addresses of this machine under which a class may come in, at the same port; null where there is no class. */
  readonly classHosts: readonly string[] | null;
  readonly settings: Required<ServerSettings>;
  /** WebSocket URL of the controls, which the page is to find. */
  readonly controls: string;
}

interface Lines {
  readonly phones: readonly LabLine[];
  readonly crowd: LabLine;
  readonly class: readonly LabLine[] | null;
}

/** The server, a link for each phone and one for the crowd, and all that can be done to them. */
export class Lab {
  readonly #phones: readonly LabLine[];
  readonly #crowdLine: LabLine;
  /** One for each address; null where there is no class. */
  readonly #classLines: readonly LabLine[] | null;
  readonly #secret: string | null;
  readonly #server: DemoServer;
  readonly #listener: LabListener;
  /** One crowd after the other. */
  readonly #gatherings = new Turns();
  #crowd: Crowd | undefined;
  #crowds = 0;

  private constructor(lines: Lines, server: DemoServer, secret: string | null, listener: LabListener) {
    this.#secret = secret;
    this.#phones = lines.phones;
    this.#crowdLine = lines.crowd;
    this.#classLines = lines.class;
    this.#server = server;
    this.#listener = listener;
  }

  /** @throws {Error} where the server does not come to listen, or a class can't come in where it should. */
  static async start({ port, classHosts, settings, controls }: LabOptions, listener: LabListener): Promise<Lab> {
    const changed = (): void => listener.changed();
    const tap = (name: string): PhoneTap => new PhoneTap(name, (event) => listener.wire(event));
    const started: LabLine[] = [];
    const start = async (...args: Parameters<typeof LabLine.start>): Promise<LabLine> => {
      const line = await LabLine.start(...args);
      started.push(line);
      return line;
    };
    const startTapped = (shared: PhoneTap, at: Parameters<typeof LabLine.start>[3] = {}): Promise<LabLine> =>
      start(shared.phone, () => shared.watch(), changed, at);
    const startForClass = (host: string): Promise<LabLine> =>
      startTapped(classTap, { host, port, maxConnections: MOST_CLASS_CONNECTIONS });
    const classTap = new PhoneTap(CLASS_LINK, (event) => listener.classWire(event));
    try {
      const lines: Lines = {
        phones: await Promise.all(PHONES.map((name) => startTapped(tap(name)))),
        crowd: await start(CROWD, () => new ArrivalWatcher((at) => listener.arrived(at)), changed),
        class: classHosts === null ? null : await Promise.all(classHosts.map((host) => startForClass(host))),
      };
      const secret = classHosts === null ? null : randomBytes(18).toString('base64url');
      const origins = started.map(({ url }) => url);
      const server = await DemoServer.start({ port, settings, controls, secret, origins }, changed);
      for (const line of started) line.aim(server.url);
      return new Lab(lines, server, secret, listener);
    } catch (failure) {
      await Promise.all(started.map((line) => line.close()));
      throw failure;
    }
  }

  /** Of the server itself, where the page is. */
  get url(): string {
    return this.#server.url;
  }

  get state(): LabState {
    return {
      phones: this.#phones.map(({ state }) => state),
      server: this.#server.state,
      crowd: this.#crowd?.state ?? null,
      class: this.#class,
    };
  }

  /**
   * Resolves when it is done.
   *
   * @throws {Error} where it can't be.
   */
  async obey(command: LabCommand): Promise<void> {
    switch (command.do) {
      case 'shape':
        for (const line of this.#named(command.phones)) line.shape(command.shape);
        break;
      case 'unplug':
        for (const line of this.#named(command.phones)) line.unplug();
        break;
      case 'plug':
        for (const line of this.#named(command.phones)) line.plug();
        break;
      case 'reset':
        for (const line of this.#named(command.phones)) line.reset();
        break;
      case 'lose-answer':
        for (const line of this.#named(command.phones)) line.loseAnswer();
        break;
      case 'heal':
        for (const line of this.#named(command.phones)) line.heal();
        break;
      case 'stall':
        for (const line of this.#named(command.phones)) line.stall(command.forMs);
        break;
      case 'restart':
        await this.#server.restart(command.memory, command.downMs ?? 0, command.settings ?? {});
        break;
      case 'crowd':
        await this.#gather(command);
        break;
      case 'time':
        break;
    }
  }

  /** Undoes what was done to the links, and sends the crowd home. */
  async heal(): Promise<void> {
    for (const line of this.#all()) line.heal();
    await this.#gather(null);
  }

  async close(): Promise<void> {
    // First, so that nobody waits for an answer that can't come.
    await Promise.all(this.#all().map((line) => line.close()));
    await this.#gather(null);
    await this.#server.close();
  }

  #gather(asked: Extract<LabCommand, { do: 'crowd' }> | null): Promise<void> {
    return this.#gatherings.do(async () => {
      const tooMany = tooManyConnections(SOCKETS_EACH * (asked?.size ?? 0), 'the size of the crowd');
      if (tooMany !== null) throw new Error(tooMany);
      await this.#crowd?.close();
      this.#crowd = undefined;
      if (asked !== null && asked.size > 0) {
        const { size, transport, jitter } = asked;
        this.#crowds += 1;
        const { url } = this.#crowdLine;
        const options = { url, prefix: `crowd-${this.#crowds}-`, size, transport, jitter };
        this.#crowd = new Crowd(options, () => this.#listener.changed());
      }
      this.#listener.changed();
    });
  }

  #all(): readonly LabLine[] {
    return [...this.#phones, this.#crowdLine, ...(this.#classLines ?? [])];
  }

  get #class(): LabState['class'] {
    const lines = this.#classLines;
    if (lines === null || this.#secret === null) return null;
    return {
      urls: lines.map(({ url }) => url),
      secret: this.#secret,
      isUnplugged: lines.some(({ state }) => state.isUnplugged),
    };
  }

  #named(names: readonly string[] | undefined): readonly LabLine[] {
    return names === undefined ? this.#all() : this.#all().filter(({ name }) => names.includes(name));
  }
}
