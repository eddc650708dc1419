import { beforeEach, expect, test } from '@jest/globals';
import type { Watcher } from '../../../servers/mailbox/mailboxes.ts';
import { Watchers } from '../../../servers/mailbox/watchers.ts';
import type { Address } from '../../../servers/protocol/address.ts';

const bob = 'user:bob' as Address;
const carol = 'user:carol' as Address;
let watchers: Watchers;
let woken: string[];

beforeEach(() => {
  watchers = new Watchers();
  woken = [];
});

function watcher(name: string, onWake?: () => void): Watcher {
  return {
    wake() {
      woken.push(name);
      onWake?.();
    },
  };
}

test('the wakes of a turn are given together at its end', async () => {
  watchers.add(bob, watcher('bob'));
  watchers.wake(bob);
  watchers.wake(bob);
  for (let i = 0; i < 10; i += 1) await Promise.resolve();
  expect(woken).toEqual([]);
  await new Promise(setImmediate);
  expect(woken).toEqual(['bob']);
});

async function manyPromisesLater(): Promise<void> {
  for (let i = 0; i < 50; i += 1) await Promise.resolve();
}

test('an immediate that is asked for after the wake comes after the woken, and after what they do by promises', async () => {
  const order: string[] = [];
  watchers.add(
    bob,
    watcher('bob', () => {
      void manyPromisesLater().then(() => order.push('reader'));
    }),
  );
  watchers.wake(bob);
  await new Promise(setImmediate);
  order.push('sender');
  expect(order).toEqual(['reader', 'sender']);
});

test('only those who watch the mailbox are woken, all of them, once each', async () => {
  const twice = watcher('twice');
  watchers.add(bob, twice);
  watchers.add(bob, twice);
  watchers.add(bob, watcher('other'));
  watchers.add(carol, watcher('carol'));
  expect(watchers.count).toBe(3);
  watchers.wake(bob);
  await new Promise(setImmediate);
  expect(woken).toEqual(['twice', 'other']);
});

test('who leaves before the wake is not woken, also when another wake makes it leave', async () => {
  const second = watcher('second');
  const third = watcher('third');
  watchers.add(
    bob,
    watcher('first', () => watchers.remove(bob, second)),
  );
  watchers.add(bob, second);
  watchers.add(bob, third);
  watchers.wake(bob);
  watchers.remove(bob, third);
  await new Promise(setImmediate);
  expect(woken).toEqual(['first']);
  expect(watchers.count).toBe(1);
});

test('a wake after one that came to nothing, since its watcher left, is given', async () => {
  const gone = watcher('gone');
  watchers.wake(bob);
  watchers.add(bob, gone);
  watchers.wake(bob);
  watchers.remove(bob, gone);
  watchers.remove(bob, gone);
  expect(watchers.count).toBe(0);
  watchers.add(bob, watcher('next'));
  watchers.wake(bob);
  await new Promise(setImmediate);
  expect(woken).toEqual(['next']);
});
