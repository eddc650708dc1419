import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Millis } from '../protocol/units.ts';

/** Most requests of one connection that may wait for their answers: many more than anybody pipelines. */
const MAX_UNANSWERED = 16;

interface Connection {
  /** In the order of their requests. An answer that was given leaves when the kernel has it. */
  readonly unanswered: Set<ServerResponse>;
  /** The answer that was on its way at the last look, where its connection took no more of it. */
  stuck: ServerResponse | undefined;
}

/**
 * What waits for its answer on each connection. Node keeps any number of answers that are not their turn yet, or that
 * nobody reads, for as long as the connection lasts; here they are bounded in number and in time.
 */
export class Connections {
  readonly #open = new Map<Duplex, Connection>();
  readonly #upkeep: NodeJS.Timeout;

  /** @param slowReaderMs A connection that does not take an answer for so long, or at most twice as long, is cut. */
  constructor(slowReaderMs: Millis) {
    this.#upkeep = setInterval(() => this.#cutStuck(), slowReaderMs).unref();
  }

  /** Counts a request until it is answered. False where its connection had too many already: it was cut. */
  admit({ socket }: IncomingMessage, res: ServerResponse): boolean {
    const { unanswered } = this.#open.get(socket) ?? this.#add(socket);
    if (unanswered.size >= MAX_UNANSWERED) {
      socket.destroy();
      return false;
    }
    unanswered.add(res);
    res.once('close', () => unanswered.delete(res));
    return true;
  }

  /** Requests of this connection that wait for their answers. */
  unanswered(socket: Duplex): number {
    return this.#open.get(socket)?.unanswered.size ?? 0;
  }

  close(): void {
    clearInterval(this.#upkeep);
  }

  #add(socket: Duplex): Connection {
    const connection: Connection = { unanswered: new Set(), stuck: undefined };
    this.#open.set(socket, connection);
    socket.once('close', () => {
      this.#open.delete(socket);
      // Node tells only the answer whose turn it is; those behind it never had the socket and would wait on.
      for (const res of connection.unanswered) if (res.socket === null) res.emit('close');
    });
    return connection;
  }

  #cutStuck(): void {
    for (const [socket, connection] of this.#open) {
      const [first] = connection.unanswered;
      const stuck = socket.writableLength > 0 ? first : undefined;
      if (stuck !== undefined && stuck === connection.stuck) socket.destroy();
      connection.stuck = stuck;
    }
  }
}
