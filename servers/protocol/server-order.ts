import type { Millis } from './units.ts';

/** Flags of a server that can be set anew while it is away; what is left out stays as it is. */
export interface ServerSettings {
  readonly holdMs?: Millis;
  readonly heartbeatMs?: Millis;
  readonly pongMs?: Millis;
  /** Messages kept for each mailbox. */
  readonly keepMessages?: number;
}

/**
 * What the program that started a server can tell it, over the IPC channel between the two. `go-away`: it sends everybody off
 * and listens no more; `come-back`: it listens where it did, with all that it remembers.
 */
export type ServerOrder =
  { readonly order: 'go-away' } | { readonly order: 'come-back'; readonly settings: ServerSettings };

/** What the server answers when that is done, or could not be. */
export type OrderOutcome = { readonly done: true } | { readonly failed: string };

/** Variable in the environment of a server that reserves a name, `NAME:PASSWORD`: what others on the machine don't see, as they see a command line. */
export const RESERVE_VARIABLE = 'TRANSPORT_LAB_RESERVE';
