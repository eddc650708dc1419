import { expect } from '@jest/globals';
import { pino } from 'pino';
import { DEFAULT_SERVER_OPTIONS, type ServerOptions } from '../../servers/options.ts';
import { type LabServer, startServer } from '../../servers/server.ts';
import { cleanUp } from './clean-up.ts';
import { eventually } from './eventually.ts';
import { leftovers } from './leftovers.ts';

export interface Lab extends LabServer {
  /** Every line it logged at level `error` or above. A test that means to provoke some takes them out. */
  readonly errors: unknown[];
}

export type LabOptions = Partial<Omit<ServerOptions, 'retention'>> & {
  readonly retention?: Partial<ServerOptions['retention']>;
};

/**
 * Starts a server in this process, on a free port. After the test it is shut down, and the test fails where anything is
 * left: a waiter, a held poll, a socket, an error in its log.
 */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const errors: unknown[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => errors.push(JSON.parse(line)) });
  const server = await startServer(
    {
      ...DEFAULT_SERVER_OPTIONS,
      port: 0,
      maxSends: Infinity,
      ...options,
      retention: { ...DEFAULT_SERVER_OPTIONS.retention, ...options.retention },
    },
    log,
  );
  cleanUp(async () => {
    await server.close();
    expect(errors).toEqual([]);
    expect(leftovers(server)).toEqual({ watching: 0, held: 0, sockets: 0 });
  });
  return { ...server, errors };
}

/** Waits until nobody holds anything open on the server. */
export async function nobodyHolds(server: LabServer): Promise<void> {
  await eventually(() => expect(leftovers(server)).toEqual({ watching: 0, held: 0, sockets: 0 }));
}
