import type { TransportName } from '../protocol/transport-name.ts';
import { longPolling } from './long-polling.ts';
import type { ServerTransport } from './server-transport.ts';
import { shortPolling } from './short-polling.ts';
import { websocket } from './websocket.ts';

/** Every transport the server speaks. Add yours here. */
export const serverTransports: Readonly<Record<TransportName, ServerTransport>> = {
  'short-polling': shortPolling,
  'long-polling': longPolling,
  websocket,
};
