import { describe, expect, test } from '@jest/globals';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { html } from '../../bench/reporters/html.ts';
import { text } from '../../bench/reporters/text.ts';
import { Histogram } from '../../bench/histogram.ts';
import type { RoundResult, RunResult } from '../../bench/result.ts';
import { type Call, callLabWith } from '../harness/cli.ts';
import { temporaryFolder } from '../harness/temporary-folder.ts';
import { fakeResult } from './reporters/fake-result.ts';
import { fakeSweep } from './reporters/fake-sweep.ts';
import { readRun } from './schemas.ts';

const scenario = { pairs: 5 };
const because = 'held up';
const a = fakeResult({ rounds: 2, scenario: { ...scenario, seed: 1 }, invalid: { 'websocket/2': because } });
const b = fakeResult({ rounds: 3, scenario: { ...scenario, seed: 2 } });

/** A folder with these files in it; what is not text is written as JSON. */
function folderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

function report(cwd: string, ...args: string[]): Call {
  return callLabWith({ cwd }, 'report', ...args);
}

/** The rounds of a transport in all these results. */
function roundsOf(transport: string, ...results: RunResult[]): RoundResult[] {
  return results.flatMap(({ rounds }) => rounds.filter((round) => round.transport === transport));
}

describe('one result', () => {
  test('is told again as it was', async () => {
    const call = report(folderWith({ 'a.json': a }), 'a.json');
    expect(await call.ended).toBe(0);
    expect(call.stdout()).toBe(`${text(a)}\n`);
    expect(call.stderr()).toBe('');
  });

  test('that does not count gives the exit code of one that does not', async () => {
    const spoilt = fakeResult({ rounds: 1, scenario, invalid: { 'websocket/1': because } });
    const call = report(folderWith({ 'spoilt.json': spoilt }), 'spoilt.json');
    expect(await call.ended).toBe(98);
    expect(call.stdout()).toContain('No figures for WebSocket');
  });
});

describe('two results', () => {
  test('are one, as if it had been one run: counts and histograms are added', async () => {
    const folder = folderWith({ 'a.json': a, 'b.json': b });
    const call = report(folder, 'a.json', 'b.json', '--json', 'both.json', '--html', 'both.html');
    expect(await call.ended).toBe(0);
    expect(call.stderr()).toBe('Written: both.json, both.html\n');
    const both = readRun(readFileSync(path.join(folder, 'both.json'), 'utf8'));
    expect(both.scenario).toEqual({ ...a.scenario, rounds: 5 });
    expect(both.rounds).toEqual([...a.rounds, ...b.rounds]);
    expect(both.mergedFrom).toEqual([a.environment, b.environment]);

    for (const { transport, completeness, latencyMs, freshnessMs, cost } of both.summary) {
      const all = roundsOf(transport, a, b);
      const counted = all.filter(({ valid }) => valid);
      expect(counted).toHaveLength(transport === 'websocket' ? 4 : 5);
      const sum = (rounds: readonly RoundResult[], of: (round: RoundResult) => number): number =>
        rounds.reduce((total, round) => total + of(round), 0);
      // What became of messages is of all rounds, the figures are of those that count.
      expect(completeness.sent).toBe(sum(all, (round) => round.completeness.sent));
      expect(completeness.delivered).toBe(sum(all, (round) => round.completeness.delivered));
      const deliveries = sum(counted, ({ raw }) => raw.cost.deliveries);
      expect(cost.requestsPerMessage).toBeCloseTo(sum(counted, ({ raw }) => raw.cost.requests) / deliveries);
      const span = sum(counted, ({ raw }) => raw.age.span);
      expect(freshnessMs.meanAge).toBeCloseTo(sum(counted, ({ raw }) => raw.age.area) / span);

      const added = Histogram.merge(counted.map(({ raw }) => Histogram.decode(raw.histograms.latency)));
      expect(latencyMs).toEqual(added.summary());
      for (const statistic of ['mean', 'p50', 'p90', 'p99', 'max'] as const) {
        const each = counted.map((round) => round.latencyMs![statistic]);
        // To three digits.
        expect(latencyMs![statistic]).toBeGreaterThanOrEqual(Math.min(...each) * 0.998);
        expect(latencyMs![statistic]).toBeLessThanOrEqual(Math.max(...each) * 1.002);
      }
    }
    expect(call.stdout()).toBe(`${text(both)}\n`);
    expect(call.stdout()).toMatch(/^5 pairs .* · 5 rounds of 4s after 1s of warm-up · 2 runs put together$/m);
    expect(readFileSync(path.join(folder, 'both.html'), 'utf8')).toBe(html(both));
  });

  test('and a third are what the three are together', async () => {
    const c = fakeResult({ rounds: 1, scenario: { ...scenario, seed: 3 } });
    const folder = folderWith({ 'a.json': a, 'b.json': b, 'c.json': c });
    expect(await report(folder, 'a.json', 'b.json', '--json', 'ab.json').ended).toBe(0);
    const inSteps = report(folder, 'ab.json', 'c.json', '--json', '-');
    const atOnce = report(folder, 'a.json', 'b.json', 'c.json', '--json', '-');
    expect([await inSteps.ended, await atOnce.ended]).toEqual([0, 0]);
    expect(inSteps.stdout()).toBe(atOnce.stdout());
  });
});

describe('2 and a line that says what is wrong', () => {
  const strange = {
    'a.json': a,
    'otherwise.json': fakeResult({ rounds: 1, scenario: { ...scenario, rate: 5 } }),
    'fewer.json': fakeResult({ rounds: 1, transports: ['websocket'], scenario }),
    'sweep.json': fakeSweep([{ flag: 'rtt', values: ['0'] }], { websocket: () => null }),
    'idle.json': { schema: 1, kind: 'idle', findings: [] },
    'cut.json': JSON.stringify(a).slice(0, 1000),
    'null.json': 'null',
    'list.json': '[]',
    'number.json': '1',
    'newer.json': { ...a, schema: 2 },
    'bare.json': { schema: 1, rounds: [], summary: [] },
  };

  test.each([
    [['a.json', 'otherwise.json'], /the runs differ in rate/],
    [['a.json', 'fewer.json'], /the runs differ in transports/],
    [['a.json', 'sweep.json'], /sweep\.json holds the result of "bench --sweep"/],
    [['idle.json'], /idle\.json holds the result of "bench --idle"/],
    [['cut.json'], /cut\.json can't be read/],
    [['a.json', 'missing.json'], /missing\.json can't be read/],
    [['folder'], /folder can't be read/],
    [['null.json'], /null\.json is no result/],
    [['list.json'], /list\.json is no result/],
    [['number.json'], /number\.json is no result/],
    [['newer.json'], /newer\.json is no result/],
    [['bare.json'], /bare\.json is no result/],
    [['a.json', '--html', 'folder'], /folder can't be written/],
    [[], /missing required argument 'results'/],
  ])('for %j', async (args, why) => {
    const folder = folderWith(strange);
    mkdirSync(path.join(folder, 'folder'));
    const call = report(folder, ...args);
    expect(await call.ended).toBe(2);
    expect(call.stderr()).toMatch(/^error: .*\n\(--help says more\)\n$/);
    expect(call.stderr()).toMatch(why);
    expect(call.stdout()).toBe('');
  });
});
