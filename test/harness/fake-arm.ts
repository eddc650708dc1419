import type { Arm, Delivery } from '../../bench/arms/arm.ts';
import { Inbox } from '../../clients/core/inbox.ts';

/**
 * An arm without a server and without a network: the test decides what becomes of each message.
 *
 * @param carry Is given the id of each message that is sent, and what brings it to its receiver, with what else is told of it;
 *   where it returns a promise, the sender knows with it that it is stored.
 */
export function fakeArm(carry: (id: string, arrive: (about?: Omit<Delivery, 'id'>) => void) => unknown): Arm {
  const inboxes = new Map<string, Inbox<Delivery>>();
  return {
    name: 'fake',
    theory: null,
    startServer: async () => ({ url: 'fake:', stop: async () => {} }),
    async connect({ user }) {
      const inbox = new Inbox<Delivery>();
      inboxes.set(user, inbox);
      return {
        async send(to, id) {
          await carry(id, (about) => inboxes.get(to)?.put({ id, ...about }));
        },
        async *receive(signal) {
          const stop = (): void => inbox.fail(signal.reason as Error);
          signal.addEventListener('abort', stop, { once: true });
          try {
            for (;;) yield await inbox.take();
          } finally {
            signal.removeEventListener('abort', stop);
          }
        },
        close: async () => inbox.fail(new Error('it is closed')),
      };
    },
  };
}
