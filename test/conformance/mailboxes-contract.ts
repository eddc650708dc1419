import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Mailboxes, MailboxesFullError, UnknownMailboxError } from '../../servers/mailbox/mailboxes.ts';
import type { Retention } from '../../servers/mailbox/retention.ts';
import { Waiter } from '../../servers/mailbox/waiter.ts';
import type { Address } from '../../servers/protocol/address.ts';
import { type Cursor, formatCursor, placeOf } from '../../servers/protocol/cursor.ts';
import type { Message } from '../../servers/protocol/message.ts';
import { hasMore, type Page } from '../../servers/protocol/page.ts';

export interface MailboxesSetup {
  readonly retention?: Partial<Retention>;
  readonly now?: () => number;
}

const bob = 'user:bob' as Address;
const carol = 'user:carol' as Address;

/** What every store of mailboxes must do, whatever it keeps them in. Run it once per implementation. */
export function mailboxesContract(name: string, create: (setup: MailboxesSetup) => Mailboxes): void {
  describe(`mailboxes: ${name}`, () => {
    let now = 1000;
    let mailboxes: Mailboxes;
    let all: Mailboxes[] = [];

    async function open(retention: Partial<Retention> = {}): Promise<Mailboxes> {
      const opened = create({ retention, now: () => now });
      all.push(opened);
      await opened.open(bob);
      return opened;
    }

    beforeEach(async () => {
      now = 1000;
      mailboxes = await open();
    });

    afterEach(async () => {
      const left = all.map(({ watching }) => watching);
      await Promise.all(all.map((each) => each.close()));
      all = [];
      expect(left.filter((watching) => watching !== 0)).toEqual([]);
    });

    async function send(count: number, to = mailboxes, box = bob): Promise<Message[]> {
      const sent: Message[] = [];
      for (let i = 0; i < count; i += 1) {
        const { message } = await to.append(box, { id: `${now}-${i}`, from: 'user:alice', body: `body ${i}` });
        sent.push(message);
      }
      return sent;
    }

    function read(from: Cursor | 'start' | 'end', limit = 1000, box = bob): Promise<Page> {
      return mailboxes.read(box, from, { limit });
    }

    function wait(from: Cursor | 'start' | 'end', waiter = new Waiter(), holdMs = 60_000): Promise<Page> {
      return mailboxes.wait(bob, from, { limit: 1000, holdMs, waiter });
    }

    const seqsOf = (page: Page): number[] => (page.kind === 'messages' ? page.messages.map(({ seq }) => seq) : []);

    test('M1 seqs are dense from 1, per mailbox, also where appends come at once', async () => {
      await mailboxes.open(carol);
      const appended = await Promise.all(
        Array.from({ length: 200 }, (_, i) =>
          mailboxes.append(i % 2 === 0 ? bob : carol, { id: String(i), from: 'user:alice', body: '' }),
        ),
      );
      const dense = Array.from({ length: 100 }, (_, i) => i + 1);
      expect(appended.filter((_, i) => i % 2 === 0).map(({ message }) => message.seq)).toEqual(dense);
      expect(seqsOf(await read('start', 1000, carol))).toEqual(dense);
    });

    test('M1 a page begins right after its cursor and has no hole, wherever it begins', async () => {
      await send(50);
      await fc.assert(
        fc.asyncProperty(fc.nat(50), fc.integer({ min: 1, max: 60 }), async (after, limit) => {
          const { epoch } = placeOf((await read('end')).cursor);
          const page = await read(formatCursor(epoch, after), limit);
          const expected = Array.from({ length: Math.min(limit, 50 - after) }, (_, i) => after + 1 + i);
          expect(seqsOf(page)).toEqual(expected);
          expect(placeOf(page.cursor).seq).toBe(after + expected.length);
          expect(hasMore(page)).toBe(after + expected.length < 50);
        }),
      );
    });

    test('M2 the epoch is fresh whenever memory was lost: a cursor of the lost log is answered with a gap', async () => {
      await send(3);
      const { cursor } = await read('start');
      mailboxes = await open();
      expect(await read(cursor)).toMatchObject({ kind: 'gap', reason: 'epoch-changed' });
    });

    test('M2 after a changed epoch everything of the new log is new', async () => {
      const { cursor } = await read('start');
      mailboxes = await open();
      await send(2);
      const gap = await read(cursor);
      expect(gap).toMatchObject({ kind: 'gap', reason: 'epoch-changed' });
      expect(seqsOf(await read(gap.cursor))).toEqual([1, 2]);
    });

    test('M3 a cursor ahead of the log is a gap, and only what comes from then on is new', async () => {
      await send(3);
      const { epoch } = placeOf((await read('end')).cursor);
      const gap = await read(formatCursor(epoch, 4));
      expect(gap).toEqual({ kind: 'gap', reason: 'ahead', cursor: formatCursor(epoch, 3) });
    });

    test('M3 a cursor before what is kept is a gap; one right at its edge is not', async () => {
      mailboxes = await open({ maxMessages: 10 });
      const start = await read('start');
      await send(15);
      const { epoch } = placeOf(start.cursor);
      const edge = formatCursor(epoch, 5);
      expect(await read(start.cursor)).toEqual({ kind: 'gap', reason: 'trimmed', cursor: edge });
      expect(await read(formatCursor(epoch, 4))).toEqual({ kind: 'gap', reason: 'trimmed', cursor: edge });
      expect(seqsOf(await read(edge))).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    });

    test('M3 a first reader who asks for the start of a log that was trimmed is told so', async () => {
      mailboxes = await open({ maxMessages: 1 });
      await send(2);
      expect(await read('start')).toMatchObject({ kind: 'gap', reason: 'trimmed' });
    });

    test('M3 a log that is empty but once had more is a gap, not nothing new', async () => {
      mailboxes = await open({ maxAgeMs: 100 });
      const before = await read('start');
      await send(2);
      now += 101;
      expect(await read(before.cursor)).toMatchObject({ kind: 'gap', reason: 'trimmed' });
      expect(await read('start')).toMatchObject({ kind: 'gap', reason: 'trimmed' });
    });

    test('M4 a gap holds no messages, and its cursor leads to all that is left', async () => {
      mailboxes = await open({ maxMessages: 3 });
      await send(5);
      const gap = await read('start');
      expect(Object.keys(gap).toSorted()).toEqual(['cursor', 'kind', 'reason']);
      expect(seqsOf(await read(gap.cursor))).toEqual([3, 4, 5]);
    });

    test('M5 reading does not consume', async () => {
      await send(3);
      const first = await read('start');
      expect(await read('start')).toEqual(first);
      expect(seqsOf(first)).toEqual([1, 2, 3]);
    });

    test('M5 retention by count', async () => {
      mailboxes = await open({ maxMessages: 10 });
      await send(1000);
      expect(mailboxes.held.messages).toBe(10);
      expect(seqsOf(await read((await read('start')).cursor))).toEqual(Array.from({ length: 10 }, (_, i) => 991 + i));
    });

    test('M5 retention by age', async () => {
      mailboxes = await open({ maxAgeMs: 1000 });
      await send(2);
      now += 1000;
      await send(1);
      expect(mailboxes.held.messages).toBe(3);
      now += 1;
      expect(seqsOf(await read((await read('start')).cursor))).toEqual([3]);
      expect(mailboxes.held.messages).toBe(1);
    });

    test('M5 retention by bytes', async () => {
      mailboxes = await open({ maxBytes: 100_000 });
      for (let i = 0; i < 100; i += 1) {
        await mailboxes.append(bob, { id: String(i), from: 'user:alice', body: 'x'.repeat(5000) });
      }
      expect(mailboxes.held.bytes).toBeLessThanOrEqual(100_000);
      expect(mailboxes.held.messages).toBeGreaterThan(10);
      expect(mailboxes.held.messages).toBeLessThanOrEqual(20);
    });

    test('M5 retention that is set anew counts from the next look', async () => {
      mailboxes = await open();
      await send(10);
      mailboxes.retention = { ...mailboxes.retention, maxMessages: 2 };
      const page = await read('start');
      expect(page).toMatchObject({ kind: 'gap', reason: 'trimmed' });
      expect(seqsOf(await read(page.cursor))).toEqual([9, 10]);
      expect(mailboxes.held.messages).toBe(2);
    });

    test('M5 over all mailboxes together nothing is trimmed: the append is refused', async () => {
      mailboxes = await open({ maxTotalBytes: 10_000 });
      await mailboxes.open(carol);
      await mailboxes.append(bob, { id: '1', from: 'user:alice', body: 'x'.repeat(8000) });
      await expect(
        mailboxes.append(carol, { id: '2', from: 'user:alice', body: 'x'.repeat(8000) }),
      ).rejects.toBeInstanceOf(MailboxesFullError);
      expect(seqsOf(await read('start'))).toEqual([1]);
      expect(await read('start', 10, carol)).toMatchObject({ kind: 'empty' });
    });

    test('M7 also where nothing more may be added, a repeat gets the first one back', async () => {
      mailboxes = await open({ maxTotalBytes: 10_000 });
      const entry = { id: '1', from: 'user:alice', body: 'x'.repeat(8000) };
      const { message } = await mailboxes.append(bob, entry);
      expect(await mailboxes.append(bob, entry)).toMatchObject({ repeated: true, message });
    });

    test('X4 mailboxes are bounded: one that never had a message makes room, none that had one does', async () => {
      mailboxes = await open({ maxMailboxes: 2 });
      await mailboxes.open(carol);
      await mailboxes.append(carol, { id: '1', from: 'user:alice', body: '' });
      await mailboxes.open('user:dave' as Address);
      expect(mailboxes.held.mailboxes).toBe(2);
      await expect(read('start')).rejects.toBeInstanceOf(UnknownMailboxError);
      expect(seqsOf(await read('start', 10, carol))).toEqual([1]);
      await mailboxes.append('user:dave' as Address, { id: '1', from: 'user:alice', body: '' });
      await expect(mailboxes.open(bob)).rejects.toBeInstanceOf(MailboxesFullError);
      // Who has one may come back to it.
      await mailboxes.open(carol);
    });

    test('X4 a mailbox that is watched makes no room', async () => {
      mailboxes = await open({ maxMailboxes: 1 });
      const waiter = new Waiter();
      const waited = wait('end', waiter);
      await new Promise(setImmediate);
      await expect(mailboxes.open(carol)).rejects.toBeInstanceOf(MailboxesFullError);
      waiter.end(new Error('left'));
      await expect(waited).rejects.toThrow('left');
      await mailboxes.open(carol);
    });

    test('M6 a message is the same whether it is replayed, waited for, or read alone', async () => {
      const waited = wait('end');
      await Promise.all(['a', 'b', 'c'].map((id) => mailboxes.append(bob, { id, from: 'user:alice', body: id })));
      const live = await waited;
      const replayed = await read('start');
      const alone = await read((await read('start', 1)).cursor, 1);
      expect(live).toEqual(replayed);
      if (replayed.kind !== 'messages' || alone.kind !== 'messages') throw new Error('no messages');
      expect(alone.messages[0]).toEqual(replayed.messages[1]);
    });

    test('M7 the same id of the same sender is one message; the repeat gets the first one back', async () => {
      const first = await mailboxes.append(bob, { id: 'a', from: 'user:alice', body: 'one' });
      now += 5;
      const again = await mailboxes.append(bob, { id: 'a', from: 'user:alice', body: 'one' });
      expect(first.repeated).toBe(false);
      expect(again).toMatchObject({ repeated: true, message: first.message });
      expect(mailboxes.held.messages).toBe(1);
    });

    test('M7 the same id of another sender, or to another mailbox, is another message', async () => {
      await mailboxes.open(carol);
      const entry = { id: 'a', from: 'user:alice', body: '' };
      await mailboxes.append(bob, entry);
      expect((await mailboxes.append(bob, { ...entry, from: 'user:dave' })).repeated).toBe(false);
      expect((await mailboxes.append(carol, entry)).repeated).toBe(false);
    });

    test('M7 an id is known for as long as its message is kept', async () => {
      mailboxes = await open({ maxMessages: 2 });
      await send(3);
      const entry = { from: 'user:alice', body: '' };
      expect((await mailboxes.append(bob, { ...entry, id: '1000-2' })).repeated).toBe(true);
      expect((await mailboxes.append(bob, { ...entry, id: '1000-0' })).repeated).toBe(false);
    });

    test('M8 no wake-up is lost, however close the message and the wait come', async () => {
      for (let steps = 0; steps < 30; steps += 1) {
        const { cursor } = await read('end');
        const waited = wait(cursor);
        for (let step = 0; step < steps; step += 1) await Promise.resolve();
        await send(1);
        now += 1;
        expect((await waited).kind).toBe('messages');
      }
    });

    test('waiting looks first: what is there is given at once', async () => {
      await send(2);
      expect(seqsOf(await wait('start'))).toEqual([1, 2]);
      expect(mailboxes.watching).toBe(0);
    });

    test('the end of the hold is an empty page with the same cursor', async () => {
      const { cursor } = await read('end');
      expect(await wait(cursor, new Waiter(), 5)).toEqual({ kind: 'empty', cursor });
    });

    test('all messages of one turn wake a waiter once, with all of them', async () => {
      const waited = wait('end');
      await Promise.resolve();
      await Promise.all(['a', 'b', 'c'].map((id) => mailboxes.append(bob, { id, from: 'user:alice', body: '' })));
      expect(seqsOf(await waited)).toEqual([1, 2, 3]);
    });

    test('who waited has its page before an immediate that is asked for after the append', async () => {
      const order: string[] = [];
      const waited = wait('end').then(() => order.push('reader'));
      await new Promise(setImmediate);
      await mailboxes.append(bob, { id: 'a', from: 'user:alice', body: '' });
      await new Promise(setImmediate);
      order.push('sender');
      await waited;
      expect(order).toEqual(['reader', 'sender']);
    });

    test('a wait that was ended rejects with the reason, whenever that was', async () => {
      const reason = new Error('ended');
      const before = new Waiter();
      before.end(reason);
      await expect(wait('end', before)).rejects.toBe(reason);
      for (let steps = 0; steps < 20; steps += 1) {
        const waiter = new Waiter();
        const waited = wait('end', waiter);
        waited.catch(() => {});
        for (let step = 0; step < steps; step += 1) await Promise.resolve();
        waiter.end(reason);
        await expect(waited).rejects.toBe(reason);
      }
    });

    test('M9 after a storm of aborted waits nobody waits, and no listener is left', async () => {
      const waiters = Array.from({ length: 10_000 }, () => new Waiter());
      const waits = Promise.allSettled(waiters.map((waiter) => wait('end', waiter)));
      await new Promise(setImmediate);
      expect(mailboxes.watching).toBe(10_000);
      for (const waiter of waiters) waiter.end(new Error('left'));
      expect((await waits).every(({ status }) => status === 'rejected')).toBe(true);
      expect(mailboxes.watching).toBe(0);
      expect(waiters.flatMap((waiter) => waiter.eventNames())).toEqual([]);
    });

    test('a mailbox that nobody opened is unknown', async () => {
      await expect(mailboxes.append(carol, { id: 'a', from: 'user:alice', body: '' })).rejects.toBeInstanceOf(
        UnknownMailboxError,
      );
      await expect(mailboxes.read(carol, 'start', { limit: 1 })).rejects.toBeInstanceOf(UnknownMailboxError);
    });

    test('opening again keeps what is there', async () => {
      await send(1);
      await mailboxes.open(bob);
      expect(seqsOf(await read('start'))).toEqual([1]);
    });

    test('X4 a page is bounded in bytes as they go over the wire: a control character counts for six', async () => {
      mailboxes = await open({ maxBytes: 10_000_000 });
      for (let i = 0; i < 40; i += 1) {
        await mailboxes.append(bob, { id: String(i), from: 'user:alice', body: '\u0001'.repeat(8192) });
      }
      const page = await read('start');
      expect(seqsOf(page).length).toBeGreaterThan(1);
      expect(JSON.stringify(page).length).toBeLessThan(140_000);
    });

    test('a page has a bound in bytes, but always at least one message', async () => {
      mailboxes = await open({ maxBytes: 10_000_000 });
      for (let i = 0; i < 4; i += 1) {
        await mailboxes.append(bob, { id: String(i), from: 'user:alice', body: 'x'.repeat(100_000) });
      }
      const page = await read('start');
      expect(page).toMatchObject({ kind: 'messages', more: true });
      expect(seqsOf(page)).toEqual([1]);
    });
  });
}
