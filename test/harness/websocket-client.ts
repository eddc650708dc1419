import { expect, jest } from '@jest/globals';
import { Client, type ClientOptions } from '../../clients/core/client.ts';
import type { TransportFault } from '../../clients/core/fault.ts';
import { fullJitter } from '../../clients/core/retry-policy.ts';
import { formatCursor } from '../../servers/protocol/cursor.ts';
import { cleanUp } from './clean-up.ts';
import { startReceiving } from './clients.ts';
import { FakePorts, type Opened } from './fake-ports.ts';

export const hello = { type: 'hello', heartbeatMs: 10_000, silenceMs: 15_000 } as const;
export const empty = { type: 'page', kind: 'empty', cursor: formatCursor('e', 0) } as const;
/** A client of WebSocket on {@link FakePorts}; the test's fake timers are its clock. */
export function startWebSocketClient(options: Partial<ClientOptions> = {}) {
  const ports = new FakePorts();
  const faults: TransportFault[] = [];
  const retry = {
    delayMs(attempt: number, fault: TransportFault) {
      faults.push(fault);
      return fullJitter().delayMs(attempt, fault, () => 1);
    },
  };
  const client = new Client(ports, { user: 'bob', transport: 'websocket', retry, random: () => 0, ...options });
  cleanUp(() => client.close());
  const advance = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);
  return { ports, client, faults, advance };
}

/** A client that receives, on a socket that has said hello. */
export async function connectedWebSocketClient(options: Partial<ClientOptions> = {}) {
  const started = startWebSocketClient(options);
  const receiving = startReceiving(started.client);
  await started.advance(0);
  const socket = started.ports.sockets.all[0]!;
  socket.say(hello);
  socket.say(empty);
  await started.advance(0);
  expect(started.client.status.state).toBe('live');
  const newest = (): Opened => started.ports.sockets.all.at(-1)!;
  return { ...started, receiving, socket, newest };
}
