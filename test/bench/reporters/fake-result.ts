import type { TransportName } from '../../../servers/protocol/transport-name.ts';
import { assemble } from '../../../bench/assemble.ts';
import { ageOver, sawtoothOver } from '../../../bench/freshness.ts';
import { Histogram } from '../../../bench/histogram.ts';
import { seeded } from '../../../bench/random.ts';
import type { RunResult } from '../../../bench/result.ts';
import { DEFAULT_SCENARIO, type Scenario } from '../../../bench/scenario.ts';
import type { JudgedRound } from '../../../bench/summary.ts';
import type { CostSums, Tally } from '../../../bench/tally.ts';
import { timelineOf } from '../../../bench/traces.ts';
import { fakeMessages, lognormal } from './fake-messages.ts';
import { LAB_TRANSPORTS } from './fake-transports.ts';

/** What is made up of a run. */
export interface Fake {
  /** Names, of the lab's transports or of any. */
  readonly transports?: readonly string[];
  readonly rounds?: number;
  readonly scenario?: Partial<Scenario>;
  /** Rounds that don't count, as `transport/round`, and why. */
  readonly invalid?: Readonly<Record<string, string>>;
}

/** A run that never was: made-up messages, measured with the bench's own histograms and sums; always the same. */
export function fakeResult({ transports, rounds = 3, scenario: changes, invalid = {} }: Fake = {}): RunResult {
  const names = transports ?? DEFAULT_SCENARIO.transports;
  const scenario = { ...DEFAULT_SCENARIO, ...changes, transports: names, rounds };
  const judged = Array.from({ length: rounds }, (_, index) =>
    names.map((name) => fakeRound(scenario, name, index + 1, invalid[`${name}/${index + 1}`] ?? null)),
  ).flat();
  const arms = names.map((name) => ({
    name,
    theory: LAB_TRANSPORTS[name] === undefined ? null : (name as TransportName),
  }));
  return assemble(scenario, arms, ENVIRONMENT, judged);
}

function fakeRound(scenario: Scenario, name: string, round: number, because: string | null): JudgedRound {
  const random = seeded(scenario.seed, 'lag', name, round);
  const fake = LAB_TRANSPORTS[name] ?? LAB_TRANSPORTS['websocket']!;
  const messages = Array.from({ length: scenario.pairs }, (_, pair) => fakeMessages(scenario, fake, round, pair));
  const counted = messages.flat().filter(({ intendedAtMs }) => intendedAtMs >= 0);
  const ages = messages.map((updates) => ageOver(updates, 0, scenario.durationMs));
  const latencies = counted.map(({ handledAtMs, intendedAtMs }) => handledAtMs - intendedAtMs);
  const tally: Tally = {
    completeness: { ...NOTHING_WRONG, sent: counted.length, delivered: counted.length },
    latency: histogramOf(latencies),
    sendLag: histogramOf(counted.map(() => lognormal(random, 0.1))),
    sendLeg: histogramOf(counted.map(({ sendMs }) => sendMs)),
    deliveryLeg: histogramOf(counted.map(({ deliveryMs }) => deliveryMs)),
    linkError: Histogram.empty(),
    age: {
      area: sum(ages.map(({ area }) => area)),
      span: sum(ages.map(({ span }) => span)),
      peakSum: sum(ages.map(({ peakSum }) => peakSum)),
      peaks: sum(ages.map(({ peaks }) => peaks)),
    },
    cost: costOf(fake.perMessage(scenario), counted.length, scenario.durationMs),
    serverRssBytes: 84 * 2 ** 20,
  };
  const first = messages[0]!.toSorted((a, b) => a.handledAtMs - b.handledAtMs);
  const traces = {
    timeline: timelineOf(
      counted.map(({ intendedAtMs }, index) => [intendedAtMs, latencies[index]!] as const),
      scenario.durationMs,
    ),
    sawtooth: sawtoothOver(first, 0, scenario.durationMs),
  };
  const reasons = because === null ? [] : [{ kind: 'stall' as const, text: because }];
  return { transport: name, round, tally, traces, reasons };
}

function costOf(perMessage: Partial<CostSums>, deliveries: number, windowMs: number): CostSums {
  const sums = Object.entries(perMessage).map(([name, value]) => [name, Math.round((value ?? 0) * deliveries)]);
  return { ...NO_COST, ...(Object.fromEntries(sums) as Partial<CostSums>), deliveries, windowMs };
}

function histogramOf(values: readonly number[]): Histogram {
  const histogram = Histogram.empty();
  for (const value of values) histogram.record(value);
  return histogram;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

const NOTHING_WRONG = {
  sent: 0,
  delivered: 0,
  lost: 0,
  duplicatedOnWire: 0,
  duplicatedShown: 0,
  outOfOrder: 0,
  gaps: 0,
};

const NO_COST: CostSums = {
  windowMs: 0,
  deliveries: 0,
  requests: 0,
  pages: 1,
  emptyPages: 0,
  bytesUp: 0,
  bytesDown: 0,
  publishRequests: 0,
  publishBytesUp: 0,
  publishBytesDown: 0,
  serverCpuMicros: 0,
};

export const ENVIRONMENT: RunResult['environment'] = {
  startedAt: '2026-03-14T15:09:26.535Z',
  command: 'transport-lab bench --seed 1 --note "<script>alert(1)</script>"',
  lab: '0.1.0',
  commit: '4442530',
  node: 'v20.20.2',
  ws: '8.23.0',
  os: 'Linux 6.1.0 x64',
  cpu: 'AMD EPYC 7B13',
  cores: 2,
  memoryBytes: 24 * 2 ** 30,
};
