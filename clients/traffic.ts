import type { Socket } from 'node:net';
import type { Bytes } from '../servers/protocol/units.ts';

/** What went over a client's sockets, headers and frames included: over those that have closed and those that are open. */
export class Traffic {
  readonly #open = new Set<Socket>();
  #closedUp: Bytes = 0;
  #closedDown: Bytes = 0;
  /** Connections opened. */
  connections = 0;
  /** HTTP requests sent; an upgrade is one. */
  requests = 0;

  /** Connections that are open now. */
  get openConnections(): number {
    return this.#open.size;
  }

  /** From the client to the server. */
  get bytesUp(): Bytes {
    let sum: number = this.#closedUp;
    for (const socket of this.#open) sum += socket.bytesWritten;
    return sum;
  }

  /** From the server to the client. */
  get bytesDown(): Bytes {
    let sum: number = this.#closedDown;
    for (const socket of this.#open) sum += socket.bytesRead;
    return sum;
  }

  /** Counts a socket from now until it closes; once, however often it is given. */
  watch(socket: Socket): void {
    if (this.#open.has(socket)) return;
    this.connections += 1;
    this.#open.add(socket);
    socket.once('close', () => {
      this.#open.delete(socket);
      this.#closedUp += socket.bytesWritten;
      this.#closedDown += socket.bytesRead;
    });
  }
}
