import type { TransportEntry } from './transport-contract.ts';

/** Every transport, for the contract. Add yours here. */
export const transportEntries: readonly TransportEntry[] = [
  { name: 'short-polling', holdsALine: false },
  { name: 'long-polling', holdsALine: true },
  { name: 'websocket', holdsALine: true },
];
