import { expect, jest, test } from '@jest/globals';
import type { RunResult } from '../../bench/result.ts';
import type { TransportName } from '../../servers/protocol/transport-name.ts';
import { callLab } from '../harness/cli.ts';

/*
 * Known answers of whole runs: processes, sockets, link and all.
 */

// A machine that stands still for a while spoils what is measured on it, and the lab then says so.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

const base = '--rounds 1 --warmup 500ms --json - --no-progress --no-save'.split(' ');

async function run(...flags: string[]): Promise<RunResult> {
  const call = callLab('bench', ...base, ...flags);
  expect(await call.ended).toBe(0);
  return JSON.parse(call.stdout()) as RunResult;
}

test('with 50 ms each way, each transport takes what theory says, and the age of what is known is that', async () => {
  const { summary } = await run('--rtt', '100ms', '--rate', '4/s', '--duration', '5s', '--pairs', '20');
  for (const { transport, completeness, theory, deliveryLegMs, freshnessMs } of summary) {
    expect([transport, completeness.lost, completeness.duplicatedShown, completeness.outOfOrder]).toEqual([
      transport,
      0,
      0,
      0,
    ]);
    // Wide enough for a busy machine and for 400 random arrivals; the long run is in bench/METHOD.md.
    expect(deliveryLegMs!.mean / theory!.deliveryLegMs!.mean).toBeGreaterThan(0.93);
    expect(deliveryLegMs!.mean / theory!.deliveryLegMs!.mean).toBeLessThan(1.15);
    expect(freshnessMs.meanAge! / theory!.freshnessMs.meanAge!).toBeGreaterThan(0.85);
    expect(freshnessMs.meanAge! / theory!.freshnessMs.meanAge!).toBeLessThan(1.2);
  }
  // On the same arrivals half the poll cycle makes the difference: 1 s and a round trip.
  const age = (name: TransportName) => summary.find(({ transport }) => transport === name)!.freshnessMs.meanAge!;
  const older = age('short-polling') - age('websocket');
  expect(older / 550).toBeGreaterThan(0.85);
  expect(older / 550).toBeLessThan(1.2);
}, 60_000);

test('a server that stands still for 1.4 s shows in the worst latency of every message that it held up', async () => {
  const call = callLab(
    'bench',
    ...base,
    '--transports',
    'websocket',
    '--rate',
    '10/s',
    '--pairs',
    '5',
    '--duration',
    '5s',
  );
  const pid = await call.server();
  // The warm-up is over by then, the window is not.
  await new Promise((resolve) => setTimeout(resolve, 2500));
  process.kill(pid, 'SIGSTOP');
  await new Promise((resolve) => setTimeout(resolve, 1400));
  process.kill(pid, 'SIGCONT');
  await call.ended;
  const { summary } = JSON.parse(call.stdout()) as RunResult;
  const { latencyMs, completeness } = summary[0]!;
  expect(completeness).toMatchObject({ lost: 0, duplicatedShown: 0, outOfOrder: 0 });
  expect(latencyMs!.max).toBeGreaterThan(1200);
  expect(latencyMs!.max).toBeLessThan(1800);
  // A quarter of the messages was meant for that time.
  expect(latencyMs!.p90).toBeGreaterThan(500);
  expect(latencyMs!.p50).toBeLessThan(50);
}, 60_000);

test('jitter makes messages late and changes nothing of their order', async () => {
  const { summary } = await run(
    '--rtt',
    '40ms',
    '--jitter',
    '19ms',
    '--rate',
    '20/s',
    '--pairs',
    '5',
    '--duration',
    '2s',
  );
  for (const { completeness } of summary) {
    expect(completeness).toMatchObject({ lost: 0, duplicatedShown: 0, outOfOrder: 0, gaps: 0 });
  }
  const websocket = summary.find(({ transport }) => transport === 'websocket')!;
  expect(websocket.deliveryLegMs!.p99 - websocket.deliveryLegMs!.mean).toBeGreaterThan(10);
}, 60_000);
