import type { IncomingMessage } from 'node:http';
import { networkInterfaces } from 'node:os';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
const ANY = new Set(['0.0.0.0', '::']);

/**
 * Which pages may speak to the server. A browser names the origin of the page with everything that could change something,
 * and any page can have it connect to this machine; so only pages that the server itself is the origin of, and those that
 * were allowed by name, are let in. Compared with a list and not with `Host:`, which a page with a name of its own for this
 * machine chooses itself. What names no origin is no page, and needs a token like everybody.
 */
export class Origins {
  readonly #allowed: Set<string>;
  readonly #own = new Set<string>();

  /** @param allowed Origins such as `https://lab.example`, exactly as a browser names them. */
  constructor(allowed: readonly string[]) {
    this.#allowed = new Set(allowed);
  }

  /** Allows the origins under which a server that listens there is its own. */
  allowOwn(host: string, port: number): void {
    const hosts = ANY.has(host) ? [...LOOPBACK, ...ownAddresses()] : [inUrl(host)];
    if (LOOPBACK.includes(inUrl(host))) hosts.push(...LOOPBACK);
    for (const each of hosts) this.#own.add(new URL(`http://${each}:${port}`).origin);
  }

  /** The origins under which the server is its own. */
  get own(): readonly string[] {
    return [...this.#own];
  }

  /** Whether a request was sent to the server under an address of its own, and not by way of somebody in front of it. */
  isOwnHost({ headers: { host } }: IncomingMessage): boolean {
    return host !== undefined && this.#own.has(`http://${host}`);
  }

  isAllowed({ headers: { origin } }: IncomingMessage): boolean {
    return origin === undefined || this.#own.has(origin) || this.#allowed.has(origin);
  }
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses = []) =>
    // The zone of a link-local address is not part of an origin.
    addresses.map(({ address }) => inUrl(address.replace(/%.*$/, ''))),
  );
}

function inUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
