import type { Bytes } from '../servers/protocol/units.ts';
import { ROUTES } from '../servers/protocol/routes.ts';

/** What a server says of itself at a moment; null for what it does not say. */
export interface ServerProbe {
  /** Another one after each start. */
  readonly boot: string | null;
  /** Name of the clock that stamps its messages. */
  readonly clock: string | null;
  /** CPU time it has used since its start, in µs. */
  readonly cpuMicros: number | null;
  /** Its resident memory. */
  readonly rssBytes: Bytes | null;
}

/** Asks a server for its health and metrics. */
export async function probe(url: string): Promise<ServerProbe> {
  const [health, metrics] = await Promise.all([get(url + ROUTES.health), get(url + ROUTES.metrics)]);
  const { boot = null, clock = null } = health === null ? {} : (JSON.parse(health) as Partial<ServerProbe>);
  const cpuSeconds = metric(metrics, 'process_cpu_seconds_total');
  return {
    boot,
    clock,
    cpuMicros: cpuSeconds === null ? null : cpuSeconds * 1e6,
    rssBytes: metric(metrics, 'process_resident_memory_bytes'),
  };
}

async function get(url: string): Promise<string | null> {
  const response = await fetch(url);
  return response.ok ? response.text() : null;
}

/** The value of a metric without labels in Prometheus text. */
function metric(text: string | null, name: string): number | null {
  const line = text?.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return line === undefined ? null : Number(line.slice(name.length + 1));
}
