import { Traffic } from '../clients/traffic.ts';
import type { Millis } from '../servers/protocol/units.ts';
import type { Arm } from './arms/arm.ts';
import { lastFaultOf } from './last-fault.ts';
import { now } from './clock.ts';
import { NothingToMeasureError } from './nothing-to-measure-error.ts';
import type { Scenario } from './scenario.ts';

/** The rehearsal ends with whichever comes first. */
const MESSAGES = 500;
const LONGEST_MS: Millis = 400;
/** And so long after that nothing more is waited for. */
const PATIENCE_MS: Millis = 2000;

/**
 * Exchanges some hundred messages as fast as they go, over the arm that is going to be measured, between two who then
 * leave. A process that has just started runs code that is not compiled yet, several times as slowly as it ever will
 * again; at a few messages a second, a warm-up of seconds does not change that.
 *
 * @param url Of the server itself: a link would only make it longer.
 * @throws {NothingToMeasureError} where it takes no message.
 */
export async function rehearse(scenario: Scenario, url: string, arm: Arm, signal: AbortSignal): Promise<void> {
  const receiverName = `rehearsing-${crypto.randomUUID().slice(0, 8)}`;
  const connect = (user: string): ReturnType<Arm['connect']> =>
    arm.connect({
      url,
      user,
      traffic: new Traffic(),
      scenario: { ...scenario, pollIntervalMs: 0 },
      random: Math.random,
      signal,
    });
  const receiver = await connect(receiverName);
  try {
    const sender = await connect(`${receiverName}-a`);
    try {
      const body = 'x'.repeat(scenario.payloadBytes);
      const send = (id: number): Promise<unknown> => sender.send(receiverName, String(id), body);
      const endAtMs = now() + LONGEST_MS;
      const ending = new AbortController();
      let received = 0;
      let stored = 0;
      const receiving = AbortSignal.any([signal, ending.signal]);
      const over = new Promise<never>((_, reject) => {
        receiving.addEventListener('abort', () => reject(receiving.reason as Error), { once: true });
      });
      over.catch(() => {});
      // A client goes on trying with a server that takes nothing.
      const sendOne = async (): Promise<void> => {
        await Promise.race([send(received), over]);
        stored += 1;
      };
      // An arm that loses a message would rehearse for ever.
      const enough = setTimeout(() => ending.abort(new Error('it was long enough')), LONGEST_MS + PATIENCE_MS);
      try {
        await sendOne();
        for await (const _ of receiver.receive(receiving)) {
          received += 1;
          if (received >= MESSAGES || now() >= endAtMs) break;
          await sendOne();
        }
      } catch (failure) {
        if (!ending.signal.aborted) throw failure;
      } finally {
        clearTimeout(enough);
      }
      signal.throwIfAborted();
      if (stored === 0)
        throw new NothingToMeasureError(
          `no message could be sent within ${(LONGEST_MS + PATIENCE_MS) / 1000} s${lastFaultOf([sender, receiver])}`,
        );
    } finally {
      await sender.close();
    }
  } finally {
    await receiver.close();
  }
}
