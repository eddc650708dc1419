import { expect, jest, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Ledger } from '../../../bench/check/ledger.ts';
import { callLab } from '../../harness/cli.ts';
import { temporaryFolder } from '../../harness/temporary-folder.ts';

jest.setTimeout(90_000);

/** Shorter than anybody should make it; of so little a stricter one could tell nothing. */
const short = '--transports websocket --boots 3 --duration 1500ms --warmup 300ms --pairs 6 --rate 8/s --alpha 0.2';

test('the check counts what it finds of itself and of what was planted, and goes on from there', async () => {
  const file = path.join(temporaryFolder(), 'new', 'ledger.json');
  const run = async (plant: string): Promise<{ said: string; ledger: Ledger }> => {
    const call = callLab(
      'check',
      '--self-test',
      '--runs',
      '1',
      '--ledger',
      file,
      '--plant',
      plant,
      ...short.split(' '),
    );
    expect([await call.ended, call.running()]).toEqual([0, []]);
    return { said: call.stdout(), ledger: JSON.parse(readFileSync(file, 'utf8')) as Ledger };
  };
  expect(existsSync(file)).toBe(false);
  const first = await run('nothing');
  expect(first.said).toMatch(
    /^nothing: \d of 1 called a regression; .+ 3\.0 boots and \d+ s each; p50 WebSocket [+-]?\d/m,
  );
  expect(first.ledger.tested).toMatchObject([{ planted: 'nothing', runs: 1, boots: 3 }]);
  expect(first.ledger.runs).toBe(1);
  const varied = first.ledger.entries.map(({ transport, metric, degreesOfFreedom }) => [
    transport,
    metric,
    degreesOfFreedom,
  ]);
  expect(varied).toEqual([
    ['websocket', 'p50', 2],
    ['websocket', 'p95', 2],
    ['websocket', 'p99', 2],
  ]);

  const { said, ledger } = await run('delay');
  expect(said).toMatch(
    /^1 ms for each write: 1 of 1 called a regression; .+ p50 WebSocket \+\d+ %; stalls \d+ against \d+$/m,
  );
  expect(said).toContain('nothing: ');
  const [nothing, delay] = ledger.tested;
  expect([nothing, delay!.planted, delay!.outcomes.regression]).toEqual([
    first.ledger.tested[0],
    '1 ms for each write',
    1,
  ]);
  expect(delay!.p50['websocket']![0]).toBeGreaterThan(0.5);
  // A prior comes of runs without anything planted.
  expect([ledger.runs, ledger.entries]).toEqual([1, first.ledger.entries]);
});
