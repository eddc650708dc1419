import { beforeEach, describe, expect, test } from '@jest/globals';
import { Follower, type Sink } from '../../../servers/mailbox/follower.ts';
import type { Mailboxes } from '../../../servers/mailbox/mailboxes.ts';
import { createMemoryMailboxes } from '../../../servers/mailbox/memory-mailboxes.ts';
import type { Address } from '../../../servers/protocol/address.ts';
import type { Position } from '../../../servers/protocol/cursor.ts';
import type { Page } from '../../../servers/protocol/page.ts';
import { cleanUp } from '../../harness/clean-up.ts';
import { Recorder } from '../../harness/recorder.ts';

const bob = 'user:bob' as Address;
let mailboxes: Mailboxes;
let pages: Recorder<Page>;
let isFull: boolean;
let failures: unknown[];

beforeEach(async () => {
  mailboxes = createMemoryMailboxes({ retention: { maxMessages: 100 } });
  cleanUp(() => mailboxes.close());
  await mailboxes.open(bob);
  pages = new Recorder();
  isFull = false;
  failures = [];
});

const sink: Sink = {
  write: (page) => pages.put(page),
  isFull: () => isFull,
  failed: (failure) => failures.push(failure),
};

function follow(from: Position, limit = 10): Follower {
  const follower = new Follower(mailboxes, bob, from, { limit }, sink);
  follower.start();
  cleanUp(() => {
    follower.stop();
    expect(mailboxes.watching).toBe(0);
  });
  return follower;
}

async function send(count: number): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, (_, i) =>
      mailboxes.append(bob, { id: `${performance.now()}-${i}`, from: 'user:alice', body: '' }),
    ),
  );
}

const seqs = (all: readonly Page[]): number[] =>
  all.flatMap((page) => (page.kind === 'messages' ? page.messages.map(({ seq }) => seq) : []));
const count = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('following', () => {
  test('M6 replay comes before live, in order, never interleaved', async () => {
    await send(25);
    follow('start');
    await send(25);
    await send(25);
    await pages.until((all) => seqs(all).length === 75);
    expect(seqs(pages.all)).toEqual(count(1, 75));
  });

  test('M6 also where reading takes its time and wakes come meanwhile', async () => {
    let reading = 0;
    const slow: Mailboxes = Object.assign(Object.create(mailboxes) as Mailboxes, {
      watch: (...args: Parameters<Mailboxes['watch']>) => mailboxes.watch(...args),
      unwatch: (...args: Parameters<Mailboxes['unwatch']>) => mailboxes.unwatch(...args),
      async read(...args: Parameters<Mailboxes['read']>) {
        reading += 1;
        expect(reading).toBe(1);
        const page = await mailboxes.read(...args);
        await new Promise(setImmediate);
        await new Promise(setImmediate);
        reading -= 1;
        return page;
      },
    });
    const follower = new Follower(slow, bob, 'start', { limit: 7 }, sink);
    follower.start();
    for (let i = 0; i < 20; i += 1) {
      await send(3);
      follower.wake();
    }
    await pages.until((all) => seqs(all).length >= 60);
    follower.stop();
    expect(seqs(pages.all)).toEqual(count(1, 60));
    expect(failures).toEqual([]);
  });

  test('W1 the first page with nothing behind it says "caught up", also when it is empty', async () => {
    follow('start');
    expect(await pages.take()).toMatchObject({ kind: 'empty' });
    await send(1);
    expect(seqs([await pages.take()])).toEqual([1]);
  });

  test('no empty page once caught up', async () => {
    const follower = follow('end');
    await pages.take();
    follower.wake();
    follower.wake();
    await new Promise(setImmediate);
    expect(pages.all).toHaveLength(1);
  });

  test('M4 a gap is told, and what is left follows', async () => {
    await send(150);
    follow('start');
    expect(await pages.take()).toMatchObject({ kind: 'gap', reason: 'trimmed' });
    await pages.until((all) => seqs(all).length === 100);
    expect(seqs(pages.all)).toEqual(count(51, 150));
  });

  test('W4 for a full sink nothing is read; with room again all of it comes', async () => {
    const follower = follow('start');
    await pages.take();
    isFull = true;
    await send(30);
    await send(30);
    expect(pages.all).toHaveLength(1);
    isFull = false;
    follower.wake();
    await pages.until((all) => seqs(all).length === 60);
    expect(seqs(pages.all)).toEqual(count(1, 60));
  });

  test('W4 a sink that fills up in the middle stops the reading there', async () => {
    await send(60);
    const filling: Sink = {
      ...sink,
      write(page) {
        sink.write(page);
        isFull = pages.all.length === 2;
      },
    };
    const follower = new Follower(mailboxes, bob, 'start', { limit: 10 }, filling);
    follower.start();
    await new Promise(setImmediate);
    expect(seqs(pages.all)).toEqual(count(1, 20));
    isFull = false;
    follower.wake();
    await pages.until((all) => seqs(all).length === 60);
    follower.stop();
  });

  test('W4 what was trimmed while the sink was full is announced as lost', async () => {
    const follower = follow('start');
    await pages.take();
    isFull = true;
    await send(150);
    isFull = false;
    follower.wake();
    expect(await pages.take()).toMatchObject({ kind: 'gap', reason: 'trimmed' });
    await pages.until((all) => seqs(all).length === 100);
  });

  test('after the stop nothing is written, also of a read under way', async () => {
    await send(1);
    const follower = follow('start');
    follower.stop();
    await send(1);
    await new Promise(setImmediate);
    expect(pages.all).toEqual([]);
  });

  test('a read that fails ends it and is told', async () => {
    const failure = new Error('disk');
    const broken: Mailboxes = Object.assign(Object.create(mailboxes) as Mailboxes, {
      read: () => Promise.reject(failure),
      watch: () => {},
      unwatch: () => {},
    });
    new Follower(broken, bob, 'start', { limit: 10 }, sink).start();
    await new Promise(setImmediate);
    expect(failures).toEqual([failure]);
    expect(pages.all).toEqual([]);
  });
});
