import type { Millis } from '../../servers/protocol/units.ts';
import { TransportFault } from './fault.ts';

/** So long after an attempt was given up it may still reach the server, by a connection that was slow. */
const LATE_MS: Millis = 30_000;

/** How a client's attempts to receive go. Outlives attempts, transports and receivers. */
export interface Attempts {
  /** Failed in a row. */
  failures: number;
  /** When the next one is made; undefined while one is under way, and where none will be. */
  nextAt: Millis | undefined;
  /** When the last one ended that was not superseded, or a connection that was only sent over was given up. */
  endedAt: Millis;
}

export function newAttempts(): Attempts {
  return { failures: 0, nextAt: undefined, endedAt: -Infinity };
}

/**
 * What a fault means after the attempts before. The newest reader wins, and "newest" is what reaches the server last: an
 * attempt that this client itself has given up – to change the transport, say – may overtake the one that followed it. For
 * as long as that is possible, being superseded is nothing final.
 */
export function judge(fault: TransportFault, { endedAt }: Attempts, now: Millis): TransportFault {
  if (fault.code !== 'superseded' || now - endedAt > LATE_MS) return fault;
  const why = `${fault.message} It may be an earlier attempt of this client itself, that came late.`;
  return new TransportFault('retry', 'superseded', why, { cause: fault });
}
