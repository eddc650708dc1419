import { describe, expect, test } from '@jest/globals';
import type { ClientStatus } from '../../../clients/core/client.ts';
import { NO_SIGNS_YET } from '../../../clients/core/connection.ts';
import { ENTRIES_KEPT, Ledger, type LedgerCount, verdictOf } from '../../../clients/demo/breaking/ledger.ts';
import type { PhoneEvent } from '../../../clients/demo/phone/phone.ts';
import type { Message } from '../../../servers/protocol/message.ts';

/** A lane of which a test tells what happens; a tick of its clock is a millisecond. */
function openBook() {
  const ledger = new Ledger();
  let at = 1000;
  let status: ClientStatus = {
    transport: 'short-polling',
    state: 'live',
    connection: { kind: 'polls', phase: 'idle', phaseMs: 0, holdMs: null, nextInMs: 1000 },
    position: 'start',
    duplicates: 0,
    gaps: 0,
    pages: 0,
    emptyPages: 0,
    unsent: 0,
    failures: 0,
    nextAttemptInMs: null,
    lastFault: null,
  };
  const tellA = (event: Body): void => ledger.add('a', { at, ...event });
  const tellB = (event: Body): void => ledger.add('b', { at, ...event });
  return {
    count: (): LedgerCount => ledger.count,
    verdict: () => verdictOf(ledger.count, at),
    after(ms: number) {
      at += ms;
    },
    send(...ids: string[]) {
      for (const id of ids) {
        tellA({ kind: 'sending', id, to: 'user:b', body: id });
        tellA({ kind: 'stored', id, receipt: { id, at, online: true } });
      }
    },
    sendUnheard(id: string) {
      tellA({ kind: 'sending', id, to: 'user:b', body: id });
    },
    refuse(id: string) {
      tellA({ kind: 'refused', id, code: 'too-large', message: 'no' });
    },
    show(...ids: string[]) {
      for (const id of ids) tellB({ kind: 'received', item: { kind: 'message', message: { id } as Message } });
    },
    announceGap() {
      tellB({ kind: 'received', item: { kind: 'gap', reason: 'epoch-changed' } });
    },
    notice(id: string) {
      const message = { id, notice: { code: 'presence' } } as Message;
      tellB({ kind: 'received', item: { kind: 'message', message } });
    },
    status(changes: Partial<ClientStatus> = {}) {
      status = { ...status, ...changes };
      tellB({ kind: 'status', status });
    },
    signInAgain() {
      tellB({ kind: 'signed-in', address: 'user:b', transport: 'short-polling' });
    },
  };
}

type Body = PhoneEvent extends infer Event ? (Event extends PhoneEvent ? Omit<Event, 'at'> : never) : never;

const NOTHING = {
  sent: 0,
  stored: 0,
  received: 0,
  refused: 0,
  droppedAgain: 0,
  shownTwice: 0,
  outOfOrder: 0,
  lostAnnounced: 0,
  lostSilently: 0,
  missing: 0,
  missingSince: null,
};

/** A socket whose server has pinged so often. */
function socket(received: number, silentMs: number, roundTripMs: number | null = null): ClientStatus['connection'] {
  return {
    kind: 'socket',
    readyState: 1,
    readyStateName: 'OPEN',
    ...NO_SIGNS_YET,
    silentMs,
    heartbeats: { received, sent: 0, answered: 0, roundTripMs },
    isPaused: false,
    lastClose: null,
  };
}

describe('the ledger', () => {
  test('is empty at first, and balanced when all has come in order', () => {
    const book = openBook();
    expect([book.count(), book.verdict()]).toEqual([NOTHING, 'idle']);
    book.send('1', '2');
    book.show('1', '2');
    expect([book.count(), book.verdict()]).toEqual([{ ...NOTHING, sent: 2, stored: 2, received: 2 }, 'good']);
  });

  test('takes what is stored and not there yet for missing, and for nothing worse', () => {
    const book = openBook();
    book.send('1');
    expect([book.count(), book.verdict()]).toMatchObject([{ missing: 1, missingSince: 1000, lostSilently: 0 }, 'good']);
    book.after(2501);
    expect(book.verdict()).toBe('waiting');
    book.after(30_000);
    expect([book.count().lostSilently, book.verdict()]).toEqual([0, 'bad']);
    book.show('1');
    expect([book.count().missing, book.verdict()]).toEqual([0, 'good']);
  });

  test('does not miss what its sender could not bring to the server', () => {
    const book = openBook();
    book.sendUnheard('1');
    book.after(60_000);
    expect([book.count(), book.verdict()]).toEqual([{ ...NOTHING, sent: 1 }, 'good']);
  });

  test('knows what a later message has overtaken as lost without a word', () => {
    const book = openBook();
    book.send('1', '2', '3');
    book.show('3');
    expect([book.count(), book.verdict()]).toMatchObject([{ received: 1, lostSilently: 2, missing: 0 }, 'bad']);
  });

  test('knows it as announced where B was told of a gap in between, once', () => {
    const book = openBook();
    book.send('1', '2', '3', '4');
    book.show('1');
    book.announceGap();
    book.show('3');
    expect([book.count(), book.verdict()]).toMatchObject([
      { lostAnnounced: 1, lostSilently: 0, missing: 1 },
      'announced',
    ]);
    book.send('5');
    book.show('5');
    expect(book.count()).toMatchObject({ lostAnnounced: 1, lostSilently: 1 });
  });

  test('takes it back when a lost one comes after all, and says that the order is wrong', () => {
    const book = openBook();
    book.send('1', '2');
    book.show('2', '1');
    expect(book.count()).toMatchObject({ received: 2, lostSilently: 0, outOfOrder: 1 });
    expect(book.verdict()).toBe('bad');
  });

  test('counts what is shown twice, and what came twice and was not shown', () => {
    const book = openBook();
    book.status({ duplicates: 4 });
    book.send('1');
    book.show('1', '1');
    book.status({ duplicates: 6 });
    book.signInAgain();
    book.status({ duplicates: 0 });
    book.status({ duplicates: 1 });
    expect(book.count()).toMatchObject({ received: 1, shownTwice: 1, droppedAgain: 3 });
    expect(book.verdict()).toBe('bad');
  });

  test('leaves out what was refused, what the server itself says, and what was sent before', () => {
    const book = openBook();
    book.sendUnheard('1');
    book.refuse('1');
    book.refuse('1');
    book.notice('2');
    book.show('3');
    expect([book.count(), book.verdict()]).toEqual([{ ...NOTHING, sent: 1, refused: 1 }, 'announced']);
  });

  test('counts a message once that is sent again under its id', () => {
    const book = openBook();
    book.send('1');
    book.send('1');
    expect(book.count()).toMatchObject({ sent: 1, stored: 1 });
  });

  test('loses what an empty answer that came well after it was stored did not bring', () => {
    const book = openBook();
    book.status();
    book.send('1');
    book.after(2999);
    book.status({ emptyPages: 1, pages: 1 });
    expect(book.count()).toMatchObject({ missing: 1, lostSilently: 0 });
    book.after(1);
    book.status();
    expect(book.count().lostSilently).toBe(0);
    book.status({ emptyPages: 2, pages: 2, state: 'connecting' });
    expect(book.count().lostSilently).toBe(0);
    book.status({ emptyPages: 3, pages: 3, state: 'live' });
    expect(book.count()).toMatchObject({ missing: 0, lostSilently: 1 });
    book.show('1');
    expect(book.count()).toMatchObject({ lostSilently: 0, received: 1, outOfOrder: 0 });
  });

  test('takes a heartbeat for word that there is nothing more, and silence for none', () => {
    const book = openBook();
    book.status({ connection: socket(0, 0) });
    book.send('1');
    book.after(20_000);
    book.status({ connection: socket(0, 20_000) });
    expect(book.count()).toMatchObject({ missing: 1, lostSilently: 0 });
    // It came long ago, before the message.
    book.status({ connection: socket(1, 20_000) });
    // It was asked for before it.
    book.status({ connection: socket(2, 100, 20_000) });
    expect(book.count().lostSilently).toBe(0);
    book.status({ connection: socket(3, 100, 200) });
    expect(book.count().lostSilently).toBe(1);
  });

  test('remembers so many messages and no more', () => {
    const book = openBook();
    for (let i = 0; i <= ENTRIES_KEPT; i += 1) book.send(`${i}`);
    expect(book.count()).toMatchObject({ sent: ENTRIES_KEPT + 1, missing: ENTRIES_KEPT });
    book.show('0');
    expect(book.count().received).toBe(0);
  });
});
