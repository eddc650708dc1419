import type { Logger } from 'pino';
import type { ServerOptions } from './options.ts';
import type { ServerSettings } from './protocol/server-order.ts';
import { type LabServer, startServer } from './server.ts';
import { createServices, type Services } from './services.ts';

/** A server that can go away and come back with all that it remembers. */
export class RestartableServer {
  readonly url: string;
  readonly #log: Logger;
  readonly #services: Services;
  #options: ServerOptions;
  #server: LabServer;

  private constructor(server: LabServer, options: ServerOptions, services: Services, log: Logger) {
    this.url = server.url;
    this.#server = server;
    // Where any port would do, from now on only this one does.
    this.#options = { ...options, port: Number(new URL(server.url).port) };
    this.#services = services;
    this.#log = log;
  }

  /** @throws where it can't listen, as {@link startServer}. */
  static async start(options: ServerOptions, log: Logger): Promise<RestartableServer> {
    const services = createServices(options, log);
    try {
      return new RestartableServer(await startServer(options, log, services), options, services, log);
    } catch (failure) {
      await services.close();
      throw failure;
    }
  }

  /** Sends everybody off, and listens no more. */
  goAway(): Promise<void> {
    return this.#server.close();
  }

  /** @throws where it can't listen any more, as {@link startServer}. */
  async comeBack({ holdMs, heartbeatMs, pongMs, keepMessages }: ServerSettings): Promise<void> {
    // To come back it must be away.
    await this.goAway();
    const { retention, ...options } = this.#options;
    this.#options = {
      ...options,
      holdMs: holdMs ?? options.holdMs,
      heartbeatMs: heartbeatMs ?? options.heartbeatMs,
      pongMs: pongMs ?? options.pongMs,
      retention: { ...retention, maxMessages: keepMessages ?? retention.maxMessages },
    };
    this.#server = await startServer(this.#options, this.#log, this.#services);
  }

  async close(): Promise<void> {
    await this.#server.close();
    await this.#services.close();
  }
}
