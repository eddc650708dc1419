import { figuresOf } from './figures.ts';
import type { Finding } from './result.ts';
import { addCompleteness, addTallies, type Completeness, type Tally } from './tally.ts';
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
  const reasons = rounds.flatMap((round) => round.reasons);
  const invalidBecause = missing(completeness, reasons);
  if (counted.length < needed) {
    invalidBecause.push(`${counted.length} of ${rounds.length} rounds count, at least ${needed} must`);
    // Each kind of reason once, in the words of the first round that had it.
    const first = new Map<Reason['kind'], string>();
    for (const { kind, text } of reasons) if (!first.has(kind)) first.set(kind, text);
    first.delete('loss');
    first.delete('refusal');
    invalidBecause.push(...first.values());
  }
  return {
    transport,
    valid: invalidBecause.length === 0,
    invalidBecause,
    ...figuresOf(addTallies(counted.map(({ tally }) => tally))),
    completeness,
  };
}

/** What did not arrive: other rounds do not make it good, in whichever part of its round it was. */
function missing({ sent, delivered, lost }: Completeness, reasons: readonly Reason[]): string[] {
  const late = sent - delivered - lost;
  const said = reasons.filter(({ kind }) => kind === 'refusal' || (kind === 'loss' && lost === 0));
  return [
    ...(lost > 0 ? [`${lost} of ${sent} messages were lost`] : []),
    ...(late > 0 ? [`${late} of ${sent} messages had not arrived in time`] : []),
    ...new Set(said.map(({ text }) => text)),
  ];
}
