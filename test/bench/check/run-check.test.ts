import { describe, expect, jest, test } from '@jest/globals';
import { setMaxListeners } from 'node:events';
import { fileURLToPath } from 'node:url';
import { labArms } from '../../../bench/arms/arms.ts';
import { CHECK_SCENARIO } from '../../../bench/check/check-scenario.ts';
import { adapterContender } from '../../../bench/check/contenders/adapter.ts';
import { commandContender } from '../../../bench/check/contenders/command.ts';
import type { Contender } from '../../../bench/check/contenders/contender.ts';
import { labContender } from '../../../bench/check/contenders/lab.ts';
import { runCheck } from '../../../bench/check/run-check.ts';
import { DEFAULT_BUDGETS } from '../../../bench/check/statistics/budget.ts';
import { readEnvironment } from '../../../bench/environment.ts';
import { fakeArm } from '../../harness/fake-arm.ts';
import { BIN } from '../../harness/server-process.ts';
import { readCheck } from '../schemas.ts';

// A machine that stands still for a while spoils what is measured on it, and the lab then says so.
jest.retryTimes(2, { logErrorsBeforeRetry: true });
jest.setTimeout(60_000);

const never = new AbortController().signal;
setMaxListeners(0, never);

/** Shorter than anybody should make it. */
const scenario = {
  ...CHECK_SCENARIO,
  pairs: 6,
  rate: 8,
  warmupMs: 300,
  durationMs: 1500,
  pollIntervalMs: 200,
} as const;

const planted = (parameters: string): string =>
  `--import=${new URL(`../../../dist/bench/check/planted.js?${parameters}`, import.meta.url).href}`;

const here = (...nodeFlags: string[]): Contender => labContender('here', BIN, labArms(), { nodeFlags });

async function check(base: Contender, candidate: Contender, looks = [3]) {
  const result = await runCheck(
    {
      contenders: { base, candidate },
      scenario: { ...scenario, transports: base.arms.map(({ name }) => name) },
      // Of so few boots and no earlier runs a stricter one could tell nothing.
      rules: { alpha: 0.2, budgets: DEFAULT_BUDGETS, looks, priors: () => null, tail: false, ledgerRuns: 0 },
      maxTimeMs: 60_000,
      environment: readEnvironment(['check']),
    },
    () => {},
    never,
  );
  return readCheck(JSON.stringify(result));
}

describe('a check of the lab', () => {
  test('against itself is no regression, and every boot compares all transports', async () => {
    const { outcome, invalidBecause, findings, counts, boots } = await check(here(), here(), [2]);
    expect(invalidBecause).toEqual([]);
    expect(['pass', 'inconclusive']).toContain(outcome);
    expect(findings).toHaveLength(9);
    expect(counts.filter((count) => count.outcome === 'regression')).toEqual([]);
    expect(counts.find(({ what }) => what === 'waitersLeft')).toMatchObject({ base: 0, candidate: 0 });
    expect(boots.filter(({ valid }) => valid)).toHaveLength(2);
    for (const finding of findings.filter(({ metric }) => metric === 'p50')) {
      // Of short polling, too: the wait for the poll, a tenth of a second on average, is left out.
      expect(finding.baseMs).toBeGreaterThan(0.1);
      expect(finding.baseMs).toBeLessThan(40);
    }
  });

  test('against one that takes 5 ms longer for each write finds it over all transports', async () => {
    const { outcome, findings } = await check(here(), here(planted('delayMs=5')));
    expect(outcome).toBe('regression');
    for (const finding of findings.filter(({ metric }) => metric === 'p50'))
      expect(finding.estimate).toBeGreaterThan(0.3);
  });

  test('against one that is faster is none', async () => {
    const { outcome, findings } = await check(here(planted('delayMs=5')), here(), [2]);
    expect(outcome).not.toBe('regression');
    for (const finding of findings.filter(({ metric }) => metric === 'p50'))
      expect(finding.estimate).toBeLessThan(-0.3);
  });
});

describe('what can be compared', () => {
  test('are servers that a command starts', async () => {
    const command = commandContender(
      `"${process.execPath}" "${BIN}" serve --port 0 --max-sends unlimited`,
      labArms(['websocket']),
    );
    const { invalidBecause, findings } = await check(command, command, [2]);
    expect(invalidBecause).toEqual([]);
    expect(findings.map(({ transport }) => transport)).toEqual(['websocket', 'websocket', 'websocket']);
  });

  test('are adapters', async () => {
    const example = fileURLToPath(new URL('../../../bench/arms/example.mjs', import.meta.url));
    const { invalidBecause, findings } = await check(
      await adapterContender(example),
      await adapterContender(example),
      [2],
    );
    expect(invalidBecause).toEqual([]);
    expect(findings.map(({ transport }) => transport)).toEqual(['sse', 'sse', 'sse']);
  });

  test('is not a command that starts nothing', async () => {
    const silent = commandContender('true', labArms(['websocket']));
    await expect(check(here(), silent)).rejects.toThrow(
      'the candidate, "true", did not start: the server ended before',
    );
  });
});

test('a candidate that loses a message ends it at once: nothing else can be said', async () => {
  const fake = (carry: Parameters<typeof fakeArm>[0]): Contender => ({
    name: 'fake',
    arms: [fakeArm(carry)],
    start: async () => ({ url: 'fake:', stop: async () => {} }),
    dispose: async () => {},
  });
  const safe = fake((_, arrive) => arrive());
  // Not one of the rehearsal's, which come before the first of a pair.
  let hasBegun = false;
  const losing = fake((id, arrive) => {
    hasBegun ||= id === 'first';
    if (!hasBegun || id !== '50') arrive();
  });
  const { outcome, invalidBecause, boots } = await check(safe, losing);
  expect(outcome).toBe('invalid');
  expect(invalidBecause).toEqual([expect.stringMatching(/^candidate, fake: 1 of \d+ messages were lost$/)]);
  expect(boots).toHaveLength(1);
});
