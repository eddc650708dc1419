import { formatDuration, formatRate, formatSize } from '../../servers/protocol/quantity.ts';
import type { Scenario } from '../scenario.ts';

const SCHEDULE_LABEL = { poisson: 'at random (Poisson)', periodic: 'evenly', burst: 'in bursts' } as const;

/** What was run, in a line. */
export function headline(scenario: Scenario): string {
  const { pairs, rate, schedule, payloadBytes, rounds, durationMs, warmupMs, pollIntervalMs, seed, keepAlive } =
    scenario;
  return [
    `${pairs} ${pairs === 1 ? 'pair' : 'pairs'}`,
    `${formatRate(rate)} each, ${SCHEDULE_LABEL[schedule]}`,
    formatSize(payloadBytes),
    `a poll every ${formatDuration(pollIntervalMs)}`,
    `${rounds} ${rounds === 1 ? 'round' : 'rounds'} of ${formatDuration(durationMs)} after ${formatDuration(warmupMs)} of warm-up`,
    ...(keepAlive ? [] : ['a connection per request']),
    `seed ${seed}`,
  ].join(' · ');
}
