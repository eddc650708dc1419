import type { Finding, RoundResult, RunResult } from '../result.ts';
import { capitalise, list, percent, threeDigits, time, times } from './format.ts';
import { labelOf } from './label.ts';

/** What the run says, in sentences; each is a line of its own. */
export function verdict({ summary, rounds }: RunResult): string[] {
  const valid = summary
    .filter((finding) => finding.valid)
    .toSorted((a, b) => (a.latencyMs?.p50 ?? Infinity) - (b.latencyMs?.p50 ?? Infinity));
  const invalid = summary.filter((finding) => !finding.valid);
  return [
    ...(valid.length === 0
      ? []
      : [latency(valid), freshness(valid), requests(valid), completeness(valid), ...leftOut(valid, rounds)]),
    ...invalid.map(
      ({ transport, invalidBecause }) => `No figures for ${labelOf(transport)}: ${invalidBecause.join('; ')}.`,
    ),
  ];
}

function latency(fromFastest: readonly Finding[]): string {
  const [fastest, ...others] = fromFastest.map(({ transport, latencyMs }) => ({
    name: labelOf(transport),
    p50: latencyMs!.p50,
  }));
  const compared = others.map(({ name, p50 }) => `${name} ${time(p50)}, ${times(p50 / fastest!.p50)} as long`);
  const rest = compared.length === 0 ? '' : `; ${compared.join('; ')}`;
  return `${capitalise(fastest!.name)} took ${time(fastest!.p50)} from one side to the other (median)${rest}.`;
}

function freshness(findings: readonly Finding[]): string {
  const ages = findings.map(({ transport, freshnessMs }) => `${labelOf(transport)} ${time(freshnessMs.meanAge)}`);
  return `Average age of what the receiver knew: ${list(ages)}.`;
}

function requests(findings: readonly Finding[]): string {
  const asked = findings.map(({ transport, cost: { requestsPerMessage, emptyShare } }) => {
    if (requestsPerMessage === null || emptyShare === null) return `${labelOf(transport)} asks for nothing`;
    return `${labelOf(transport)} asked ${threeDigits(requestsPerMessage)} times per message and got nothing ${percent(emptyShare)} of the time`;
  });
  return `${capitalise(asked.join('; '))}.`;
}

function completeness(findings: readonly Finding[]): string {
  const sum = (count: (finding: Finding) => number): number =>
    findings.reduce((total, finding) => total + count(finding), 0);
  const faults = [
    [sum(({ completeness: { duplicatedShown } }) => duplicatedShown), 'shown twice'],
    [sum(({ completeness: { outOfOrder } }) => outOfOrder), 'out of order'],
    [sum(({ completeness: { gaps } }) => gaps), 'gaps'],
  ] as const;
  const found = faults.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const sent = sum((finding) => finding.completeness.sent);
  if (found.length === 0) return `All ${sent} messages arrived, each once and in order.`;
  return `All ${sent} messages arrived, but: ${list(found)}.`;
}

/** Rounds that are not in the figures, and why: who reads the table alone must know, too. */
function leftOut(valid: readonly Finding[], rounds: readonly RoundResult[]): string[] {
  const out = valid.flatMap(({ transport }) => {
    const all = rounds.filter((round) => round.transport === transport);
    const [first, ...others] = all.filter((round) => !round.valid);
    if (first === undefined) return [];
    return `${others.length + 1} of ${all.length} rounds of ${labelOf(transport)}: ${first.invalidBecause.join(', ')}`;
  });
  return out.length === 0 ? [] : [`Not in the figures are ${out.join('; ')}.`];
}
