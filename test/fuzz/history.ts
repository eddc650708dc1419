import type { Received } from '../../clients/core/receive.ts';
import type { Millis } from '../../servers/protocol/units.ts';

/** What became of something that was sent. */
export type Fate =
  { readonly kind: 'receipt'; readonly at: Millis } | { readonly kind: 'refusal'; readonly code: string };

/** Something that was sent. */
export interface Sent {
  /** Its place in the order of all that was sent in this world. */
  readonly ordinal: number;
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  /** Whether its sender wanted to hear when the receiver has it. */
  readonly confirm: boolean;
  /** How often the server had lost its memory when it was sent, and when its fate was known. */
  readonly lossesBefore: number;
  lossesAfter: number;
  /** Undefined while it is not known. */
  fate: Fate | undefined;
}

/** One party, and what each of its clients was given; a client goes on from where the one before it had come to. */
export interface PartyHistory {
  readonly address: string;
  readonly lives: readonly (readonly Received[])[];
}

/** All that happened in a world, for the guarantee to be held against. */
export interface History {
  readonly parties: readonly PartyHistory[];
  readonly group: { readonly address: string; readonly members: readonly string[] };
  readonly maxBodyBytes: number;
  /** In the order of sending. */
  readonly sent: readonly Sent[];
  /** When the server lost its memory, on the clock that stamps messages. */
  readonly losses: readonly Millis[];
}
