import { formatBandwidth, formatDuration, formatRate, formatSize } from '../../servers/protocol/quantity.ts';
import { TRANSPORT_NAMES } from '../../servers/protocol/transport-name.ts';
import type { RunResult } from '../result.ts';
import type { Scenario } from '../scenario.ts';
import { nameOf, type SweepResult } from '../sweep/sweep-result.ts';
import { theories } from '../theory/theories.ts';

const SCHEDULE_LABEL = { poisson: 'at random (Poisson)', periodic: 'evenly', burst: 'in bursts' } as const;

/** What was run, in a line. */
export function headline(result: RunResult): string {
  return parts(result).join(' · ');
}

/** Of a sweep: what differs from run to run, in a line, and what all of them have in common, in another. */
export function sweepHeadlines({ axes, cells }: SweepResult): [varied: string, common: string] {
  const varied = axes.map(({ flag, values }) => `${nameOf(flag)}: ${values.join(', ')}`);
  const [first = [], ...others] = cells.map(({ result }) => parts(result));
  const common = first.filter((part) => others.every((other) => other.includes(part)));
  const runs = `${cells.length} ${cells.length === 1 ? 'run' : 'runs'}`;
  return [[...varied, runs].join(' · '), common.join(' · ')];
}

function parts({ scenario, mergedFrom }: RunResult): string[] {
  const { pairs, rate, schedule, payloadBytes, rounds, durationMs, warmupMs, seed, keepAlive } = scenario;
  return [
    `${pairs} ${pairs === 1 ? 'pair' : 'pairs'}`,
    `${formatRate(rate)} each, ${SCHEDULE_LABEL[schedule]}`,
    formatSize(payloadBytes),
    ...(heeds(scenario, 'pollIntervalMs') ? [polls(scenario)] : []),
    ...link(scenario),
    `${rounds} ${rounds === 1 ? 'round' : 'rounds'} of ${formatDuration(durationMs)} after ${formatDuration(warmupMs)} of warm-up`,
    ...(keepAlive ? [] : ['a connection per request']),
    mergedFrom === undefined ? `seed ${seed}` : `${mergedFrom.length} runs put together`,
  ];
}

/** Whether a setting matters to any of the lab's transports that take part. */
function heeds({ transports }: Scenario, setting: keyof Scenario): boolean {
  return TRANSPORT_NAMES.some((name) => transports.includes(name) && theories[name].ownSettings.includes(setting));
}

/** How often short polls come. */
export function polls({ pollIntervalMs, pollDiscipline }: Pick<Scenario, 'pollIntervalMs' | 'pollDiscipline'>): string {
  if (pollIntervalMs === 0) return 'polls without a pause';
  const how = pollDiscipline === 'fixed-delay' ? 'a poll' : 'at even times a poll';
  return `${how} every ${formatDuration(pollIntervalMs)}`;
}

function link({ rttMs, jitterMs, bandwidth }: Scenario): string[] {
  return [
    ...(rttMs === 0 ? [] : [`a round trip of ${formatDuration(rttMs)}`]),
    ...(jitterMs === 0 ? [] : [`± ${formatDuration(jitterMs)} each way`]),
    ...(bandwidth === null ? [] : [`${formatBandwidth(bandwidth)} each way`]),
  ];
}
