import { describe, expect, test } from '@jest/globals';
import { call, ownServer, type Party, sendMany, sharedServer, signIn, sleep } from './peer.ts';

const server = sharedServer();

interface Wire {
  readonly seq: number;
  readonly body: string;
}

function fill(from: Party, to: Party, count: number, url = server.url): Promise<void> {
  const drafts = Array.from({ length: count }, (_, i) => ({ id: `${i}`, to: to.address, body: `body ${i + 1}` }));
  return sendMany(url, from.token, drafts);
}

const numbers = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const seqs = (page: { messages?: readonly Wire[] }): number[] => (page.messages ?? []).map(({ seq }) => seq);

/** The first page that each transport answers with; all three must be the same. */
async function firstPages(party: Party, after: string, limit = 200): Promise<unknown[]> {
  const talk = await party.connect(`?after=${after}&limit=${limit}`);
  const { type: _, ...frame } = await talk.next('page');
  talk.ws.close();
  return [
    await party.read(after, limit),
    (await party.get(`/long-polling/messages?after=${after}&limit=${limit}&hold=0`)).body,
    frame,
  ];
}

test('P15 P16 P17 M1 S3 page after page, all messages come once and in order; "more" says when to go on', async () => {
  const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
  await fill(alice, bob, 450);
  const got: number[] = [];
  let after = 'start';
  for (const [size, more] of [
    [200, true],
    [200, true],
    [50, false],
  ] as const) {
    const pages = await firstPages(bob, after);
    expect(pages[1]).toEqual(pages[0]);
    expect(pages[2]).toEqual(pages[0]);
    const page = pages[0] as { messages: Wire[]; cursor: string; more: boolean };
    expect([page.messages.length, page.more]).toEqual([size, more]);
    got.push(...seqs(page));
    after = page.cursor;
  }
  expect(got).toEqual(numbers(1, 450));
  expect(await bob.read(after)).toEqual({ kind: 'empty', cursor: after });
}, 20_000);

test('P16 M5 the same cursor again gives the same messages', async () => {
  const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
  await fill(alice, bob, 5);
  const { cursor } = await bob.read('start', 2);
  const first = await bob.read(cursor);
  expect(seqs(first)).toEqual([3, 4, 5]);
  expect(await bob.read(cursor)).toEqual(first);
});

test.each([1, 7, 1000])('P17 a page holds at most %i messages', async (limit) => {
  const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
  await fill(alice, bob, 20);
  const pages = await firstPages(bob, 'start', limit);
  const size = Math.min(limit, 20);
  expect(pages.map((page) => seqs(page as object))).toEqual(Array.from({ length: 3 }, () => numbers(1, size)));
});

describe('P18 a loss is announced as a gap', () => {
  test('M3 M4 trimmed: on every transport, with no messages, and with a cursor to all that is left', async () => {
    const { url } = await ownServer('--keep-messages', '10', '--max-sends', 'unlimited');
    const [alice, bob] = [await signIn(url), await signIn(url)];
    const { cursor } = await bob.read('start');
    await fill(alice, bob, 15, url);
    for (const after of ['start', cursor]) {
      const pages = await firstPages(bob, after);
      const gap = { kind: 'gap', reason: 'trimmed', cursor: expect.any(String) };
      expect(pages).toEqual([gap, gap, gap]);
      expect(seqs(await bob.read((pages[0] as { cursor: string }).cursor))).toEqual(numbers(6, 15));
    }
  });

  test('M3 ahead: a cursor past the end', async () => {
    const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
    await fill(alice, bob, 3);
    const { cursor } = await bob.read('start');
    const pages = await firstPages(bob, cursor.replace(/\d+$/, '4'));
    expect(pages).toEqual([0, 1, 2].map(() => ({ kind: 'gap', reason: 'ahead', cursor })));
  });

  test('M2 epoch-changed: a cursor of a log that is gone', async () => {
    const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
    await fill(alice, bob, 3);
    const pages = await firstPages(bob, 'another-epoch.1');
    const gap = { kind: 'gap', reason: 'epoch-changed', cursor: expect.any(String) };
    expect(pages).toEqual([gap, gap, gap]);
    expect(seqs(await bob.read((pages[0] as { cursor: string }).cursor))).toEqual([1, 2, 3]);
  });
});

test('P19 start is everything ever sent, end what comes from now on', async () => {
  const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
  await fill(alice, bob, 3);
  const pages = await firstPages(bob, 'end');
  expect(pages[0]).toEqual({ kind: 'empty', cursor: expect.stringMatching(/\.3$/) });
  expect(pages).toEqual([pages[0], pages[0], pages[0]]);
  expect(seqs(await bob.read('start'))).toEqual([1, 2, 3]);
});

describe('P20 M6 sent over any transport, a message arrives over any other, and looks the same', () => {
  test.each(['http', 'websocket'] as const)('sent over %s', async (how) => {
    const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
    const talk = await bob.connect('?after=start');
    const held = bob.hold('start', 10);
    await talk.next('page');
    await sleep(50);
    if (how === 'http') await alice.send(bob.address, 'hello 明 \u0000 \u{1F9F8} "\\', 'x');
    else
      (await alice.connect()).send({
        type: 'publish',
        id: 'x',
        to: bob.address,
        body: 'hello 明 \u0000 \u{1F9F8} "\\',
      });
    const live = await talk.next('page');
    const { type: _, ...page } = live;
    expect((await held).body).toEqual(page);
    expect(await firstPages(bob, 'start')).toEqual([page, page, page]);
    expect(page.messages).toEqual([
      { seq: 1, id: 'x', from: alice.address, at: expect.any(Number), body: 'hello 明 \u0000 \u{1F9F8} "\\' },
    ]);
  });
});

describe('short polling', () => {
  test('P21 S4 the answer comes at once, an empty one is small and leaves the cursor as it is', async () => {
    const bob = await signIn(server.url);
    const { cursor } = await bob.read('start');
    const begin = performance.now();
    const answer = await bob.get(`/short-polling/messages?after=${cursor}`);
    expect(performance.now() - begin).toBeLessThan(1000);
    expect(answer.body).toEqual({ kind: 'empty', cursor });
    expect(Number(answer.headers.get('content-length'))).toBeLessThan(100);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});

describe('long polling', () => {
  test('P22 L1 what is there already is answered at once', async () => {
    const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
    await alice.send(bob.address, '');
    const begin = performance.now();
    expect(seqs((await bob.hold('start', 15)).body)).toEqual([1]);
    expect(performance.now() - begin).toBeLessThan(5000);
  });

  test('P22 L6 the answer comes with the next message, and everything there is by then is in it', async () => {
    const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
    const held = bob.hold('start', 15);
    await sleep(100);
    await fill(alice, bob, 50);
    const first = (await held).body;
    expect(seqs(first)).toEqual(numbers(1, 50));
    const waiting = bob.hold(first.cursor, 15);
    await sleep(50);
    await alice.send(bob.address, 'one more', 'more');
    expect(seqs((await waiting).body)).toEqual([51]);
  });

  test('P23 L2 the end of the hold is 200 with an empty page', async () => {
    const bob = await signIn(server.url);
    const { cursor } = await bob.read('start');
    const begin = performance.now();
    const { status, body } = await bob.hold(cursor, 0.3);
    const took = performance.now() - begin;
    expect([status, body]).toEqual([200, { kind: 'empty', cursor }]);
    expect(took).toBeGreaterThan(295);
    expect(took).toBeLessThan(2000);
  });

  test('P23 L2 without a hold in the query it is 15 s, and so it is where more is asked for', async () => {
    await Promise.all(
      ['', '&hold=20'].map(async (hold) => {
        const bob = await signIn(server.url);
        const begin = performance.now();
        const { status, body } = await bob.get(`/long-polling/messages?after=end${hold}`);
        const took = performance.now() - begin;
        expect([status, body.kind]).toEqual([200, 'empty']);
        expect(took).toBeGreaterThan(14_990);
        expect(took).toBeLessThan(17_000);
      }),
    );
  }, 30_000);

  test('P23 L2 a server with a shorter hold answers at the end of its own', async () => {
    const { url } = await ownServer('--hold', '100ms');
    const bob = await signIn(url);
    const { status, body } = await bob.hold('end', 999_999);
    expect([status, body.kind]).toEqual([200, 'empty']);
  });

  test('P24 L5 of two polls of a session the newest is served, the older told so at once', async () => {
    const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
    const older = bob.hold('end', 15);
    await sleep(100);
    const newer = bob.hold('end', 15);
    const { status, body } = await older;
    expect([status, body.error.code]).toEqual([409, 'superseded']);
    await alice.send(bob.address, 'for the newer');
    expect(seqs((await newer).body)).toEqual([1]);
  });

  test('P25 L7 a client that asks with the same cursor again and again is slowed down', async () => {
    const [alice, bob] = [await signIn(server.url), await signIn(server.url)];
    await alice.send(bob.address, '');
    const times: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      const begin = performance.now();
      expect(seqs((await bob.hold('start', 15)).body)).toEqual([1]);
      times.push(performance.now() - begin);
    }
    expect(Math.max(...times.slice(0, 3))).toBeLessThan(200);
    expect(times[3]).toBeGreaterThan(240);
    expect(times[4]).toBeGreaterThan(490);
    // One that goes on is answered at once again.
    const { cursor } = await bob.read('start');
    await alice.send(bob.address, '');
    const begin = performance.now();
    await bob.hold(cursor, 15);
    expect(performance.now() - begin).toBeLessThan(200);
  });

  test('P26 L3 a client that goes away while its poll is held costs nothing further', async () => {
    const { url } = await ownServer();
    const parties = await Promise.all(Array.from({ length: 20 }, () => signIn(url)));
    const gauge = async (): Promise<number[]> => {
      const { body } = await call(url, '/metrics');
      const line = (name: string): string => body.split('\n').find((text: string) => text.startsWith(`${name} `));
      const value = (name: string): number => Number(line(name).split(' ').pop());
      return [value('lab_mailbox_watchers'), value('lab_lines_open{transport="long-polling"}')];
    };
    const controller = new AbortController();
    const polls = Promise.allSettled(parties.map((party) => party.hold('end', 15, controller.signal)));
    await sleep(200);
    expect(await gauge()).toEqual([20, 20]);
    controller.abort();
    await polls;
    await sleep(200);
    expect(await gauge()).toEqual([0, 0]);
  });

  test('P27 L8 a connection is kept open for at least 60 s after an answer', async () => {
    const bob = await signIn(server.url);
    const { headers } = await bob.hold('end', 0);
    const timeout = /timeout=(\d+)/.exec(headers.get('keep-alive') ?? '')?.[1];
    expect(headers.get('connection')).toBe('keep-alive');
    expect(Number(timeout)).toBeGreaterThanOrEqual(60);
  });
});
