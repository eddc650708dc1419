import { formatDuration, formatRate, formatSize } from '../../servers/protocol/quantity.ts';
import type { Environment } from '../environment.ts';
import type { CheckResult } from '../check/check-result.ts';
import type { RunResult } from '../result.ts';
import type { Scenario } from '../scenario.ts';
import { mebibytes } from './format.ts';

/** A name and what stands beside it. */
export type Fact = readonly [name: string, value: string];

/** Where and with what it was measured; the command stands apart. */
export function environmentFacts(environment: Environment): Fact[] {
  const { startedAt, lab, commit, node, ws, os, cpu, cores, memoryBytes } = environment;
  return [
    ['measured at', startedAt],
    ['lab', commit === null ? lab : `${lab}, commit ${commit}`],
    ['Node.js', `${node}, ws ${ws}`],
    ['system', os],
    ['machine', `${cpu}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${mebibytes(memoryBytes)} MiB`],
  ];
}

/** What a check compared, and where. */
export function checkFacts({ sides, environment }: CheckResult): Fact[] {
  return [['base', sides.base], ['candidate', sides.candidate], ...environmentFacts(environment)];
}

/** What was asked for. */
export function scenarioFacts({ scenario, mergedFrom }: RunResult): Fact[] {
  const { pairs, rate, schedule, payloadBytes, rounds, durationMs, warmupMs, seed } = scenario;
  return [
    ['load', `${pairs} ${pairs === 1 ? 'pair' : 'pairs'}, ${formatRate(rate)} each, ${schedule}`],
    ['seed', mergedFrom === undefined ? String(seed) : 'that of each run'],
    ['message', formatSize(payloadBytes)],
    ['rounds', `${rounds} of ${formatDuration(durationMs)} after ${formatDuration(warmupMs)} of warm-up`],
    ['short polling', `every ${formatDuration(scenario.pollIntervalMs)}, ${scenario.pollDiscipline}`],
    ['long polling', `holds ${formatDuration(scenario.holdMs)} at most`],
    ['connections', scenario.keepAlive ? 'kept for many requests' : 'one for each request'],
    ['link', linkOf(scenario)],
  ];
}

function linkOf({ rttMs, jitterMs, bandwidth }: Scenario): string {
  if (rttMs === 0 && jitterMs === 0 && bandwidth === null) return 'loopback, nothing added';
  const width = bandwidth === null ? 'no bound on the bandwidth' : `${formatSize(bandwidth as number)}/s`;
  return `round trip of ${formatDuration(rttMs)} added, jitter ${formatDuration(jitterMs)}, ${width}`;
}
