import { figuresOf } from './figures.ts';
import type { Finding } from './result.ts';
import { addCompleteness, addTallies, type Tally } from './tally.ts';
import type { Traces } from './traces.ts';
import type { Reason } from './validity.ts';

/** A round as it was measured, and whether it counts. */
export interface JudgedRound {
  readonly transport: string;
  /** From 1. */
  readonly round: number;
  readonly tally: Tally;
  readonly traces: Traces;
  /** Why it does not count; empty for one that does. */
  readonly reasons: readonly Reason[];
}

/**
 * What is found of a transport in its rounds: figures from those that count, completeness from all of them – a message
 * that was lost is not made good by leaving its round out.
 *
 * @param needed Rounds that must count for the finding to be valid.
 */
export function summarise(transport: string, rounds: readonly JudgedRound[], needed: number): Finding {
  const counted = rounds.filter(({ reasons }) => reasons.length === 0);
  const completeness = addCompleteness(rounds.map(({ tally }) => tally.completeness));
  const invalidBecause: string[] = [];
  if (completeness.lost > 0) invalidBecause.push(`${completeness.lost} of ${completeness.sent} messages were lost`);
  else
    invalidBecause.push(
      ...new Set(rounds.flatMap(({ reasons }) => reasons.filter((reason) => isLoss(reason))).map(({ text }) => text)),
    );
  if (counted.length < needed) {
    invalidBecause.push(`${counted.length} of ${rounds.length} rounds count, at least ${needed} must`);
    // Each kind of reason once, in the words of the first round that had it.
    const reasons = new Map(
      rounds.flatMap((round) => round.reasons.map(({ kind, text }) => [kind, text] as const)).toReversed(),
    );
    invalidBecause.push(...reasons.values());
  }
  return {
    transport,
    valid: invalidBecause.length === 0,
    invalidBecause,
    ...figuresOf(addTallies(counted.map(({ tally }) => tally))),
    completeness,
  };
}

/** A message that did not arrive is not made good by other rounds, in whichever part of its round it was. */
function isLoss({ kind }: Reason): boolean {
  return kind === 'loss' || kind === 'refusal';
}
