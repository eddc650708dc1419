import type { Address } from './address.ts';
import type { TransportName } from './transport-name.ts';
import type { Millis } from './units.ts';

/**
 * Whether a party is there, and how the server knows. `open`: it holds a line of this transport open, over which it reads.
 * `recent`: it has none, but read so lately that it may be about to come back. `gone`: neither.
 */
export type Sign =
  | { readonly state: 'open' | 'recent'; readonly transport: TransportName; readonly agoMs: Millis }
  | { readonly state: 'gone' };

export interface PartyPresence {
  readonly address: Address;
  /** Whether it is reading, or so lately that it may be about to come back. */
  readonly online: boolean;
  readonly sign: Sign;
}

/** What an open line, or the last of one, is a sign of; then comes how long ago. */
const SIGNS: Readonly<Record<TransportName, Readonly<Record<'open' | 'recent', string>>>> = {
  'short-polling': { open: 'poll asked', recent: 'last poll' },
  'long-polling': { open: 'poll held, asked', recent: 'last poll' },
  websocket: { open: 'socket open, last sign of life', recent: 'socket closed' },
};

/** A sign as a person reads it: `socket open, last sign of life 3 s ago`. */
export function signText(sign: Sign): string {
  if (sign.state === 'gone') return 'not seen lately';
  return `${SIGNS[sign.transport][sign.state]} ${Math.round(sign.agoMs / 1000)} s ago`;
}
