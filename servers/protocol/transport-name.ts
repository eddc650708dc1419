/** The lab's transports, in the order in which they are shown, and how they are called in a sentence. */
export const TRANSPORT_LABELS = {
  'short-polling': 'short polling',
  'long-polling': 'long polling',
  websocket: 'WebSocket',
} as const;

export type TransportName = keyof typeof TRANSPORT_LABELS;

export const TRANSPORT_NAMES = Object.keys(TRANSPORT_LABELS) as readonly TransportName[];
