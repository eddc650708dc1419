import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Attempts, newAttempts } from '../../clients/core/attempts.ts';
import { TransportFault } from '../../clients/core/fault.ts';
import { type Bookmark, newBookmark, receive, type Received, type ReceiveOptions } from '../../clients/core/receive.ts';
import { StateMachine } from '../../clients/core/receiver-state.ts';
import type { RetryPolicy } from '../../clients/core/retry-policy.ts';
import type { TransportTraits } from '../../clients/core/transport.ts';
import { type Cursor, formatCursor } from '../../servers/protocol/cursor.ts';
import type { Page } from '../../servers/protocol/page.ts';
import { cleanUp } from '../harness/clean-up.ts';
import { eventually } from '../harness/eventually.ts';
import { FakeTransport, FakeUse } from '../harness/fake-transport.ts';
import { Recorder } from '../harness/recorder.ts';

const at = (seq: number): Cursor => formatCursor('e', seq);
const page = (from: number, to: number, more = false): Page => ({
  kind: 'messages',
  messages: Array.from({ length: to - from + 1 }, (_, i) => ({
    seq: from + i,
    id: `id-${from + i}`,
    from: 'user:alice',
    at: 0,
    body: '',
  })),
  cursor: at(to),
  more,
});
const renumbered = (given: Page, from: number): Page =>
  given.kind === 'messages'
    ? { ...given, messages: given.messages.map((message, i) => ({ ...message, seq: from + i })) }
    : given;
const fault = (kind: 'retry' | 'fatal' = 'retry'): TransportFault => new TransportFault(kind, 'network', 'broken');

let now: number;
let failures: number[];
let controller: AbortController;
let bookmark: Bookmark;
let attempts: Attempts;
let state: StateMachine;
let habits: ReceiveOptions['habits'];
let states: string[];
let faults: TransportFault[];
const retry: RetryPolicy = {
  delayMs(attempt) {
    failures.push(attempt);
    return 0;
  },
};

beforeEach(() => {
  now = 0;
  failures = [];
  controller = new AbortController();
  bookmark = newBookmark();
  attempts = newAttempts();
  state = new StateMachine();
  habits = { resume: true, dropSeen: true };
  states = [];
  faults = [];
  state.observe((next) => states.push(next));
});

function optionsFor(use: FakeUse, policy = retry): ReceiveOptions {
  return {
    inUse: use.current,
    bookmark,
    attempts,
    state,
    habits,
    retry: policy,
    now: () => now,
    random: () => 0,
    signal: controller.signal,
    failed: (failed) => faults.push(failed),
    changed: () => {},
  };
}

/** A reader that the test itself asks for each item. */
function read() {
  const transport = new FakeTransport();
  return { transport, receiving: receive(optionsFor(new FakeUse(transport))) };
}

function start(traits: Partial<TransportTraits> = {}, policy = retry) {
  const transport = new FakeTransport(traits);
  const use = new FakeUse(transport);
  const items = new Recorder<Received>();
  const ended = (async () => {
    for await (const item of receive(optionsFor(use, policy))) items.put(item);
  })();
  ended.catch(() => {});
  cleanUp(async () => {
    controller.abort();
    await ended.catch(() => {});
    expect(transport.reading).toBe(0);
  });
  const seqs = (): (number | string)[] =>
    items.all.map((item) => (item.kind === 'gap' ? item.reason : item.message.seq));
  return { transport, use, items, ended, seqs };
}

describe('reading on', () => {
  test('a fault is followed by another attempt, from where the last one had come to', async () => {
    const { transport, seqs } = start();
    const first = await transport.attempts.take();
    expect(first.from).toBe('start');
    first.give(page(1, 3));
    await eventually(() => expect(bookmark.position).toBe(at(3)));
    first.fail(fault());
    const second = await transport.attempts.take();
    expect(second.from).toBe(at(3));
    second.give(page(4, 5));
    await eventually(() => expect(seqs()).toEqual([1, 2, 3, 4, 5]));
  });

  test('S1 a failed first attempt does not end the loop', async () => {
    const { transport, seqs } = start();
    for (let i = 0; i < 5; i += 1) (await transport.attempts.take()).fail(fault());
    (await transport.attempts.take()).give(page(1, 1));
    await eventually(() => expect(seqs()).toEqual([1]));
  });

  test.each([
    [true, [1, 2, 3, 4, 'missed', 6], 2],
    [false, [1, 2, 3, 2, 3, 4, 'missed', 6], 0],
  ])('what is seen already is dropped and counted, or handed out again: %s', async (dropSeen, given, duplicates) => {
    habits = { resume: true, dropSeen };
    const { transport, seqs } = start();
    const attempt = await transport.attempts.take();
    attempt.give(page(1, 3));
    attempt.give(page(2, 3));
    attempt.give(page(4, 4));
    attempt.give(page(6, 6));
    await eventually(() => expect(bookmark).toMatchObject({ seq: 6, duplicates, gaps: 1 }));
    expect(seqs()).toEqual(given);
  });

  test('M1 a hole that the server did not announce is announced here', async () => {
    const { transport, seqs } = start();
    const attempt = await transport.attempts.take();
    attempt.give(page(1, 2));
    attempt.give(page(4, 5));
    await eventually(() => expect(seqs()).toEqual([1, 2, 'missed', 4, 5]));
    expect(bookmark.gaps).toBe(1);
  });

  test('M4 after a gap the numbers may begin anywhere', async () => {
    const { transport, seqs } = start();
    const attempt = await transport.attempts.take();
    attempt.give(page(1, 9));
    attempt.give({ kind: 'gap', reason: 'epoch-changed', cursor: at(0) });
    attempt.give(renumbered(page(10, 11), 1));
    await eventually(() => expect(seqs()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 'epoch-changed', 1, 2]));
    expect(bookmark).toMatchObject({ gaps: 1, duplicates: 0 });
  });

  test('C4 what was sent again after the log lost its memory is dropped, and the rest is not', async () => {
    const { transport, seqs } = start();
    const attempt = await transport.attempts.take();
    attempt.give(page(1, 3));
    attempt.give({ kind: 'gap', reason: 'epoch-changed', cursor: at(0) });
    attempt.give(renumbered(page(3, 5), 1));
    await eventually(() => expect(seqs()).toEqual([1, 2, 3, 'epoch-changed', 2, 3]));
    expect(bookmark).toMatchObject({ seq: 3, duplicates: 1, gaps: 1 });
  });

  test('C4 who went away in the middle of the first page is given what a log of another memory has instead', async () => {
    const { transport, receiving } = read();
    const first = receiving.next();
    (await transport.attempts.take()).give(page(1, 3));
    await first;
    await receiving.next();
    await receiving.return();
    expect(bookmark).toMatchObject({ position: 'start', seq: 1 });

    const again = read();
    const next = again.receiving.next();
    // The first was handled, the second was not, the fourth is new.
    (await again.transport.attempts.take()).give(renumbered(page(2, 4), 1));
    expect((await next).value).toMatchObject({ message: { id: 'id-2', seq: 1 } });
    expect((await again.receiving.next()).value).toMatchObject({ message: { id: 'id-3' } });
    await again.receiving.return();
  });

  test('C1 while a handler runs the cursor stays, and no further page is asked for', async () => {
    const { transport, receiving } = read();
    const first = receiving.next();
    const attempt = await transport.attempts.take();
    attempt.give(page(1, 2));
    expect((await first).value).toMatchObject({ message: { seq: 1 } });
    expect(bookmark).toMatchObject({ position: 'start', seq: null });
    expect((await receiving.next()).value).toMatchObject({ message: { seq: 2 } });
    expect(bookmark).toMatchObject({ position: 'start', seq: 1 });
    expect(attempt.asked()).toBe(1);
    const next = receiving.next();
    await eventually(() => expect(attempt.asked()).toBe(2));
    expect(bookmark).toMatchObject({ position: at(2), seq: 2 });
    controller.abort(new Error('done'));
    expect((await next).done).toBe(true);
  });
});

describe('C2 over to another transport', () => {
  const gapless = [1, 2, 3, 4, 5];

  test('the attempt ends, however dead its line, and the next goes on from the bookmark', async () => {
    const { transport, use, seqs } = start();
    const old = await transport.attempts.take();
    old.give(page(1, 3));
    await eventually(() => expect(state.state).toBe('live'));
    const next = new FakeTransport();
    use.change(next);
    const attempt = await next.attempts.take();
    expect([attempt.from, transport.reading]).toEqual([at(3), 0]);
    old.give(page(4, 9));
    old.fail(fault('fatal'));
    attempt.give(page(4, 5));
    await eventually(() => expect(seqs()).toEqual(gapless));
    expect([bookmark.duplicates, failures, faults]).toEqual([0, [], []]);
    expect(states).toEqual(['connecting', 'live', 'connecting', 'live']);
  });

  test('C1 from within a handler: the page at hand is handled to its end, and nothing more of the old transport', async () => {
    const transport = new FakeTransport();
    const next = new FakeTransport();
    const use = new FakeUse(transport);
    const receiving = receive(optionsFor(use));
    const first = receiving.next();
    const old = await transport.attempts.take();
    old.give(page(1, 2));
    old.give(page(3, 4));
    expect((await first).value).toMatchObject({ message: { seq: 1 } });
    use.change(next);
    expect(bookmark).toMatchObject({ position: 'start', seq: null });
    expect((await receiving.next()).value).toMatchObject({ message: { seq: 2 } });
    const third = receiving.next();
    const attempt = await next.attempts.take();
    expect([attempt.from, old.asked(), transport.reading]).toEqual([at(2), 1, 0]);
    attempt.give(page(3, 5));
    expect((await third).value).toMatchObject({ message: { seq: 3 } });
    expect(bookmark.duplicates).toBe(0);
    await receiving.return();
  });

  test('a wait of its own accord ends; a time that the server named is kept', async () => {
    const delayMs = ({ afterMs }: TransportFault): number => (afterMs === undefined ? 60_000 : 50);
    const { transport, use } = start({}, { delayMs: (_, failed) => delayMs(failed) });
    (await transport.attempts.take()).fail(fault());
    await eventually(() => expect(state.state).toBe('waiting'));
    expect(attempts).toMatchObject({ failures: 1, nextAt: 60_000 });
    const second = new FakeTransport();
    use.change(second);
    const failedAt = performance.now();
    (await second.attempts.take()).fail(new TransportFault('retry', 'overloaded', '', { afterMs: 50 }));
    await eventually(() => expect(state.state).toBe('waiting'));
    const third = new FakeTransport();
    use.change(third);
    await third.attempts.take();
    expect(performance.now() - failedAt).toBeGreaterThan(49);
    expect(attempts.nextAt).toBeUndefined();
  });

  test('L5 being superseded soon after may be by an attempt of its own that came late; later, and on the first, it is not', async () => {
    const superseded = (): TransportFault => new TransportFault('fatal', 'superseded', 'taken over');
    const { transport, use, ended } = start();
    await transport.attempts.take();
    const next = new FakeTransport();
    use.change(next);
    for (const later of [0, 30_000, 1]) {
      const attempt = await next.attempts.take();
      now += later;
      attempt.fail(superseded());
    }
    await expect(ended).rejects.toMatchObject({ kind: 'fatal', code: 'superseded' });
    expect(faults.map(({ kind }) => kind)).toEqual(['retry', 'retry', 'fatal']);
  });
});

describe('ending', () => {
  test('the policy can give up', async () => {
    const { transport, ended } = start({}, { delayMs: (attempt) => (attempt < 2 ? 0 : null) });
    for (let i = 0; i < 3; i += 1) (await transport.attempts.take()).fail(fault());
    await expect(ended).rejects.toMatchObject({ kind: 'retry' });
  });

  test('the signal ends it without a fault, wherever it is', async () => {
    const { transport, ended } = start();
    await transport.attempts.take();
    controller.abort();
    await expect(ended).resolves.toBeUndefined();
    expect(states.at(-1)).toBe('stopped');
  });

  test('what nothing can be hoped of is thrown', async () => {
    const { transport, ended } = start();
    const fatal = fault('fatal');
    (await transport.attempts.take()).fail(fatal);
    await expect(ended).rejects.toBe(fatal);
    expect(states.at(-1)).toBe('stopped');
  });

  test('what is no fault of the line is not tried again but thrown: it is a mistake in the program', async () => {
    const { transport, ended } = start();
    const mistake = new TypeError('undefined is not a function');
    (await transport.attempts.take()).fail(mistake);
    await expect(ended).rejects.toBe(mistake);
    expect(failures).toEqual([]);
  });
});

describe('C3 states', () => {
  test('go connecting, catching-up, live, waiting, and round again', async () => {
    const { transport } = start();
    const first = await transport.attempts.take();
    first.give(page(1, 2, true));
    first.give(page(3, 3));
    await eventually(() => expect(state.state).toBe('live'));
    first.fail(fault());
    const second = await transport.attempts.take();
    second.give({ kind: 'empty', cursor: at(3) });
    await eventually(() => expect(state.state).toBe('live'));
    expect(states).toEqual(['connecting', 'catching-up', 'live', 'waiting', 'connecting', 'live']);
  });

  test('a gap means that there is something to catch up with', async () => {
    const { transport } = start();
    (await transport.attempts.take()).give({ kind: 'gap', reason: 'trimmed', cursor: at(5) });
    await eventually(() => expect(state.state).toBe('catching-up'));
  });

  test('late events of an old attempt are ignored', async () => {
    const { transport, seqs } = start();
    const old = await transport.attempts.take();
    old.fail(fault());
    const current = await transport.attempts.take();
    old.give(page(1, 9));
    old.fail(fault('fatal'));
    current.give(page(1, 1));
    await eventually(() => expect(seqs()).toEqual([1]));
    expect(state.state).toBe('live');
  });

  test('only the changes of the diagram are possible', () => {
    const machine = new StateMachine();
    expect(() => machine.go('live')).toThrow("can't go from stopped to live");
    machine.go('stopped');
    machine.go('connecting');
    machine.go('waiting');
    expect(() => machine.go('catching-up')).toThrow("can't go from waiting to catching-up");
    expect(machine.state).toBe('waiting');
  });

  test('who no longer observes hears nothing', () => {
    const machine = new StateMachine();
    const heard: string[] = [];
    const stop = machine.observe((next, before) => heard.push(`${before}-${next}`));
    machine.go('connecting');
    stop();
    machine.go('waiting');
    expect(heard).toEqual(['stopped-connecting']);
  });
});

describe('counting failures', () => {
  test('L9 success resets them', async () => {
    const { transport } = start();
    for (let i = 0; i < 3; i += 1) (await transport.attempts.take()).fail(fault());
    const works = await transport.attempts.take();
    works.give(page(1, 1));
    await eventually(() => expect(state.state).toBe('live'));
    works.fail(fault());
    await transport.attempts.take();
    expect(failures).toEqual([0, 1, 2, 0]);
  });

  test('W5 where a transport must prove itself, only after it has stayed for a while', async () => {
    const { transport } = start({ stableAfterMs: 5000 });
    for (const [lasted, seq] of [
      [4999, 1],
      [4999, 2],
      [5000, 3],
      [0, 4],
    ] as const) {
      const attempt = await transport.attempts.take();
      attempt.give(page(seq, seq));
      await eventually(() => expect(bookmark.seq).toBe(seq));
      now += lasted;
      attempt.fail(fault());
    }
    await transport.attempts.take();
    expect(failures).toEqual([0, 1, 0, 1]);
  });
});
