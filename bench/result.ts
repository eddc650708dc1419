import type { Environment } from './environment.ts';
import type { Figures } from './figures.ts';
import { Histogram } from './histogram.ts';
import type { AgeSums } from './freshness.ts';
import type { Scenario } from './scenario.ts';
import type { CostSums, Tally } from './tally.ts';
import type { Difference } from './theory/difference.ts';
import type { Theory } from './theory/prediction.ts';
import type { Traces } from './traces.ts';
import type { Reason } from './validity.ts';

/*
 * What a run leaves behind, as JSON. result.schema.json says the same for other programs; a test holds the two together.
 */

/** What was found of one transport, in one round or in all that count. */
export interface Finding extends Figures {
  /** Name of the arm. */
  readonly transport: string;
  readonly valid: boolean;
  /** Why not, in words; empty where it is valid. */
  readonly invalidBecause: readonly string[];
}

/** What the figures of a round were reckoned from: with these, rounds of several runs can be added up. */
export interface RawRound extends Traces {
  readonly age: AgeSums;
  readonly cost: CostSums;
  /** HdrHistograms of times in µs, in the V2 encoding, compressed, in base64. */
  readonly histograms: { readonly [Series in 'latency' | 'deliveryLeg' | 'sendLeg' | 'sendLag' | 'linkError']: string };
}

export interface RoundResult extends Finding {
  /** From 1; a round that was repeated because it did not count has its number twice. */
  readonly round: number;
  /** What kind each of `invalidBecause` is of. */
  readonly invalidKinds: readonly Reason['kind'][];
  readonly raw: RawRound;
}

export interface SummaryEntry extends Finding {
  /** Null for what is not one of the lab's own transports. */
  readonly theory: Theory | null;
  readonly difference: Difference | null;
}

export interface RunResult {
  readonly schema: 1;
  readonly environment: Environment;
  readonly scenario: Scenario;
  readonly rounds: readonly RoundResult[];
  /** Where the runs were made of which this one was put together; absent where it is one run. */
  readonly mergedFrom?: readonly Environment[];
  /** One for each transport of the scenario, in its order. */
  readonly summary: readonly SummaryEntry[];
}

export function rawOf(tally: Tally, traces: Traces): RawRound {
  const { age, cost, latency, deliveryLeg, sendLeg, sendLag, linkError } = tally;
  return {
    ...traces,
    age,
    cost,
    histograms: {
      latency: latency.encode(),
      deliveryLeg: deliveryLeg.encode(),
      sendLeg: sendLeg.encode(),
      sendLag: sendLag.encode(),
      linkError: linkError.encode(),
    },
  };
}

/** The reverse of {@link rawOf}, as far as figures go. */
export function tallyOf({
  raw: { age, cost, histograms },
  completeness,
  cost: { serverRssBytes },
}: RoundResult): Tally {
  const decode = (series: keyof RawRound['histograms']): Histogram => Histogram.decode(histograms[series]);
  return {
    completeness,
    age,
    cost,
    serverRssBytes,
    latency: decode('latency'),
    deliveryLeg: decode('deliveryLeg'),
    sendLeg: decode('sendLeg'),
    sendLag: decode('sendLag'),
    linkError: decode('linkError'),
  };
}
