import { TRANSPORT_LABELS, type TransportName } from '../../../servers/protocol/transport-name.ts';
import { defineWords } from './define-words.ts';

/** How the transports are called in a sentence. */
export const transportWords = defineWords<Readonly<Record<TransportName, string>>>(TRANSPORT_LABELS, {
  'short-polling': '短轮询',
  'long-polling': '长轮询',
  websocket: 'WebSocket',
});
