import { acceptServerOrder } from './input/server-order.ts';
import type { OrderOutcome } from './protocol/server-order.ts';
import type { RestartableServer } from './restartable-server.ts';

/**
 * Does what the program that started this one tells it over the IPC channel, one thing after the other, until the returned
 * function is called; that resolves when nothing is under way any more. What is no order is a message to somebody else.
 */
export function obeyOrders(server: RestartableServer): () => Promise<void> {
  let obeyed = Promise.resolve();
  const receive = (message: unknown): void => {
    if (typeof message !== 'object' || message === null || !('order' in message)) return;
    const before = obeyed;
    obeyed = (async () => {
      await before;
      const outcome = await obey(server, message);
      if (process.connected) process.send!(outcome);
    })();
  };
  process.on('message', receive);
  return () => {
    process.off('message', receive);
    return obeyed;
  };
}

async function obey(server: RestartableServer, message: object): Promise<OrderOutcome> {
  try {
    const order = acceptServerOrder(message);
    if (order.order === 'go-away') await server.goAway();
    else await server.comeBack(order.settings);
    return { done: true };
  } catch (failure) {
    return { failed: failure instanceof Error ? failure.message : String(failure) };
  }
}
