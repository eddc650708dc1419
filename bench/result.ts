import type { TransportName } from '../servers/protocol/transport-name.ts';
import type { Environment } from './environment.ts';
import type { Figures } from './figures.ts';
import type { AgeSums } from './freshness.ts';
import type { Scenario } from './scenario.ts';
import type { CostSums, Tally } from './tally.ts';

/*
 * What a run leaves behind, as JSON. result.schema.json says the same for other programs; a test holds the two together.
 */

/** What was found of one transport, in one round or in all that count. */
export interface Finding extends Figures {
  readonly transport: TransportName;
  readonly valid: boolean;
  /** Why not, in words; empty where it is valid. */
  readonly invalidBecause: readonly string[];
}

/** What the figures of a round were reckoned from: with these, rounds of several runs can be added up. */
export interface RawRound {
  readonly age: AgeSums;
  readonly cost: CostSums;
  /** HdrHistograms of times in µs, in the V2 encoding, compressed, in base64. */
  readonly histograms: { readonly [Series in 'latency' | 'deliveryLeg' | 'sendLeg' | 'sendLag']: string };
}

export interface RoundResult extends Finding {
  /** From 1; a round that was repeated because it did not count has its number twice. */
  readonly round: number;
  readonly raw: RawRound;
}

export interface RunResult {
  readonly schema: 1;
  readonly environment: Environment;
  readonly scenario: Scenario;
  readonly rounds: readonly RoundResult[];
  /** One for each transport of the scenario, in its order. */
  readonly summary: readonly Finding[];
}

export function rawOf({ age, cost, latency, deliveryLeg, sendLeg, sendLag }: Tally): RawRound {
  return {
    age,
    cost,
    histograms: {
      latency: latency.encode(),
      deliveryLeg: deliveryLeg.encode(),
      sendLeg: sendLeg.encode(),
      sendLag: sendLag.encode(),
    },
  };
}
