import type { TransportName } from '../../servers/protocol/transport-name.ts';
import { createLongPolling } from './long-polling.ts';
import { createShortPolling } from './short-polling.ts';
import type { ClientTransport, TransportContext } from './transport.ts';
import { createWebSocket } from './websocket.ts';

/** Every transport the client speaks. Add yours here. */
export const clientTransports: Readonly<Record<TransportName, (context: TransportContext) => ClientTransport>> = {
  'short-polling': createShortPolling,
  'long-polling': createLongPolling,
  websocket: createWebSocket,
};
