import { expect, test } from '@jest/globals';
import { Waiter } from '../../../servers/mailbox/waiter.ts';

test('sleeps until woken', async () => {
  const waiter = new Waiter();
  let isAwake = false;
  const asleep = waiter.sleep(60_000).then(() => (isAwake = true));
  await new Promise(setImmediate);
  expect(isAwake).toBe(false);
  waiter.wake();
  await asleep;
});

test('sleeps at most for the time given', async () => {
  await expect(new Waiter().sleep(5)).resolves.toBeUndefined();
});

test('a wake before the sleep keeps it from beginning, once', async () => {
  const waiter = new Waiter();
  waiter.wake();
  await waiter.sleep(60_000);
  let isAwake = false;
  const second = waiter.sleep(60_000).then(() => (isAwake = true));
  await new Promise(setImmediate);
  expect(isAwake).toBe(false);
  waiter.wake();
  await second;
});

test('an end rejects this sleep and every later one, with the first reason', async () => {
  const waiter = new Waiter();
  const asleep = waiter.sleep(60_000);
  const reason = new Error('first');
  waiter.end(reason);
  waiter.end(new Error('second'));
  await expect(asleep).rejects.toBe(reason);
  await expect(waiter.sleep(60_000)).rejects.toBe(reason);
});

test('M9 leaves no listener and no timer, however it ended', async () => {
  const waiter = new Waiter();
  const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const before = timers();
  for (let i = 0; i < 1000; i += 1) {
    const asleep = waiter.sleep(60_000);
    waiter.wake();
    await asleep;
  }
  const ended = new Waiter();
  const asleep = ended.sleep(60_000);
  ended.end(new Error('left'));
  await asleep.catch(() => {});
  expect([...waiter.eventNames(), ...ended.eventNames()]).toEqual([]);
  expect(timers()).toBe(before);
});
