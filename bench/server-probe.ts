import type { Bytes } from '../servers/protocol/units.ts';
import { ROUTES } from '../servers/protocol/routes.ts';
import { readProcess } from './process.ts';

/** What is known of a server at a moment; null for what neither it nor the machine tells. */
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

/**
 * Looks at a server: from outside, where its process is known – asking it would be work for it, and who speaks another
 * protocol may never answer – else by asking for its health and metrics.
 */
export async function probe({ url, pid }: { readonly url: string; readonly pid?: number }): Promise<ServerProbe> {
  const process = pid === undefined ? null : readProcess(pid);
  // Whoever starts a server for the bench has it stamp messages by the bench's clock.
  if (process !== null) return { boot: null, clock: 'monotonic', ...process };
  const [health, metrics] = await Promise.all([get(url + ROUTES.health), get(url + ROUTES.metrics)]);
  const { boot = null, clock = null } = parseHealth(health);
  const cpuSeconds = metric(metrics, 'process_cpu_seconds_total');
  return {
    boot,
    clock,
    cpuMicros: cpuSeconds === null ? null : cpuSeconds * 1e6,
    rssBytes: metric(metrics, 'process_resident_memory_bytes'),
  };
}

/** Asks a server for one of its metrics, of those without labels; null where it has none of that name. */
export async function readMetric(url: string, name: string): Promise<number | null> {
  return metric(await get(url + ROUTES.metrics), name);
}

/** Null where nobody answers that, which a server that is not the lab's need not. */
async function get(url: string): Promise<string | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}

function parseHealth(text: string | null): Partial<ServerProbe> {
  try {
    return text === null ? {} : (JSON.parse(text) as Partial<ServerProbe>);
  } catch {
    // Somebody else's server, that says it in other words.
    return {};
  }
}

/** The value of a metric without labels in Prometheus text. */
function metric(text: string | null, name: string): number | null {
  const line = text?.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return line === undefined ? null : Number(line.slice(name.length + 1));
}
