import type { Bytes, Millis } from '../servers/protocol/units.ts';
import type { AgeSums } from './freshness.ts';
import { Histogram } from './histogram.ts';

/** What became of the messages that were meant to be sent while the round measured. */
export interface Completeness {
  readonly sent: number;
  readonly delivered: number;
  /** Neither these nor those that had not arrived when nobody waited any longer were delivered. */
  readonly lost: number;
  /** Messages that reached B's client again and were dropped there. */
  readonly duplicatedOnWire: number;
  /** Messages that B's handler was given again. */
  readonly duplicatedShown: number;
  /** Messages that B's handler was given after a later one of the same sender. */
  readonly outOfOrder: number;
  /** Losses that were announced. */
  readonly gaps: number;
}

/** What the messages of a window of time cost, in sums. */
export interface CostSums {
  /** Length of the window. */
  readonly windowMs: Millis;
  /** Messages delivered in it: what the costs are shared among. */
  readonly deliveries: number;
  /** Of the receivers: HTTP requests, pages received and those of them that were empty, bytes at the sockets. */
  readonly requests: number;
  readonly pages: number;
  readonly emptyPages: number;
  readonly bytesUp: Bytes;
  readonly bytesDown: Bytes;
  /** Of the senders. */
  readonly publishRequests: number;
  readonly publishBytesUp: Bytes;
  readonly publishBytesDown: Bytes;
  /** CPU time of the server process, in µs; null where it does not tell. */
  readonly serverCpuMicros: number | null;
}

/** Everything measured in a round, in a form that can be added to that of other rounds. */
export interface Tally {
  readonly completeness: Completeness;
  /** From the intended send time to B's handler. */
  readonly latency: Histogram;
  /** From the intended send time to the sending: the generator's own fault. */
  readonly sendLag: Histogram;
  /** From the sending to the server's append. Empty where the server has another clock. */
  readonly sendLeg: Histogram;
  /** From the server's append to B's handler: the transport's own share. Empty where the server has another clock. */
  readonly deliveryLeg: Histogram;
  readonly age: AgeSums;
  readonly cost: CostSums;
  /** Resident memory of the server process at the end of the window; of several rounds the largest. Null where unknown. */
  readonly serverRssBytes: Bytes | null;
  /** By how much the link missed the delays it was asked for. Empty where there was none. */
  readonly linkError: Histogram;
}

/** The tally of all rounds together; of none, zeros. */
export function addTallies(tallies: readonly Tally[]): Tally {
  const known = tallies.map(({ serverRssBytes }) => serverRssBytes).filter((bytes) => bytes !== null);
  return {
    completeness: addCompleteness(tallies.map(({ completeness }) => completeness)),
    latency: Histogram.merge(tallies.map(({ latency }) => latency)),
    sendLag: Histogram.merge(tallies.map(({ sendLag }) => sendLag)),
    sendLeg: Histogram.merge(tallies.map(({ sendLeg }) => sendLeg)),
    deliveryLeg: Histogram.merge(tallies.map(({ deliveryLeg }) => deliveryLeg)),
    age: tallies.reduce((sum, { age }) => addMembers(sum, age), NO_AGE),
    cost: tallies.reduce((sum, { cost }) => addMembers(sum, cost), NO_COST),
    linkError: Histogram.merge(tallies.map(({ linkError }) => linkError)),
    serverRssBytes: known.length === 0 ? null : Math.max(...known),
  };
}

export function addCompleteness(list: readonly Completeness[]): Completeness {
  return list.reduce((sum, next) => addMembers(sum, next), NOTHING_SENT);
}

/** Adds number by number; what is null in either is null in the sum. */
function addMembers<Sums extends { readonly [Name in keyof Sums]: number | null }>(sum: Sums, next: Sums): Sums {
  const names = Object.keys(sum) as (keyof Sums)[];
  const added = names.map((name) => {
    const [a, b] = [sum[name], next[name]];
    return [name, a === null || b === null ? null : a + b];
  });
  return Object.fromEntries(added) as Sums;
}

const NOTHING_SENT: Completeness = {
  sent: 0,
  delivered: 0,
  lost: 0,
  duplicatedOnWire: 0,
  duplicatedShown: 0,
  outOfOrder: 0,
  gaps: 0,
};

const NO_AGE: AgeSums = { area: 0, span: 0, peakSum: 0, peaks: 0 };

const NO_COST: CostSums = {
  windowMs: 0,
  deliveries: 0,
  requests: 0,
  pages: 0,
  emptyPages: 0,
  bytesUp: 0,
  bytesDown: 0,
  publishRequests: 0,
  publishBytesUp: 0,
  publishBytesDown: 0,
  serverCpuMicros: 0,
};
