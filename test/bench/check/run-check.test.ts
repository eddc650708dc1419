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
import { fakeArm } from '../../harness/fake-arm.ts';
import { BIN } from '../../harness/server-process.ts';
import { fakeResult } from '../reporters/fake-result.ts';
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
  warmupMs: 200,
  durationMs: 1200,
  pollIntervalMs: 200,
} as const;

const planted = (parameters: string): string =>
  `--import=${new URL(`../../../dist/bench/check/planted.js?${parameters}`, import.meta.url).href}`;

const here = (...nodeFlags: string[]): Contender => labContender('here', BIN, labArms(), { nodeFlags });

async function check(base: Contender, candidate: Contender, looks = [3], { tail = false, maxTimeMs = 60_000 } = {}) {
  const result = await runCheck(
    {
      contenders: { base, candidate },
      scenario: { ...scenario, transports: base.arms.map(({ name }) => name) },
      // Of so few boots and no earlier runs a stricter one could tell nothing.
      rules: { alpha: 0.2, budgets: DEFAULT_BUDGETS, looks, priors: () => null, tail, ledgerRuns: 0 },
      maxTimeMs,
      environment: fakeResult().environment,
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
});

describe('what can be compared', () => {
  test('are servers that a command starts', async () => {
    const command = commandContender(
      `"${process.execPath}" "${BIN}" serve --port 0 --max-sends unlimited`,
      labArms(['websocket']),
      10_000,
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

  test('is not a command that starts nothing, and that is said of it', async () => {
    const silent = commandContender('true', labArms(['websocket']), 10_000);
    const { outcome, invalidBecause, boots } = await check(here(), silent);
    expect([outcome, boots]).toEqual(['invalid', []]);
    expect(invalidBecause).toEqual([
      expect.stringMatching(/^the candidate, "true", did not start: it ended with exit code 0$/),
    ]);
  });

  test('nor one that is no server of the lab', async () => {
    const script = `require('node:http').createServer((_, res) => res.writeHead(404).end())
      .listen(0, '127.0.0.1', function () { console.error('see https://example.org, at http://0.0.0.0:' + this.address().port) })`;
    const other = commandContender(
      `"${process.execPath}" -e "${script.replaceAll('\n', ' ')}"`,
      labArms(['websocket']),
      10_000,
    );
    const { outcome, invalidBecause } = await check(other, other);
    expect(outcome).toBe('invalid');
    expect(invalidBecause[0]).toMatch(
      /^the (base|candidate), .*, can not be measured over WebSocket: POST \/sessions was answered 404 at http:\/\/127\.0\.0\.1:\d+$/,
    );
  });
});

describe('what breaks is called by its name:', () => {
  const lab = (more = '', after = ''): Contender =>
    commandContender(
      `"${process.execPath}" "${BIN}" serve --port 0 --max-sends unlimited ${more}${after}`,
      labArms(['websocket']),
      10_000,
    );
  const whyNot = async (base: Contender, candidate: Contender): Promise<string | undefined> => {
    const { outcome, invalidBecause } = await check(base, candidate);
    expect([outcome, invalidBecause.length]).toEqual(['invalid', 1]);
    return invalidBecause[0];
  };

  test('a server that ends while it is measured', async () => {
    const failing = lab('', ` & server=$!; sleep 2; kill $server; wait; echo out of memory; exit 7`);
    expect(await whyNot(lab(), failing)).toMatch(
      /^the candidate, .*, ended while it was measured, with exit code 7; its last words: .*out of memory$/s,
    );
  });

  test('two commands that lead to one server', async () => {
    const server = await lab().start(scenario, never);
    const both = commandContender(`echo ${server.url}; exec sleep 60`, labArms(['websocket']), 10_000);
    expect(await whyNot(both, both)).toContain(
      `say that they are at the same address, ${server.url}: give each a port`,
    );
    await server.stop();
  });

  test('a server that takes so many messages and no more', async () => {
    expect(await whyNot(lab(), lab('--max-sends 1/min'))).toMatch(
      /^candidate, WebSocket: \d+ of \d+ messages were lost; what last went wrong: More messages in a second than /,
    );
  });

  test('a transport that one does not speak', async () => {
    const script = `require('node:http').createServer((_, res) => res.writeHead(404).end())
      .listen(0, '127.0.0.1', function () { console.log('http://127.0.0.1:' + this.address().port) })`;
    const other = commandContender(
      `"${process.execPath}" -e "${script.replaceAll('\n', ' ')}"`,
      labArms(['long-polling', 'websocket']),
      10_000,
    );
    expect(await whyNot(other, other)).toMatch(
      /can not be measured over (long polling|WebSocket) \(--transports says which are compared\): /,
    );
  });
});

/** A contender without a server. */
function fake(carry: Parameters<typeof fakeArm>[0]): Contender {
  return {
    name: 'fake',
    arms: [fakeArm(carry)],
    start: async () => ({ url: 'fake:', stop: async () => {} }),
    dispose: async () => {},
  };
}

const safe = fake((_, arrive) => arrive());
const slow = fake((_, arrive) => setTimeout(arrive, 5));

test('a candidate that is faster is no regression', async () => {
  const { outcome, findings } = await check(slow, safe, [2]);
  expect(outcome).not.toBe('regression');
  expect(findings.find(({ metric }) => metric === 'p50')!.estimate).toBeLessThan(-1);
});

test('a candidate that loses a message ends it at once: nothing else can be said', async () => {
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

test('a pass that wants all boots is none where the time is up before', async () => {
  const { outcome, openBecause, endedByTime, boots } = await check(safe, safe, [3, 4], { tail: true, maxTimeMs: 1 });
  expect([outcome, endedByTime, boots.length]).toEqual(['inconclusive', true, 3]);
  expect(openBecause).toEqual(['rare stalls, in 4 boots']);
});

test('a candidate that takes no message is told so', async () => {
  const arm = fakeArm(() => {});
  const deaf: Contender = {
    ...safe,
    arms: [
      {
        ...arm,
        connect: async (options) => ({ ...(await arm.connect(options)), send: () => new Promise(() => {}) }),
      },
    ],
  };
  const { outcome, invalidBecause } = await check(safe, deaf);
  expect(outcome).toBe('invalid');
  expect(invalidBecause).toEqual([
    'the candidate, fake, can not be measured over fake: no message could be sent within 2.4 s',
  ]);
});
