import type { ArmServer, Party } from './arms/arm.ts';
import type { Bytes, Millis } from '../servers/protocol/units.ts';
import { now } from './clock.ts';
import { foreignShare, readMachineCpu } from './cpu.ts';
import type { Crew } from './crew.ts';
import type { Recording } from './recording.ts';
import { readProcess } from './process.ts';
import { probe } from './server-probe.ts';
import type { CostSums } from './tally.ts';

/** All that can be counted of a round, at a moment. */
export interface Reading {
  readonly atMs: Millis;
  readonly requests: number;
  readonly pages: number;
  readonly emptyPages: number;
  readonly bytesUp: Bytes;
  readonly bytesDown: Bytes;
  readonly publishRequests: number;
  readonly publishBytesUp: Bytes;
  readonly publishBytesDown: Bytes;
  readonly server: Awaited<ReturnType<typeof probe>>;
  readonly machine: ReturnType<typeof readMachineCpu>;
  /** CPU time of the generator's own process and of the link, in µs. */
  readonly generatorMicros: number;
  readonly linkMicros: number;
}

export async function takeReading(
  server: ArmServer,
  link: { readonly pid: number } | null,
  { receivers, receiversTraffic, sendersTraffic }: Crew,
): Promise<Reading> {
  const { user, system } = process.cpuUsage();
  const counted = {
    atMs: now(),
    requests: receiversTraffic.requests,
    pages: sum(receivers, ({ counts }) => counts?.pages ?? 0),
    emptyPages: sum(receivers, ({ counts }) => counts?.emptyPages ?? 0),
    bytesUp: receiversTraffic.bytesUp,
    bytesDown: receiversTraffic.bytesDown,
    publishRequests: sendersTraffic.requests,
    publishBytesUp: sendersTraffic.bytesUp,
    publishBytesDown: sendersTraffic.bytesDown,
    machine: readMachineCpu(),
    generatorMicros: user + system,
    linkMicros: link === null ? 0 : (readProcess(link.pid)?.cpuMicros ?? 0),
  };
  return { ...counted, server: await probe(server) };
}

/** What was used between two readings. */
export function costBetween(before: Reading, after: Reading, recording: Recording): CostSums {
  const of = (
    name:
      | 'requests'
      | 'pages'
      | 'emptyPages'
      | 'bytesUp'
      | 'bytesDown'
      | 'publishRequests'
      | 'publishBytesUp'
      | 'publishBytesDown',
  ): number => after[name] - before[name];
  return {
    windowMs: after.atMs - before.atMs,
    deliveries: recording.deliveriesBetween(before.atMs, after.atMs),
    requests: of('requests'),
    pages: of('pages'),
    emptyPages: of('emptyPages'),
    bytesUp: of('bytesUp'),
    bytesDown: of('bytesDown'),
    publishRequests: of('publishRequests'),
    publishBytesUp: of('publishBytesUp'),
    publishBytesDown: of('publishBytesDown'),
    serverCpuMicros: serverMicros(before, after),
  };
}

/** Share of the machine that others than generator and server used between two readings, 0 to 1. */
export function foreignCpuBetween(before: Reading, after: Reading): number {
  const own = after.generatorMicros - before.generatorMicros + after.linkMicros - before.linkMicros;
  return foreignShare(before.machine, after.machine, own + (serverMicros(before, after) ?? 0));
}

function serverMicros({ server: before }: Reading, { server: after }: Reading): number | null {
  return before.cpuMicros === null || after.cpuMicros === null ? null : after.cpuMicros - before.cpuMicros;
}

function sum(parties: readonly Party[], count: (party: Party) => number): number {
  return parties.reduce((total, party) => total + count(party), 0);
}
