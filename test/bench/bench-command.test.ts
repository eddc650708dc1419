import { describe, expect, jest, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunResult } from '../../bench/result.ts';
import { TRANSPORT_NAMES, type TransportName } from '../../servers/protocol/transport-name.ts';
import { callLab, callLabWith } from '../harness/cli.ts';
import { eventually } from '../harness/eventually.ts';
import { temporaryFolder } from '../harness/temporary-folder.ts';
import { readRun } from './schemas.ts';

// A machine that stands still for a while spoils what is measured on it, and the lab then says so.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

/** A run of seconds that still has enough messages to say something. */
const short = '--rounds 1 --duration 1s --warmup 200ms --pairs 10 --rate 10/s --poll-interval 100ms'.split(' ');

const example = fileURLToPath(new URL('../../bench/arms/example.mjs', import.meta.url));

describe('a run', () => {
  test('prints a verdict and a table, writes JSON of its schema, and finds what must be found', async () => {
    const file = join(temporaryFolder(), 'result.json');
    const call = callLab('bench', ...short, '--json', file, '--no-save');
    expect(await call.ended).toBe(0);

    const result = readRun(readFileSync(file, 'utf8'));
    expect(result.summary.map(({ transport }) => transport)).toEqual(TRANSPORT_NAMES);
    for (const { completeness, valid, invalidBecause } of result.summary) {
      expect([valid, invalidBecause]).toEqual([true, []]);
      expect(completeness).toMatchObject({ lost: 0, duplicatedShown: 0, outOfOrder: 0, gaps: 0 });
      expect(completeness.sent).toBeGreaterThan(50);
    }
    const of = (name: TransportName) => result.summary.find(({ transport }) => transport === name)!;
    const [polling, holding, pushing] = [of('short-polling'), of('long-polling'), of('websocket')];
    // Half the interval, and something for the machine.
    expect(polling.deliveryLegMs!.mean).toBeGreaterThan(40);
    expect(polling.deliveryLegMs!.mean).toBeLessThan(75);
    expect(polling.cost.requestsPerMessage).toBeGreaterThan(0.5);
    expect(polling.cost.emptyShare).toBeGreaterThan(0.1);
    expect(polling.freshnessMs.meanAge).toBeGreaterThan(pushing.freshnessMs.meanAge!);
    for (const fast of [holding, pushing]) expect(fast.latencyMs!.p50).toBeLessThan(20);
    expect(holding.cost.requestsPerMessage).toBeGreaterThan(0.8);
    expect(pushing.cost).toMatchObject({ requestsPerMessage: 0, emptyShare: null, bytesUpPerMessage: 0 });
    for (const { cost } of result.summary) {
      expect(cost.serverCpuMicrosPerMessage).toBeGreaterThan(1);
      expect(cost.serverRssBytes).toBeGreaterThan(20e6);
    }

    // Standard output holds the result alone, standard error how it went.
    expect(call.stdout()).toMatch(/^10 pairs · 10\/s each/);
    expect(call.stdout()).toContain('arrived, each once and in order');
    expect(call.stdout()).toContain('delivered / sent');
    expect(call.stderr()).toMatch(/^round 1\/1 {2}.*delivered \d+\/\d+ {2}p50 /m);
    expect(call.stderr()).toContain(file);
  }, 40_000);

  test('with --json - standard output is the JSON, and with --no-progress standard error is empty', async () => {
    const flags = [
      ...short,
      '--transports',
      'websocket',
      '--no-keep-alive',
      '--schedule',
      'burst',
      '--poll-discipline',
      'fixed-rate',
    ];
    const call = callLab('bench', ...flags, '--json', '-', '--no-progress', '--no-save');
    expect(await call.ended).toBe(0);
    const result = readRun(call.stdout());
    expect(result.scenario).toMatchObject({
      transports: ['websocket'],
      keepAlive: false,
      schedule: 'burst',
      pollDiscipline: 'fixed-rate',
      pollIntervalMs: 100,
      rounds: 1,
    });
    expect(result.environment.command).toContain('--schedule burst');
    expect(call.stderr()).toBe('');
  }, 30_000);

  test('messages of a megabyte are sent like any other', async () => {
    const flags = ['--payload', '1MiB', '--pairs', '2', '--rate', '10/s', '--transports', 'websocket', '--rounds', '1'];
    const call = callLab(
      'bench',
      ...flags,
      '--duration',
      '1s',
      '--warmup',
      '0',
      '--json',
      '-',
      '--no-progress',
      '--no-save',
    );
    await call.ended;
    expect(call.stderr()).toBe('');
    expect((JSON.parse(call.stdout()) as RunResult).rounds[0]!.completeness).toMatchObject({ lost: 0, gaps: 0 });
  }, 30_000);

  test('a connection for each request costs more bytes and requests the same', async () => {
    const run = async (flag: string): Promise<RunResult> => {
      const call = callLab(
        'bench',
        ...short,
        '--transports',
        'long-polling',
        flag,
        '--json',
        '-',
        '--no-progress',
        '--no-save',
      );
      expect(await call.ended).toBe(0);
      return JSON.parse(call.stdout()) as RunResult;
    };
    const [kept, opened] = [await run('--keep-alive'), await run('--no-keep-alive')];
    expect(opened.summary[0]!.cost.requestsPerMessage).toBeCloseTo(kept.summary[0]!.cost.requestsPerMessage!, 0);
    expect(opened.summary[0]!.completeness.lost).toBe(0);
  }, 40_000);
});

describe('exit codes', () => {
  test.each([
    [['--rate', '2']],
    [['--duration', '0']],
    [['--transports', 'pigeon']],
    [['--transports', '']],
    [['--schedule', 'never']],
    [['--pairs', '0']],
    [['--rounds', '1.5']],
    [['--hold', '15']],
    [['--rate', '100000/s', '--pairs', '1000']],
    // More connections than any machine lets a process have.
    [['--rate', '1/min', '--pairs', '4000000000', '--duration', '1ms', '--warmup', '0', '--payload', '1B']],
    [['--idle', '4000000000']],
    [['--payload', '2MiB', '--pairs', '100']],
    [['--payload', '1GiB', '--pairs', '1', '--rate', '1/min']],
    [['--nonsense']],
    [['surplus']],
    [['--rtt', '100']],
    [['--bandwidth', '64']],
    [['--url', 'nowhere']],
    [['--transports', 'none']],
    [['--scenario', 'sleepy']],
    [['--sweep', 'rtt']],
    [['--sweep', 'rtt=soon']],
    [['--sweep', 'nonsense=1']],
    [['--adapter', 'no-such-file.mjs']],
    [['--json', '/no/such/folder/x.json']],
    [['--sweep', 'rtt=0', '--sweep', 'rtt=40ms']],
    [['--sweep', 'rtt=0', '--csv', 'rounds.csv']],
    [['--idle', '1']],
    [['--idle', '5', '--rate', '1/s']],
    [['--idle', '5', '--sweep', 'rtt=0']],
    [['--adapter', example, '--adapter', example]],
  ])('2 for bad usage: %j, with a line that says what is wrong', async (args) => {
    const call = callLab('bench', ...args);
    expect(await call.ended).toBe(2);
    expect(call.stderr()).toMatch(/^error: /);
    expect(call.stdout()).toBe('');
  });

  test('2 for a call without, or with an unknown, subcommand', async () => {
    for (const args of [[], ['brew'], ['toString'], ['constructor'], ['__proto__'], ['help', 'brew']]) {
      const call = callLab(...args);
      expect(await call.ended).toBe(2);
      expect(call.stderr()).toMatch(/^(error: unknown command|Usage: )/);
    }
  });

  test('98 where no round counts, and the words say why', async () => {
    const call = callLab(
      'bench',
      '--transports',
      'websocket',
      '--rounds',
      '1',
      '--pairs',
      '1',
      '--rate',
      '1/s',
      '--duration',
      '300ms',
      '--warmup',
      '0',
    );
    expect(await call.ended).toBe(98);
    expect(call.stdout()).toMatch(/No figures for WebSocket: .*too few to say\sanything; raise --rate/s);
  }, 20_000);

  test('130 when interrupted, and no process is left', async () => {
    const call = callLab('bench', ...short, '--duration', '20s');
    await call.server();
    call.interrupt();
    expect(await call.ended).toBe(130);
    expect(call.stdout()).toBe('');
    expect(call.stderr()).toBe('Interrupted: no result.\n');
    expect(call.running()).toEqual([]);
  }, 20_000);

  test('killed without a chance to clean up, its server ends by itself', async () => {
    const call = callLab('bench', ...short, '--duration', '20s');
    await call.server();
    call.child.kill('SIGKILL');
    await eventually(() => expect(call.running()).toEqual([]), 10_000);
  }, 20_000);
});

test.each([
  [['--help']],
  [['help']],
  ...['bench', 'check', 'serve', 'link', 'report'].flatMap((name) => [[[name, '--help']], [['help', name]]]),
])('%j explains itself, with examples', async (args) => {
  const call = callLab(...args);
  expect(await call.ended).toBe(0);
  expect(call.stdout()).toMatch(/^Usage: transport-lab/);
  if (args.length > 1) expect(call.stdout()).toContain('Examples');
});

test('what draws takes long to load: who only asks does not wait for it', async () => {
  const folder = temporaryFolder();
  // Node then leaves a list of all that was loaded.
  const call = callLabWith({ env: { NODE_V8_COVERAGE: folder } }, 'bench', '--list-scenarios');
  expect(await call.ended).toBe(0);
  const [list] = readdirSync(folder);
  const loaded = readFileSync(join(folder, list!), 'utf8');
  expect(loaded).toContain('/bench/bench-command.js');
  expect(loaded).not.toMatch(/\/(echarts|zrender)\//);
});
