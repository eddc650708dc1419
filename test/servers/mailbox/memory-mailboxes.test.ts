import { describe, expect, jest, test } from '@jest/globals';
import { type Mailboxes, MailboxesFullError, UnknownMailboxError } from '../../../servers/mailbox/mailboxes.ts';
import { createMemoryMailboxes } from '../../../servers/mailbox/memory-mailboxes.ts';
import type { Address } from '../../../servers/protocol/address.ts';
import { mailboxesContract } from '../../conformance/mailboxes-contract.ts';
import { cleanUp } from '../../harness/clean-up.ts';
import { eventually } from '../../harness/eventually.ts';

mailboxesContract('in memory', createMemoryMailboxes);

const bob = 'user:bob' as Address;

describe('upkeep', () => {
  test('M5 a mailbox that nobody touches any more loses its messages to age, then goes whole', async () => {
    jest.useFakeTimers();
    cleanUp(() => {
      jest.useRealTimers();
    });
    const mailboxes = createMemoryMailboxes({ retention: { maxAgeMs: 10_000 } });
    await mailboxes.open(bob);
    const { cursor } = await mailboxes.read(bob, 'start', { limit: 1 });
    await mailboxes.append(bob, { id: 'a', from: 'user:alice', body: '' });
    await jest.advanceTimersByTimeAsync(9_000);
    expect(mailboxes.held).toMatchObject({ mailboxes: 1, messages: 1 });
    await jest.advanceTimersByTimeAsync(7_000);
    expect(mailboxes.held).toEqual({ mailboxes: 0, messages: 0, bytes: 0 });
    await mailboxes.open(bob);
    expect(await mailboxes.read(bob, cursor, { limit: 1 })).toMatchObject({ kind: 'gap', reason: 'epoch-changed' });
    await mailboxes.close();
  });
});

test('M5 the mailbox of somebody who is there but neither reads nor is written to stays', async () => {
  jest.useFakeTimers();
  cleanUp(() => {
    jest.useRealTimers();
  });
  let isThere = true;
  const mailboxes = createMemoryMailboxes({ retention: { maxAgeMs: 10_000 }, isInUse: () => isThere });
  await mailboxes.open(bob);
  const { cursor } = await mailboxes.read(bob, 'start', { limit: 1 });
  await jest.advanceTimersByTimeAsync(60_000);
  expect(await mailboxes.read(bob, cursor, { limit: 1 })).toMatchObject({ kind: 'empty' });
  await jest.advanceTimersByTimeAsync(60_000);
  isThere = false;
  // Unused from now on, not since it was last touched.
  await jest.advanceTimersByTimeAsync(9_000);
  expect(mailboxes.held.mailboxes).toBe(1);
  await jest.advanceTimersByTimeAsync(7_000);
  expect(mailboxes.held.mailboxes).toBe(0);
  await mailboxes.close();
});

test('X4 the mailbox of somebody who is there makes no room for another; one further behind does', async () => {
  const there = new Set<Address>();
  const mailboxes = createMemoryMailboxes({ retention: { maxMailboxes: 500 }, isInUse: (box) => there.has(box) });
  cleanUp(() => mailboxes.close());
  const boxes = Array.from({ length: 500 }, (_, i) => `user:u${i}` as Address);
  for (const box of boxes) {
    await mailboxes.open(box);
    there.add(box);
  }
  await expect(mailboxes.open(bob)).rejects.toThrow(MailboxesFullError);
  there.delete(boxes[450]!);
  // Each look goes a little further.
  await eventually(() => mailboxes.open(bob));
  expect(mailboxes.held.mailboxes).toBe(500);
  await expect(mailboxes.read(boxes[450]!, 'start', { limit: 1 })).rejects.toThrow(UnknownMailboxError);
});

describe('cost', () => {
  const plenty = 1_000_000;
  type Prepare = (mailboxes: Mailboxes) => Promise<void>;

  /** Time of 5000 appends and reads of the newest message, in ms: the least of several. */
  async function timeOf(prepare: Prepare, maxMessages = plenty): Promise<number> {
    const mailboxes = createMemoryMailboxes({ retention: { maxMessages, maxBytes: 2 ** 40, maxTotalBytes: 2 ** 40 } });
    cleanUp(() => mailboxes.close());
    await mailboxes.open(bob);
    await prepare(mailboxes);
    let { cursor } = await mailboxes.read(bob, 'end', { limit: 1 });
    let least = Infinity;
    for (let round = 0; round < 7; round += 1) {
      const begin = performance.now();
      for (let i = 0; i < 5000; i += 1) {
        await mailboxes.append(bob, { id: `${round}-${i}`, from: 'user:alice', body: 'hello' });
        ({ cursor } = await mailboxes.read(bob, cursor, { limit: 10 }));
      }
      least = Math.min(least, performance.now() - begin);
    }
    return least;
  }

  const keep: Prepare = async (mailboxes) => {
    for (let i = 0; i < 100_000; i += 1) {
      await mailboxes.append(bob, { id: `old-${i}`, from: 'user:alice', body: 'hello' });
    }
  };
  const open: Prepare = async (mailboxes) => {
    for (let i = 0; i < 20_000; i += 1) await mailboxes.open(`user:u${i}` as Address);
  };
  const watch: Prepare = async (mailboxes) => {
    for (let i = 0; i < 20_000; i += 1) mailboxes.watch(`user:u${i}` as Address, { wake() {} });
  };

  test.each<[what: string, among: Prepare, maxMessages: number]>([
    ['mailboxes there are', open, plenty],
    ['messages are kept', keep, plenty],
    ['messages are kept, when each takes the place of another', keep, 100_000],
    ['readers wait at other mailboxes', watch, plenty],
  ])('a message costs the same however many %s', async (_, among, maxMessages) => {
    const alone = await timeOf(async () => {});
    // A cost that grew with them would be a hundred times as much; noise is not.
    expect(await timeOf(among, maxMessages)).toBeLessThan(alone * 5);
  });
});
