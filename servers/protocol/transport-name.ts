/** The lab's transports, in the order in which they are shown. */
export const TRANSPORT_NAMES = ['short-polling', 'long-polling', 'websocket'] as const;
export type TransportName = (typeof TRANSPORT_NAMES)[number];
