import { foreignShare } from '../cpu.ts';
import { lastFaultOf } from '../last-fault.ts';
import { longestWayMs } from '../longest-way.ts';
import type { Reading } from '../meter.ts';
import { labelOf } from '../reporters/label.ts';
import type { Scenario } from '../scenario.ts';
import { LIMITS, type Reason, reasonsAgainst } from '../validity.ts';
import type { DuetRun } from './duet-run.ts';
import type { Lane } from './lane.ts';
import type { Sides } from './statistics/series.ts';

/** A reason, and whose doing it is: null for the machine's or the generator's. */
export interface BootReason extends Reason {
  readonly side: keyof Sides<unknown> | null;
}

/** What the machine or the generator did is the same for all lanes, and told once. */
const OF_ALL: ReadonlySet<Reason['kind']> = new Set(['overload', 'stall', 'foreign-cpu']);

/** All reasons against counting a boot; none for a valid one. The rules are those of any round. */
export function againstCounting(lanes: readonly Lane[], run: DuetRun, scenario: Scenario): BootReason[] {
  const { readings, loopDelayP99Ms } = run;
  const [before, after] = readings[0]!;
  const generatorMicros = after.generatorMicros - before.generatorMicros;
  // Each server once: all its lanes read the same.
  const servers = new Map(lanes.map(({ server }, i) => [server, microsBetween(...readings[i]!)]));
  const foreignCpuShare = [...servers.values()].includes(null)
    ? 0
    : foreignShare(before.machine, after.machine, generatorMicros + sumOf([...servers.values()]));
  const reasons = new Map<string, BootReason>();
  for (const [i, { recording, crew, plan, side, transport, publishFailure, server }] of lanes.entries()) {
    const [atStart, atEnd] = readings[i]!;
    const serverMicros = servers.get(server) ?? null;
    const windowMs = atEnd.atMs - atStart.atMs;
    const restarts = crew.receivers.reduce((sum, { counts }) => sum + (counts?.restarts ?? 0), 0);
    const found = reasonsAgainst(
      {
        completeness: { ...recording.completeness(), duplicatedOnWire: 0, gaps: 0 },
        sendLagMs: recording.latencies(false).sendLag.summary(),
      },
      {
        loopDelayP99Ms,
        linkErrorP99Ms: null,
        serverRestarted: restarts > 0 || atStart.server.boot !== atEnd.server.boot,
        foreignCpuShare,
        lostInWarmup: recording.lostInWarmup(),
        publishFailure,
        unsent: plan.size - recording.sentCount,
        outstanding: recording.outstanding,
        drainMs: recording.drainMs,
        longestWayMs: longestWayMs(scenario),
        generatorCpuShare: generatorMicros / 1000 / windowMs,
        serverCpuShare: serverMicros === null ? null : serverMicros / 1000 / windowMs,
      },
    );
    const isSaturated = plan.size > recording.sentCount || generatorMicros / 1000 / windowMs > LIMITS.fullCpuShare;
    for (const { kind: given, text } of found) {
      // A generator that was merely kept from the machine was so for both sides; their latencies count from the sending.
      const kind = given === 'overload' && !isSaturated ? 'stall' : given;
      const isOfAll = OF_ALL.has(kind);
      const key = isOfAll ? kind : `${kind} ${side} ${transport}`;
      const why = kind === 'loss' ? lastFaultOf([...crew.senders, ...crew.receivers]) : '';
      const words = isOfAll ? text : `${side}, ${labelOf(transport)}: ${text}${why}`;
      if (!reasons.has(key)) reasons.set(key, { kind, text: words, side: isOfAll ? null : side });
    }
  }
  return [...reasons.values()];
}

function microsBetween({ server: before }: Reading, { server: after }: Reading): number | null {
  return before.cpuMicros === null || after.cpuMicros === null ? null : after.cpuMicros - before.cpuMicros;
}

function sumOf(values: readonly (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}
