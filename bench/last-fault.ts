import type { Party } from './arms/arm.ts';

/** What last went wrong for the first of them that tells, to be put behind a sentence; empty where nothing did. */
export function lastFaultOf(parties: readonly Party[]): string {
  const fault = parties.map(({ lastFault }) => lastFault).find((each) => typeof each === 'string');
  return fault === undefined ? '' : `; what last went wrong: ${fault}`;
}
