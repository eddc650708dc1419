import { addCompleteness } from '../tally.ts';
import type { BootMeasurement, LaneResult } from './duet.ts';
import { coinUpperTail } from './statistics/distributions.ts';
import { SIDES, type Sides } from './statistics/series.ts';

/** Something that is counted, and needs no statistics. */
export interface CountFinding {
  /** Null for what is counted over all transports. */
  readonly transport: string | null;
  readonly what: CountName;
  readonly base: number;
  readonly candidate: number;
  /** The candidate's may be this at most. */
  readonly most: number;
  readonly outcome: 'pass' | 'regression';
}

export const COUNT_NAMES = [
  'duplicatedShown',
  'outOfOrder',
  'requestsPerMessage',
  'bytesPerMessage',
  'waitersLeft',
] as const;
export type CountName = (typeof COUNT_NAMES)[number];

/**
 * Requests and bytes depend a little on when polls happen to come: so much more than the base's may be chance. Of a
 * WebSocket the bytes are exact, but for heartbeats that fall into one window and not the other.
 */
const MORE = 1.05;
/** A fault that the base has, too, is more often the candidate's by chance where that is as probable as this. */
const BY_CHANCE = 0.001;

/**
 * What the candidate's counts are beside the base's, over all boots. Lost messages are not among them: with those nothing
 * counts.
 *
 * @param faster Transports over which the candidate is faster: what takes less time sends less together, and then needs
 * more requests and more bytes, which is no fault.
 */
export function judgeCounts(
  boots: readonly BootMeasurement[],
  faster: ReadonlySet<string> = new Set(),
): CountFinding[] {
  const [first] = boots;
  if (first === undefined) return [];
  const findings = [...first.transports.keys()].flatMap((transport) => {
    const of = (side: keyof Sides<unknown>): LaneResult[] => boots.map((boot) => boot.transports.get(transport)![side]);
    const [base, candidate] = SIDES.map((side) => countsOf(of(side)));
    const most = (cost: number, candidates: number): number => (faster.has(transport) ? candidates : MORE * cost);
    return [
      fault(transport, 'duplicatedShown', base!.duplicatedShown, candidate!.duplicatedShown),
      fault(transport, 'outOfOrder', base!.outOfOrder, candidate!.outOfOrder),
      finding(
        transport,
        'requestsPerMessage',
        base!.requests,
        candidate!.requests,
        most(base!.requests, candidate!.requests),
      ),
      finding(transport, 'bytesPerMessage', base!.bytes, candidate!.bytes, most(base!.bytes, candidate!.bytes)),
    ];
  });
  const left = (side: keyof Sides<unknown>): number | null =>
    boots.reduce<number | null>((sum, { waitersLeft }) => {
      const here = waitersLeft[side];
      return sum === null || here === null ? null : sum + here;
    }, 0);
  const candidateLeft = left('candidate');
  // Who does not tell has none that could be counted.
  if (candidateLeft !== null) findings.push(fault(null, 'waitersLeft', left('base') ?? 0, candidateLeft));
  return findings;
}

/** What the base does as well is nothing that the candidate has brought, though it may happen to do it more often. */
function fault(transport: string | null, what: CountName, base: number, candidate: number): CountFinding {
  const isChance = base > 0 && coinUpperTail(candidate, base + candidate) > BY_CHANCE;
  return finding(transport, what, base, candidate, isChance ? Math.max(base, candidate) : base);
}

function finding(
  transport: string | null,
  what: CountName,
  base: number,
  candidate: number,
  most: number,
): CountFinding {
  return { transport, what, base, candidate, most, outcome: candidate > most ? 'regression' : 'pass' };
}

function countsOf(
  lanes: readonly LaneResult[],
): Record<'duplicatedShown' | 'outOfOrder' | 'requests' | 'bytes', number> {
  const { duplicatedShown, outOfOrder } = addCompleteness(lanes.map(({ completeness }) => completeness));
  const sum = (of: (cost: LaneResult['cost']) => number): number =>
    lanes.reduce((total, { cost }) => total + of(cost), 0);
  const deliveries = Math.max(
    1,
    sum((cost) => cost.deliveries),
  );
  return {
    duplicatedShown,
    outOfOrder,
    requests: sum((cost) => cost.requests + cost.publishRequests) / deliveries,
    bytes:
      sum(({ bytesUp, bytesDown, publishBytesUp, publishBytesDown }) =>
        [bytesUp, bytesDown, publishBytesUp, publishBytesDown].reduce<number>(
          (total, bytes) => total + (bytes as number),
          0,
        ),
      ) / deliveries,
  };
}
