import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Bytes } from './protocol/units.ts';

/**
 * The sockets of a server, upgraded ones included, and the bytes that went over them and over those that have closed.
 * Node counts per socket; here it is only summed up when asked, so that a message pays nothing for it.
 */
export class OpenSockets {
  readonly #open = new Set<Socket>();
  #closedRead: Bytes = 0;
  #closedWritten: Bytes = 0;

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      // One that offered another protocol than this server speaks comes in twice.
      if (this.#open.has(socket)) return;
      this.#open.add(socket);
      socket.once('close', () => {
        this.#open.delete(socket);
        this.#closedRead += socket.bytesRead;
        this.#closedWritten += socket.bytesWritten;
      });
    });
  }

  get bytesRead(): Bytes {
    let sum: number = this.#closedRead;
    for (const socket of this.#open) sum += socket.bytesRead;
    return sum;
  }

  get bytesWritten(): Bytes {
    let sum: number = this.#closedWritten;
    for (const socket of this.#open) sum += socket.bytesWritten;
    return sum;
  }

  /** Resolves when none is open and each has told its owner; a server calls itself closed a moment before that. */
  async allClosed(): Promise<void> {
    await Promise.all([...this.#open].map((socket) => once(socket, 'close')));
  }

  /** Cuts them all. */
  destroy(): void {
    for (const socket of this.#open) socket.destroy();
  }
}
