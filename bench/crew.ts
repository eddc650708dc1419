import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Traffic } from '../clients/traffic.ts';
import type { Millis } from '../servers/protocol/units.ts';
import type { Arm, Delivery, Party } from './arms/arm.ts';
import { lastFaultOf } from './last-fault.ts';
import { longestWayMs } from './longest-way.ts';
import { NothingToMeasureError } from './nothing-to-measure-error.ts';
import { seeded } from './random.ts';
import type { Scenario } from './scenario.ts';

/** The clients of one round: pair `i` is sender `i` and receiver `i`, each as a user would have it. */
export interface Crew {
  readonly senders: readonly Party[];
  readonly receivers: readonly Party[];
  /** What goes over the sockets of all senders, and of all receivers. */
  readonly sendersTraffic: Traffic;
  readonly receiversTraffic: Traffic;
  /** Name of receiver `pair`. */
  nameOfReceiver(pair: number): string;
  /** Resolves when all receivers have ended; rejects with the first that failed. */
  readonly received: Promise<unknown>;
  /** Ends everything they have open. */
  close(): Promise<void>;
}

/** Clients that sign in at the same time. */
const AT_ONCE = 50;
/** The message by which a pair finds out that its line works; it is not one of the plan's. */
const FIRST_MESSAGE_ID = 'first';
const FIRST_MESSAGE_MS: Millis = 30_000;

/**
 * Signs everybody in, starts the receivers, and has each pair exchange a message, so that what a connection costs to set
 * up is not counted as a message's.
 *
 * @param handle Called with everything else that a receiver receives.
 * @param patienceMs So long, beside the longest way, is waited for a further pair's message.
 * @throws {NothingToMeasureError} where none comes.
 */
export async function assembleCrew(
  scenario: Scenario,
  url: string,
  arm: Arm,
  round: number,
  handle: (delivery: Delivery) => void,
  signal: AbortSignal,
  patienceMs: Millis = FIRST_MESSAGE_MS,
): Promise<Crew> {
  const sendersTraffic = new Traffic();
  const receiversTraffic = new Traffic();
  // On a server that is somebody else's, an earlier run may still hold its names.
  const run = scenario.url === null ? '' : `-${crypto.randomUUID().slice(0, 8)}`;
  const nameOf = (role: 'a' | 'b', pair: number): string => `${role}${pair}${run}`;
  const parties: Party[] = [];
  const leaving = new AbortController();
  const present = AbortSignal.any([signal, leaving.signal]);
  setMaxListeners(0, present);
  const join = async (role: 'a' | 'b', traffic: Traffic, pair: number): Promise<Party> => {
    const random = seeded(scenario.seed, arm.name, role, round, pair);
    const user = nameOf(role, pair);
    const party = await arm.connect({ url, user, traffic, scenario, random, signal: present });
    parties.push(party);
    // Who comes when the others have left already has nobody else to send him away.
    if (present.aborted) await party.close();
    return party;
  };
  const close = async (): Promise<void> => {
    leaving.abort(new Error('the round is over'));
    await Promise.all(parties.map((party) => party.close()));
  };
  const pairs = Array.from({ length: scenario.pairs }, (_, pair) => pair);
  try {
    const receivers = await inBatches(pairs, (pair) => join('b', receiversTraffic, pair));
    const waiting = new Set(pairs);
    let allArrived!: () => void;
    const arrival = new Promise<void>((resolve) => (allArrived = resolve));
    const received = Promise.all(
      receivers.map(async (receiver, pair) => {
        for await (const delivery of receiver.receive(signal)) {
          if (delivery.id !== FIRST_MESSAGE_ID) handle(delivery);
          else if (waiting.delete(pair) && waiting.size === 0) allArrived();
        }
      }),
    );
    // Who closes them may not be waiting for them any more.
    received.catch(() => {});
    const senders = await Promise.race([
      received.then(() => []),
      inBatches(pairs, async (pair) => {
        const sender = await join('a', sendersTraffic, pair);
        await sender.send(nameOf('b', pair), FIRST_MESSAGE_ID, '');
        return sender;
      }).then((joined) => arrival.then(() => joined)),
      standstill(waiting, patienceMs + longestWayMs(scenario), () => lastFaultOf(parties), present),
    ]);
    signal.throwIfAborted();
    const nameOfReceiver = (pair: number): string => nameOf('b', pair);
    return { senders, receivers, sendersTraffic, receiversTraffic, nameOfReceiver, received, close };
  } catch (failure) {
    await close();
    throw failure;
  }
}

/** Rejects when for so long none of those who wait has had what it waits for. */
async function standstill(
  waiting: ReadonlySet<number>,
  patienceMs: Millis,
  why: () => string,
  signal: AbortSignal,
): Promise<never> {
  const pairs = waiting.size;
  let before: number;
  do {
    before = waiting.size;
    await delay(patienceMs, undefined, { signal, ref: false });
  } while (waiting.size < before);
  const seconds = Math.round(patienceMs / 1000);
  throw new NothingToMeasureError(
    before === pairs
      ? `after ${seconds} s no pair had exchanged a first message${why()}`
      : `${pairs - before} of ${pairs} pairs exchanged a first message, then for ${seconds} s none; lower --pairs${why()}`,
  );
}

async function inBatches<Item, Result>(
  items: readonly Item[],
  each: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let i = 0; i < items.length; i += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(i, i + AT_ONCE).map((item) => each(item)))));
  }
  return results;
}
