import { expect, test } from '@jest/globals';
import type { Watcher } from '../../../servers/mailbox/mailboxes.ts';
import { wait } from '../../../servers/mailbox/wait.ts';
import { Waiter } from '../../../servers/mailbox/waiter.ts';
import type { Address } from '../../../servers/protocol/address.ts';
import { formatCursor } from '../../../servers/protocol/cursor.ts';
import type { Page } from '../../../servers/protocol/page.ts';

const box = 'user:bob' as Address;
const empty: Page = { kind: 'empty', cursor: formatCursor('e', 0) };
const full: Page = {
  kind: 'messages',
  messages: [{ seq: 1, id: 'a', from: 'user:alice', at: 0, body: '' }],
  cursor: formatCursor('e', 1),
  more: false,
};

/** A store that takes its time: each read shows what was there when it began, and `during` happens while it lasts. */
function slowStore(during: Record<number, () => void>) {
  let reads = 0;
  let hasMessage = false;
  const watchers = new Set<Watcher>();
  return {
    watchers,
    append(): void {
      hasMessage = true;
      for (const watcher of watchers) watcher.wake();
    },
    read: async (): Promise<Page> => {
      const page = hasMessage ? full : empty;
      reads += 1;
      await Promise.resolve();
      during[reads]?.();
      await Promise.resolve();
      return page;
    },
    watch: (_: Address, watcher: Watcher) => void watchers.add(watcher),
    unwatch: (_: Address, watcher: Watcher) => void watchers.delete(watcher),
  };
}

const options = { limit: 10, holdMs: 60_000 };

test('M8 a message that comes while the look lasts, too late for it, keeps the wait from beginning', async () => {
  const store = slowStore({ 1: () => store.append() });
  expect(await wait(store, box, 'start', { ...options, waiter: new Waiter() })).toBe(full);
  expect(store.watchers.size).toBe(0);
});

test.each([true, false])(
  'a wait that is ended during the look rejects, whether it found something: %s',
  async (found) => {
    const waiter = new Waiter();
    const reason = new Error('ended');
    const store = slowStore({ 1: () => waiter.end(reason) });
    if (found) store.append();
    await expect(wait(store, box, 'start', { ...options, waiter })).rejects.toBe(reason);
    expect(store.watchers.size).toBe(0);
  },
);

test('a store that fails leaves nothing registered', async () => {
  const failure = new Error('disk');
  const store = slowStore({
    1: () => {
      throw failure;
    },
  });
  await expect(wait(store, box, 'start', { ...options, waiter: new Waiter() })).rejects.toBe(failure);
  expect(store.watchers.size).toBe(0);
});
