import type { TransportName } from '../../servers/protocol/transport-name.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import { type AgeSums, ageOver, type Update } from '../freshness.ts';
import type { LatencySummary } from '../histogram.ts';
import { seeded } from '../random.ts';
import type { Scenario } from '../scenario.ts';
import { createSchedule } from '../schedule.ts';
import type { Prediction } from './prediction.ts';
import { theories } from './theories.ts';
import type { OnPage } from './transport-theory.ts';

export interface SimulationOptions {
  /** Messages of all pairs together. Default 100 000. */
  readonly messages?: number;
  /** Pairs they are shared among, each with a schedule and a phase of its own. Default 40. */
  readonly pairs?: number;
  /** What a client takes from an answer to its next request, in ms. Default 0. */
  readonly turnaroundMs?: Millis;
}

/** What came of one pair between the first tenth of its messages and the last one. */
interface Outcome {
  readonly age: AgeSums;
  readonly deliveries: number;
  readonly requests: number;
  readonly emptyPages: number;
  readonly isEndless: boolean;
}

const WARM_UP_SHARE = 0.1;

/**
 * Goes through what pairs of the lab's clients do over a transport, event by event, with the scenario's schedule, seed and
 * link and software that takes no time. It knows none of the formulas. The same scenario gives the same figures.
 */
export function simulate(scenario: Scenario, transport: TransportName, options: SimulationOptions = {}): Prediction {
  const { messages = 100_000, pairs = 40, turnaroundMs = 0 } = options;
  const theory = theories[transport];
  const perPair = Math.ceil(messages / pairs);
  const first = Math.floor(perPair * WARM_UP_SHARE);
  const latency = new Float64Array(pairs * (perPair - first));
  const deliveryLeg = new Float64Array(latency.length);
  const outcomes = Array.from({ length: pairs }, (_, pair) => {
    const random = seeded(scenario.seed, 'theory', transport, pair);
    const phase = (pair + random()) / pairs;
    const intendedAtMs = intendedTimes(scenario, pair, perPair);
    const [fromMs, toMs] = [intendedAtMs[first]!, intendedAtMs.at(-1)!];
    let [requests, emptyPages] = [0, 0];
    const onPage: OnPage = (atMs, held) => {
      if (atMs < fromMs || atMs >= toMs) return;
      requests += 1;
      if (held === 0) emptyPages += 1;
    };
    const simulated = { scenario, turnaroundMs, phase, random };
    const appendedAtMs = theory.send(intendedAtMs, simulated);
    const { handledAtMs, isEndless } = theory.read(appendedAtMs, simulated, onPage);
    const offset = pair * (perPair - first) - first;
    for (let i = first; i < perPair; i += 1) {
      latency[offset + i] = handledAtMs[i]! - intendedAtMs[i]!;
      deliveryLeg[offset + i] = handledAtMs[i]! - appendedAtMs[i]!;
    }
    const deliveries = countBetween(handledAtMs, fromMs, toMs);
    const age = ageOver(updatesOf(intendedAtMs, handledAtMs), fromMs, toMs);
    return { age, deliveries, requests, emptyPages, isEndless };
  });
  return { latencyMs: summaryOf(latency), deliveryLegMs: summaryOf(deliveryLeg), ...together(outcomes) };
}

function intendedTimes({ schedule, rate, seed }: Scenario, pair: number, count: number): Float64Array {
  const planned = createSchedule(schedule, rate, seeded(seed, 'theory', 'schedule', pair));
  return new Float64Array(count).map((_, index) => planned.intendedAtMs(index));
}

function* updatesOf(intendedAtMs: Float64Array, handledAtMs: Float64Array): Generator<Update> {
  for (let i = 0; i < intendedAtMs.length; i += 1)
    yield { intendedAtMs: intendedAtMs[i]!, handledAtMs: handledAtMs[i]! };
}

function countBetween(times: Float64Array, fromMs: Millis, toMs: Millis): number {
  return times.reduce((count, at) => (at >= fromMs && at < toMs ? count + 1 : count), 0);
}

function together(outcomes: readonly Outcome[]): Pick<Prediction, 'freshnessMs' | 'cost'> {
  const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const requests = sum((outcome) => outcome.requests);
  const isUnknown = outcomes.some(({ isEndless }) => isEndless);
  return {
    freshnessMs: {
      meanAge: sum(({ age }) => age.area) / sum(({ age }) => age.span),
      meanPeakAge: sum(({ age }) => age.peakSum) / sum(({ age }) => age.peaks),
    },
    cost: {
      requestsPerMessage: isUnknown ? null : requests / sum(({ deliveries }) => deliveries),
      emptyShare: isUnknown || requests === 0 ? null : sum(({ emptyPages }) => emptyPages) / requests,
    },
  };
}

/** Exact: of the sorted series itself. Sorts it. */
function summaryOf(series: Float64Array): LatencySummary {
  series.sort();
  const within = (percent: number): Millis => series[Math.max(0, Math.ceil((series.length * percent) / 100) - 1)]!;
  return {
    mean: series.reduce((sum, each) => sum + each, 0) / series.length,
    p50: within(50),
    p90: within(90),
    p99: within(99),
    p999: within(99.9),
    max: series.at(-1)!,
  };
}
