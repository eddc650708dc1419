import { TRANSPORT_NAMES } from '../../../servers/protocol/transport-name.ts';
import type { Millis } from '../../../servers/protocol/units.ts';
import type { Lab } from '../lab/lab.ts';
import { seatAt } from '../race/seat.ts';

/** Within this B has polled, and has what A was not told of. */
const RECEIVED_WITHIN_MS: Millis = 2000;
/** Within this B has signed in with a server that has forgotten it. */
const BACK_WITHIN_MS: Millis = 5000;

/**
 * Brings about that messages are sent twice for a good reason: their receipts are lost on the way to A, whose line is cut
 * before it can ask again; and when it is back, the server has forgotten that it had them.
 *
 * @throws {Error} where the lab can't do it.
 */
export async function loseReceipts(lab: Lab, wait: (ms: Millis) => Promise<void> = sleep): Promise<void> {
  const phones = TRANSPORT_NAMES.map((lane) => seatAt(lane, 'a').phone);
  await lab.do({ do: 'lose-answer', phones });
  await Promise.all(
    phones.map(async (phone) => {
      await receiptLost(lab, phone);
      await lab.do({ do: 'unplug', phones: [phone] });
    }),
  );
  await wait(RECEIVED_WITHIN_MS);
  await lab.do({ do: 'restart', memory: 'lost' });
  await wait(BACK_WITHIN_MS);
  await lab.do({ do: 'plug', phones });
  // What was begun while it was out would have to run into its timeout first.
  await lab.do({ do: 'reset', phones });
}

/** Resolves when the answer that was to be lost is. */
function receiptLost(lab: Lab, phone: string): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = lab.state.subscribe((state) => {
      const { losesNextAnswer } = state?.phones.find(({ name }) => name === phone) ?? {};
      if (losesNextAnswer !== false) return;
      resolve();
      queueMicrotask(() => unsubscribe());
    });
  });
}

function sleep(ms: Millis): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
