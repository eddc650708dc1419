import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Registry } from 'prom-client';
import { TRANSPORT_NAMES } from './protocol/transport-name.ts';
import type { Services } from './services.ts';
import type { OpenSockets } from './open-sockets.ts';

/** What a metric reads when it is asked for: the labels, and the value under them. */
type Reading = readonly [labels: Record<string, string>, value: number];

/** How often a timer fires to measure the event loop's delay: seldom enough to cost an idle server next to nothing. */
const LOOP_DELAY_RESOLUTION_MS = 100;

/**
 * What the server says of itself to Prometheus; everything is read off when it is asked for.
 *
 * Not prom-client's default metrics: those watch every garbage collection and wake the process 100 times a second, more
 * than an idle server of the lab does otherwise.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #loopDelay = monitorEventLoopDelay({ resolution: LOOP_DELAY_RESOLUTION_MS });

  constructor({ mailboxes, parties: { sessions, groups }, counters }: Services, sockets: OpenSockets) {
    this.#loopDelay.enable();

    this.#counter('process_cpu_seconds_total', 'User and system CPU time of the process.', () => {
      const { user, system } = process.cpuUsage();
      return [[{}, (user + system) / 1e6]];
    });
    this.#gauge('process_resident_memory_bytes', 'Resident memory of the process.', () => [
      [{}, process.memoryUsage.rss()],
    ]);
    this.#gauge('nodejs_eventloop_lag_p99_seconds', 'Delay of the event loop, 99th percentile since the start.', () => [
      [{}, Math.max(0, this.#loopDelay.percentile(99) / 1e9 - LOOP_DELAY_RESOLUTION_MS / 1e3)],
    ]);

    this.#gauge('lab_sessions', 'Sessions signed in.', () => [[{}, sessions.size]]);
    this.#gauge('lab_groups', 'Groups.', () => [[{}, groups.size]]);
    this.#gauge('lab_lines_open', 'Held polls and sockets open now.', () =>
      TRANSPORT_NAMES.map((transport) => [{ transport }, sessions.lines(transport)]),
    );
    this.#gauge('lab_mailbox_watchers', 'Parked waits and followed mailboxes.', () => [[{}, mailboxes.watching]]);
    this.#gauge('lab_mailboxes', 'Mailboxes kept.', () => [[{}, mailboxes.held.mailboxes]]);
    this.#gauge('lab_mailbox_messages', 'Messages kept, over all mailboxes.', () => [[{}, mailboxes.held.messages]]);
    this.#gauge('lab_mailbox_bytes', 'Bytes kept, over all mailboxes.', () => [[{}, mailboxes.held.bytes]]);

    this.#counter('lab_published_total', 'Messages taken from senders.', () => [[{}, counters.published]]);
    this.#counter('lab_requests_total', 'Requests to read that were let in, upgrades included.', () =>
      TRANSPORT_NAMES.map((transport) => [{ transport }, counters.transports[transport].requests]),
    );
    this.#counter('lab_pages_total', 'Pages given to readers, empty or not.', () =>
      TRANSPORT_NAMES.flatMap((transport): Reading[] => {
        const { emptyPages, fullPages } = counters.transports[transport];
        return [
          [{ transport, kind: 'empty' }, emptyPages],
          [{ transport, kind: 'full' }, fullPages],
        ];
      }),
    );
    this.#counter('lab_messages_total', 'Messages in those pages; one that was asked for twice counts twice.', () =>
      TRANSPORT_NAMES.map((transport) => [{ transport }, counters.transports[transport].messages]),
    );
    this.#counter('lab_pings_total', 'Heartbeats sent to WebSockets.', () => [[{}, counters.pings]]);
    this.#counter('lab_socket_bytes_total', 'Bytes at the sockets, headers and frames included.', () => [
      [{ direction: 'in' }, sockets.bytesRead],
      [{ direction: 'out' }, sockets.bytesWritten],
    ]);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  close(): void {
    this.#loopDelay.disable();
  }

  #gauge(name: string, help: string, read: () => readonly Reading[]): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames: labelNames(read),
      registers: [this.#registry],
      collect: () => read().forEach(([labels, value]) => gauge.set(labels, value)),
    });
  }

  #counter(name: string, help: string, read: () => readonly Reading[]): void {
    const counter: Counter = new Counter({
      name,
      help,
      labelNames: labelNames(read),
      registers: [this.#registry],
      collect: () => {
        counter.reset();
        read().forEach(([labels, value]) => counter.inc(labels, value));
      },
    });
  }
}

function labelNames(read: () => readonly Reading[]): string[] {
  return Object.keys(read()[0]![0]);
}
