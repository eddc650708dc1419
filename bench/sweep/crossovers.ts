import { type AxisScale, axisScale } from './axis-scale.ts';
import { capitalise, list } from '../reporters/format.ts';
import { labelOf } from '../reporters/label.ts';
import { bytesPerMessage } from '../reporters/metrics.ts';
import type { SummaryEntry } from '../result.ts';
import {
  combinations,
  findingAt,
  nameOf,
  type Settings,
  settingsInWords,
  type SweepAxis,
  type SweepResult,
  transportsOf,
} from './sweep-result.ts';
import { overtakings, type Stretch } from './overtaking.ts';

/** What transports are compared by: the more, the better. */
interface Merit {
  /** What the one with more of it does, before "than". */
  readonly better: string;
  readonly of: (finding: SummaryEntry) => number | null;
}

const MERITS: readonly Merit[] = [
  { better: 'is faster (median)', of: ({ latencyMs }) => negative(latencyMs?.p50) },
  { better: 'costs fewer bytes per message', of: (finding) => negative(bytesPerMessage(finding)) },
  { better: 'is fresher per byte', of: (finding) => freshnessPer(finding, bytesPerMessage(finding)) },
  {
    better: 'is fresher per CPU time of the server',
    of: (finding) => freshnessPer(finding, finding.cost.serverCpuMicrosPerMessage),
  },
];

/** What there is to say of a sweep without {@link crossovers}. */
export function noCrossovers({ cells }: SweepResult): string {
  const isMeasured = cells.some(({ result }) => result.summary.some(({ valid }) => valid));
  return isMeasured
    ? 'Nowhere among these figures does one overtake another.'
    : 'There are no figures among which one could overtake another.';
}

/**
 * Where, along each axis with the others fixed, one transport overtakes another, each place in a sentence; empty where
 * none does. Between two values it is where the straight lines through the measured points cross. Cells that don't count
 * are not used, and differences of less than 2 % are none.
 */
export function crossovers(sweep: SweepResult): string[] {
  return sweep.axes.flatMap((axis) => {
    const scale = axisScale(axis.values);
    if (scale === null) return [];
    const others = combinations(sweep.axes.filter((other) => other !== axis));
    return others.flatMap((fixed) => crossoversAlong(sweep, axis, scale, fixed));
  });
}

function crossoversAlong(sweep: SweepResult, { flag, values }: SweepAxis, scale: AxisScale, fixed: Settings): string[] {
  const names = transportsOf(sweep);
  const given = Object.keys(fixed).length === 0 ? '' : `At ${settingsInWords(fixed)}, `;
  const runs = values
    .map((value, index) => {
      const found = names.map((name) => [name, findingAt(sweep, { ...fixed, [flag]: value }, name)] as const);
      return { at: scale.numbers[index]!, findings: new Map(found) };
    })
    .toSorted((one, other) => one.at - other.at);
  return pairsOf(names).flatMap(([a, b]) =>
    MERITS.flatMap(({ better, of }) => {
      const meritOf = (finding: SummaryEntry | null | undefined): number | null => (finding ? of(finding) : null);
      const stretches = overtakings(
        runs.map(({ at, findings }) => ({ at, a: meritOf(findings.get(a)), b: meritOf(findings.get(b)) })),
      );
      if (stretches === null) return [];
      const where = list(stretches.map((stretch) => inWords(stretch, nameOf(flag), scale)));
      return [`${capitalise(`${given}${labelOf(b)}`)} ${better} than ${labelOf(a)} ${where}.`];
    }),
  );
}

function inWords({ from, to }: Stretch, name: string, { format }: AxisScale): string {
  const said = (edge: readonly [number, number]): string =>
    edge[0] === edge[1] ? format(edge[0]) : `somewhere between ${format(edge[0])} and ${format(edge[1])}`;
  if (from === null) return `from ${name} ${said(to!)} down`;
  if (to === null) return `from ${name} ${said(from)} up`;
  return `between ${name} ${said(from)} and ${said(to)}`;
}

function pairsOf(names: readonly string[]): (readonly [string, string])[] {
  return names.flatMap((a, index) => names.slice(index + 1).map((b) => [a, b] as const));
}

function negative(value: number | null | undefined): number | null {
  return value === null || value === undefined ? null : -value;
}

/** 1 / (mean age · cost): half the age makes up for twice the cost. */
function freshnessPer({ freshnessMs: { meanAge } }: SummaryEntry, cost: number | null): number | null {
  return meanAge === null || cost === null || meanAge * cost === 0 ? null : 1 / (meanAge * cost);
}
