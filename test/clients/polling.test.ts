import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Client, type ClientOptions } from '../../clients/core/client.ts';
import { formatCursor } from '../../servers/protocol/cursor.ts';
import { cleanUp } from '../harness/clean-up.ts';
import { startReceiving } from '../harness/clients.ts';
import { FakePorts } from '../harness/fake-ports.ts';

beforeEach(() => {
  jest.useFakeTimers();
  cleanUp(() => {
    jest.useRealTimers();
  });
});

const empty = { kind: 'empty', cursor: formatCursor('e', 0) };
const full = (more: boolean, seq = 1) => ({
  kind: 'messages',
  messages: [{ seq, id: String(seq), from: 'user:alice', at: 0, body: '' }],
  cursor: formatCursor('e', seq),
  more,
});

function start(options: Partial<ClientOptions>, random = 0) {
  const ports = new FakePorts();
  const client = new Client(ports, { user: 'bob', transport: 'short-polling', random: () => random, ...options });
  const begin = performance.now();
  const receiving = startReceiving(client);
  cleanUp(async () => {
    await client.close();
    await receiving.ended.catch(() => {});
  });
  /** When polls were asked, in ms since the start. */
  const times = (): number[] => ports.asked.all.map(({ at }) => at - begin);
  const advance = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);
  const last = () => ports.asked.all.at(-1)!;
  return { ports, client, receiving, times, advance, last };
}

describe('short polling', () => {
  test('S2 the first poll comes after a random part of the interval', async () => {
    for (const part of [0, 0.25, 0.999]) {
      const { times, advance } = start({ pollIntervalMs: 1000 }, part);
      await advance(1000);
      expect(times()).toEqual([1000 * part]);
    }
  });

  test('S2 a hundred clients that begin again together do not ask together', async () => {
    let seed = 1;
    const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const clients = Array.from({ length: 100 }, () => start({ pollIntervalMs: 1000, random }));
    await clients[0]!.advance(0);
    for (let i = 0; i < 1000; i += 10) await clients[0]!.advance(10);
    const perTenth = Array.from({ length: 10 }, () => 0);
    for (const { times } of clients) perTenth[Math.floor(times()[0]! / 100)]! += 1;
    expect(Math.max(...perTenth)).toBeLessThan(25);
    expect(Math.min(...perTenth)).toBeGreaterThan(2);
  });

  test('S1 fixed delay: the next poll comes an interval after the answer; polls never overlap', async () => {
    const { times, advance, last } = start({ pollIntervalMs: 1000 });
    await advance(0);
    await advance(2500);
    expect(times()).toEqual([0]);
    last().answer(200, empty);
    await advance(999);
    expect(times()).toEqual([0]);
    await advance(1);
    expect(times()).toEqual([0, 3500]);
  });

  test('S1 fixed rate: at even times; what a slow answer missed is not made up for', async () => {
    const { times, advance, last } = start({ pollIntervalMs: 1000, pollDiscipline: 'fixed-rate' });
    await advance(0);
    await advance(300);
    last().answer(200, empty);
    await advance(700);
    expect(times()).toEqual([0, 1000]);
    await advance(2500);
    last().answer(200, empty);
    await advance(500);
    expect(times()).toEqual([0, 1000, 4000]);
  });

  test('S3 where more is waiting the client asks again at once', async () => {
    const { times, advance, last } = start({ pollIntervalMs: 1000 });
    await advance(0);
    last().answer(200, full(true, 1));
    await advance(0);
    last().answer(200, full(true, 2));
    await advance(0);
    last().answer(200, full(false, 3));
    await advance(999);
    expect(times()).toEqual([0, 0, 0]);
    await advance(1);
    expect(times()).toEqual([0, 0, 0, 1000]);
  });

  test('an interval of 0 asks without a break', async () => {
    const { times, advance, last } = start({ pollIntervalMs: 0 });
    for (let i = 0; i < 5; i += 1) {
      await advance(0);
      last().answer(200, empty);
    }
    await advance(0);
    expect(times()).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('S1 a failed first poll does not end the loop; the next attempt draws its own beginning', async () => {
    const { ports, times, advance, last, client } = start({ pollIntervalMs: 1000, retry: { delayMs: () => 100 } }, 0.5);
    await advance(500);
    last().fail();
    await advance(0);
    expect(client.status.state).toBe('waiting');
    await advance(600);
    expect(times()).toEqual([500, 1100]);
    last().answer(200, full(false));
    await advance(0);
    expect(client.status.state).toBe('live');
    expect(ports.signIns).toBe(1);
  });
});

describe('S5 short polling in a hidden tab', () => {
  /** The first poll is answered; whatever is asked from then on is answered at once, with nothing. */
  async function answered(options: Partial<ClientOptions>) {
    const started = start(options);
    const { ports, times, advance, last, client } = started;
    const tab = ports.visibility;
    /** Lets time pass; gives when it was asked meanwhile. */
    const pollsIn = async (ms: number): Promise<number[]> => {
      const before = times().length;
      for (let asked = before, passed = 0; passed < ms; passed += 100) {
        await advance(100);
        if (times().length > asked) last().answer(200, empty);
        asked = times().length;
      }
      return times().slice(before);
    };
    await advance(0);
    last().answer(200, empty);
    await advance(0);
    return { ...started, tab, pollsIn, client };
  }

  test('the interval is ten times as long, from the poll on that was planned already', async () => {
    const { tab, pollsIn } = await answered({ pollIntervalMs: 1000, pollDiscipline: 'fixed-rate' });
    tab.change(true);
    expect(await pollsIn(25_000)).toEqual([1000, 11_000, 21_000]);
  });

  test.each([
    [5000, 20_000],
    [20_000, 20_000],
    [60_000, 60_000],
    [0, 0],
  ])('of %i ms it becomes %i', async (pollIntervalMs, hiddenMs) => {
    const { tab, client, advance, last, times } = await answered({ pollIntervalMs });
    tab.change(true);
    await advance(pollIntervalMs);
    expect(times()).toHaveLength(2);
    last().answer(200, empty);
    await advance(0);
    expect(client.status.connection).toMatchObject(hiddenMs === 0 ? { phase: 'asking' } : { nextInMs: hiddenMs });
  });

  test.each(['fixed-delay', 'fixed-rate'] as const)(
    'it is asked at once when the tab shows again, and then as before: %s',
    async (pollDiscipline) => {
      const { tab, pollsIn } = await answered({ pollIntervalMs: 2000, pollDiscipline });
      tab.change(true);
      await pollsIn(5000);
      tab.change(true);
      expect(await pollsIn(1000)).toEqual([]);
      tab.change(false);
      const [first, ...further] = await pollsIn(4500);
      expect([first, further.length]).toEqual([6000, 2]);
    },
  );

  test('a tab that shows asks in its time, and nothing is left of it when receiving ends', async () => {
    const { tab, pollsIn, receiving } = await answered({ pollIntervalMs: 1000, pollDiscipline: 'fixed-rate' });
    expect(await pollsIn(3500)).toEqual([1000, 2000, 3000]);
    expect(tab.observers).toBe(1);
    await receiving.stop();
    expect(tab.observers).toBe(0);
  });
});

describe('long polling', () => {
  const options = {
    transport: 'long-polling',
    holdMs: 15_000,
    answerTimeoutMs: 10_000,
    retry: { delayMs: () => 0 },
  } as const;

  test('asks without a hold until it has caught up, then holds', async () => {
    const { ports, advance, last } = start(options);
    await advance(0);
    last().answer(200, full(true, 1));
    await advance(0);
    last().answer(200, full(false, 2));
    await advance(0);
    last().answer(200, empty);
    await advance(0);
    expect(ports.asked.all.map(({ path }) => path)).toEqual([
      '/long-polling/messages?after=start&hold=0',
      '/long-polling/messages?after=e.1&hold=0',
      '/long-polling/messages?after=e.2&hold=15',
      '/long-polling/messages?after=e.0&hold=15',
    ]);
  });

  test('L9 its own patience is hold and margin; then it asks again', async () => {
    const { advance, last, times } = start(options);
    await advance(0);
    last().answer(200, empty);
    await advance(0);
    await advance(24_999);
    expect(times()).toEqual([0, 0]);
    await advance(1);
    expect(times()).toEqual([0, 0, 25_000]);
  });

  test.each([500, 502, 503, 504, 408, 429])(
    'L9 status %i, from whatever stands between, is tried again',
    async (status) => {
      const faults: unknown[] = [];
      const retry = {
        delayMs(_: number, fault: unknown) {
          faults.push(fault);
          return 100;
        },
      };
      const { advance, last, times } = start({ ...options, retry });
      await advance(0);
      last().answer(status, '<html>', '3');
      await advance(99);
      expect(times()).toHaveLength(1);
      await advance(1);
      expect(times()).toHaveLength(2);
      expect(faults).toEqual([expect.objectContaining({ kind: 'retry', code: 'bad-answer', afterMs: 3000 })]);
    },
  );

  test('L5 who was superseded does not come back', async () => {
    const { advance, last, receiving } = start(options);
    await advance(0);
    last().answer(409, { error: { code: 'superseded', message: 'somebody else reads' } });
    await expect(receiving.ended).rejects.toMatchObject({ kind: 'fatal', code: 'superseded' });
  });

  test('a forgotten session is signed in anew, and the same question asked again', async () => {
    const { ports, advance, last } = start(options);
    await advance(0);
    last().answer(200, full(false, 3));
    await advance(0);
    last().answer(401, { error: { code: 'unknown-session', message: '' } });
    await advance(0);
    expect(ports.signIns).toBe(2);
    expect(last().path).toContain('after=e.3');
    expect(last().headers['Authorization']).toBe('Bearer token-2');
  });

  test.each([
    ['a page of HTML', '<html>'],
    ['another kind of page', { kind: 'surprise', cursor: 'e.1' }],
    ['a page without a cursor', { kind: 'empty' }],
    ['nothing', null],
  ])('%s in place of a page is fatal: that is no server of the lab', async (_, body) => {
    const { advance, last, receiving } = start(options);
    await advance(0);
    last().answer(200, body);
    await expect(receiving.ended).rejects.toMatchObject({ kind: 'fatal', code: 'bad-answer' });
  });
});

test('closing ends what is on its way, and lets go of the connections', async () => {
  const { ports, client, advance, last, receiving } = start({ transport: 'long-polling' });
  await advance(0);
  await client.close();
  expect(last().aborted).toBe(true);
  expect(ports.isClosed).toBe(true);
  await receiving.ended;
  expect(jest.getTimerCount()).toBe(0);
});
