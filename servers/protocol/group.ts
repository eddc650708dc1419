import type { Address } from './address.ts';

/** A group as anybody may see it. */
export interface GroupListing {
  readonly address: Address;
  /** How many are in it. */
  readonly members: number;
  /** Whether the asker is. */
  readonly member: boolean;
}

/** A group as its members see it. */
export interface Membership {
  readonly address: Address;
  /** In the order of joining. */
  readonly members: readonly Address[];
}
