import { describe, expect, test } from '@jest/globals';
import { TRANSPORT_NAMES } from '../../servers/protocol/transport-name.ts';
import { type FakePage, openFakePage, startDemoProcess } from '../harness/demo.ts';
import { eventually } from '../harness/eventually.ts';

const SIZE = 30;

const arrivals = (page: FakePage): number[] =>
  page.frames.all.flatMap((frame) => (frame.type === 'crowd-arrivals' ? frame.at : []));

const connected = (page: FakePage, count: number): Promise<void> =>
  eventually(() => expect(page.state().crowd?.connected).toBe(count), 10_000);

/** Within how much time most of those came who came after `since`: of the first so many, without the few slowest. */
function spreadOf(times: readonly number[], since: number): number {
  const came = times.filter((at) => at > since).slice(0, SIZE);
  return came[Math.floor(SIZE * 0.9) - 1]! - came[0]!;
}

describe('a crowd', () => {
  test.each(TRANSPORT_NAMES)('joins over %s, is told of, and goes home', async (transport) => {
    const page = await openFakePage(await startDemoProcess());
    await page.ask({ do: 'crowd', size: SIZE, transport, jitter: true });
    expect(page.state().crowd).toMatchObject({ size: SIZE, transport, jitter: true });
    await connected(page, SIZE);
    await eventually(() => expect(arrivals(page).length).toBeGreaterThanOrEqual(SIZE));
    expect(arrivals(page)).toEqual(arrivals(page).toSorted((a, b) => a - b));
    expect(Math.abs(arrivals(page).at(-1)! - Date.now())).toBeLessThan(10_000);
    // It is no phone, and nobody's timeline.
    expect(page.wire()).toEqual([]);
    await page.ask({ do: 'crowd', size: 0, transport, jitter: true });
    expect(page.state().crowd).toBeNull();
  });

  test('without chance comes back all at once, with it spread', async () => {
    const page = await openFakePage(await startDemoProcess());
    const spreads: number[] = [];
    for (const jitter of [false, true]) {
      await page.ask({ do: 'crowd', size: SIZE, transport: 'websocket', jitter });
      await connected(page, SIZE);
      const since = arrivals(page).at(-1)!;
      await page.ask({ do: 'reset', phones: ['crowd'] });
      await eventually(() => expect(arrivals(page).filter((at) => at > since).length).toBeGreaterThanOrEqual(SIZE));
      spreads.push(spreadOf(arrivals(page), since));
    }
    const [inStep, spread] = spreads;
    // With chance over a second; without it as quick as the machine is.
    expect(spread).toBeGreaterThan(500);
    expect(inStep).toBeLessThan(spread! * 0.7);
  });

  test('comes back to a server that has forgotten it', async () => {
    const page = await openFakePage(await startDemoProcess());
    await page.ask({ do: 'crowd', size: SIZE, transport: 'long-polling', jitter: false });
    await connected(page, SIZE);
    await page.ask({ do: 'restart', memory: 'lost', downMs: 100 });
    // Who has just missed the server comes again after the longest of waits.
    await eventually(() => expect(page.state().crowd!.connected).toBe(SIZE), 20_000);
  }, 40_000);

  test('makes room for the next, and a network of its own can be broken', async () => {
    const page = await openFakePage(await startDemoProcess());
    for (const size of [3, 5]) await page.ask({ do: 'crowd', size, transport: 'websocket', jitter: true });
    await connected(page, 5);
    expect(page.state().phones.some(({ name }) => name === 'crowd')).toBe(false);
    const shape = { rttMs: 400, jitterMs: 0, bandwidth: null };
    expect(await page.ask({ do: 'shape', phones: ['crowd'], shape })).toMatchObject({ type: 'done' });
  });
});
