import type { TransportName } from '../../servers/protocol/transport-name.ts';
import { longPolling } from './long-polling.ts';
import { shortPolling } from './short-polling.ts';
import type { TransportTheory } from './transport-theory.ts';
import { websocket } from './websocket.ts';

/** What theory knows of every transport. Add yours here. */
export const theories: Readonly<Record<TransportName, TransportTheory>> = {
  'short-polling': shortPolling,
  'long-polling': longPolling,
  websocket,
};
