import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sweepHtml } from '../../../bench/reporters/sweep-html.ts';
import { sweepText } from '../../../bench/reporters/sweep-text.ts';
import { type Call, callLabWith } from '../../harness/cli.ts';
import { eventually } from '../../harness/eventually.ts';
import { temporaryFolder } from '../../harness/temporary-folder.ts';
import { readSweep } from '../schemas.ts';

/*
 * Whether the machine let a round count is of no interest here, so either of these will do: 0, or 98 for no valid result.
 */
const DONE = [0, 98];

/** Too few messages to count, and so never measured twice: cells of a second or two. */
const tiny = '--rounds 1 --duration 200ms --warmup 0 --pairs 2 --rate 10/s --transports'.split(' ');
const onePolling = [...tiny, 'long-polling', '--sweep', 'hold=1s,2s', '--sweep', 'rtt=0,4ms'];

test('measures every combination, after an interrupt only what is missing, and mixes nothing in', async () => {
  const folder = temporaryFolder();
  const results = path.join(folder, 'lab-results');
  const bench = (...flags: string[]): Call => callLabWith({ cwd: folder }, 'bench', ...flags);

  const first = bench(...onePolling);
  await cell(first, 'cell 2/4  hold 1s and rtt 4ms');
  await first.server();
  first.interrupt();
  expect(await first.ended).toBe(130);
  expect(first.stdout()).toBe('');
  expect(first.stderr()).toMatch(
    /\nInterrupted: 1 of 4 cells are kept in lab-results\/sweep-partial\.json, the same command goes on from there\.\n$/,
  );
  expect(first.running()).toEqual([]);
  expect(readdirSync(results)).toEqual(['sweep-partial.json']);

  // Another seed is another sweep: it takes nothing from what is there, and leaves it where it is.
  const other = bench(...tiny, 'long-polling', '--sweep', 'hold=1s', '--seed', '2');
  expect(DONE).toContain(await other.ended);
  expect(other.stderr()).not.toContain('known already');
  expect(readSweep(readFileSync(path.join(results, 'sweep.json'), 'utf8')).cells).toHaveLength(1);

  const second = bench(...onePolling);
  expect(DONE).toContain(await second.ended);
  expect(cellsOf(second)).toEqual([
    expect.stringMatching(/^cell 1\/4 {2}hold 1s and rtt 0 {2}known already$/),
    expect.stringMatching(/^cell 2\/4 {2}hold 1s and rtt 4ms$/),
    expect.stringMatching(/^cell 3\/4 {2}hold 2s and rtt 0 {2}\d+ s left$/),
    expect.stringMatching(/^cell 4\/4 {2}hold 2s and rtt 4ms {2}\d+ s left$/),
  ]);
  expect(second.stderr().match(/^round /gm)).toHaveLength(3);
  expect(second.stderr()).toMatch(/\nWritten: lab-results\/sweep\.json, lab-results\/sweep\.html\n$/);
  expect(readdirSync(results).toSorted()).toEqual(['sweep.html', 'sweep.json']);

  const result = readSweep(readFileSync(path.join(results, 'sweep.json'), 'utf8'));
  const asked = { hold: [1000, 2000], rtt: [0, 4] };
  expect(result.cells.map(({ result: { scenario } }) => [scenario.holdMs, scenario.rttMs])).toEqual(
    asked.hold.flatMap((hold) => asked.rtt.map((rtt) => [hold, rtt])),
  );
  for (const { settings, result: run } of result.cells) {
    expect(run.scenario).toMatchObject({ seed: 1, transports: ['long-polling'], durationMs: 200, rounds: 1 });
    expect(run.rounds).toHaveLength(1);
    expect(second.stdout()).toMatch(new RegExp(`^ *${settings['hold']} +${settings['rtt']} +long polling `, 'm'));
  }
  expect(second.stdout()).toBe(`${sweepText(result)}\n`);
  expect(readFileSync(path.join(results, 'sweep.html'), 'utf8')).toBe(sweepHtml(result));
}, 90_000);

test('with --no-save nothing is written, not even when it is interrupted', async () => {
  const folder = temporaryFolder();
  const call = callLabWith({ cwd: folder }, 'bench', ...onePolling, '--no-save', '--json', '-');
  await cell(call, 'cell 2/4');
  call.interrupt();
  expect(await call.ended).toBe(130);
  expect(call.stderr()).toMatch(/\nInterrupted: no result\.\n$/);
  expect(call.running()).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
}, 40_000);

function cellsOf(call: Call): string[] {
  return call.stderr().match(/^cell .*$/gm) ?? [];
}

function cell(call: Call, line: string): Promise<void> {
  return eventually(() => expect(call.stderr()).toContain(line), 20_000);
}
