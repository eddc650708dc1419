import { describe, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { csv } from '../../bench/reporters/csv.ts';
import { hdr } from '../../bench/reporters/hdr.ts';
import { html } from '../../bench/reporters/html.ts';
import { markdown } from '../../bench/reporters/markdown.ts';
import { text } from '../../bench/reporters/text.ts';
import { callLabWith } from '../harness/cli.ts';
import { temporaryFolder } from '../harness/temporary-folder.ts';
import { readRun } from './schemas.ts';

/** Whether the machine let a round count is of no interest here. */
const DONE = [0, 98];
/** Two seconds, and enough messages to have percentiles. */
const tiny =
  '--transports long-polling,websocket --rounds 1 --duration 500ms --warmup 0 --pairs 5 --rate 20/s --no-progress';
const bench = ['bench', ...tiny.split(' ')];

describe('a run', () => {
  test('writes what it is asked for, what is there unasked, and the summary of a CI job', async () => {
    const folder = temporaryFolder();
    const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
    writeFileSync(path.join(folder, 'summary.md'), 'what others wrote\n');
    writeFileSync(path.join(folder, 'r.csv'), 'what was there before');
    const asked = '--json r.json --html r.html --markdown r.md --csv r.csv --hdr r.hdr'.split(' ');
    const env = { GITHUB_STEP_SUMMARY: path.join(folder, 'summary.md') };
    const call = callLabWith({ cwd: folder, env }, ...bench, ...asked);
    expect(DONE).toContain(await call.ended);
    expect(call.stderr()).toBe(
      'Written: r.json, lab-results/latest.json, r.html, lab-results/latest.html, r.md, r.csv, r.hdr\n',
    );

    const result = readRun(read('r.json'));
    expect(call.stdout()).toBe(`${text(result)}\n`);
    expect(read('r.html')).toBe(html(result));
    expect(read('r.md')).toBe(markdown(result));
    expect(read('r.csv')).toBe(csv(result));
    expect(read('r.hdr')).toBe(hdr(result));
    expect(read('summary.md')).toBe(`what others wrote\n${markdown(result)}`);
    expect(readdirSync(path.join(folder, 'lab-results')).toSorted()).toEqual(['latest.html', 'latest.json']);
    expect(read('lab-results/latest.json')).toBe(read('r.json'));
    expect(read('lab-results/latest.html')).toBe(read('r.html'));

    const rows = read('r.csv').trimEnd().split('\r\n');
    expect(rows).toHaveLength(1 + result.rounds.length);
    expect(rows.slice(1).map((row) => row.split(',', 2))).toEqual(
      result.rounds.map(({ round, transport }) => [String(round), transport]),
    );
    expect(read('r.html')).not.toMatch(/https?:|<script|<link|@import|src=/i);
  }, 30_000);

  test('leaves its result in lab-results and says so; with --no-save nowhere', async () => {
    const folder = temporaryFolder();
    const without = callLabWith({ cwd: folder }, ...bench, '--transports', 'websocket', '--no-save');
    expect(DONE).toContain(await without.ended);
    expect(without.stderr()).toBe('');
    expect(readdirSync(folder)).toEqual([]);
    const call = callLabWith({ cwd: folder }, ...bench, '--transports', 'websocket');
    expect(DONE).toContain(await call.ended);
    expect(call.stderr()).toBe('Written: lab-results/latest.json, lab-results/latest.html\n');
    const { scenario } = readRun(readFileSync(path.join(folder, 'lab-results/latest.json'), 'utf8'));
    expect(scenario.transports).toEqual(['websocket']);
  }, 30_000);
});

describe('what can’t be written is told before anything runs', () => {
  test.each([
    [['--json', 'nowhere/r.json'], /^error: nowhere\/r\.json can't be written: \S+\/nowhere is no folder\n/],
    [['--html', 'folder'], /^error: folder can't be written: it is a folder\n/],
    [['--csv', 'file/r.csv'], /^error: file\/r\.csv can't be written: \S+\/file is no folder\n/],
    [['--hdr', ''], /^error: --hdr needs the name of a file\n/],
    [['--markdown', '-'], /^error: --markdown needs the name of a file: only --json can go to standard output\n/],
  ])('%j', async (flags, message) => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'folder'));
    writeFileSync(path.join(folder, 'file'), '');
    const call = callLabWith({ cwd: folder }, ...bench, ...flags);
    expect(await call.ended).toBe(2);
    expect(call.stderr()).toMatch(message);
    expect(call.stdout()).toBe('');
    expect(readdirSync(folder)).toEqual(['file', 'folder']);
  });

  test('lab-results, unless it is not wanted', async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'lab-results'), '');
    const call = callLabWith({ cwd: folder }, ...bench);
    expect(await call.ended).toBe(2);
    expect(call.stderr()).toMatch(/^error: lab-results\/latest\.json can't be written: .*; --no-save does without\n/);
    const without = callLabWith({ cwd: folder }, ...bench, '--transports', 'websocket', '--no-save');
    expect(DONE).toContain(await without.ended);
  }, 20_000);

  test('the summary of a CI job', async () => {
    const folder = temporaryFolder();
    const call = callLabWith({ cwd: folder, env: { GITHUB_STEP_SUMMARY: path.join(folder, 'no/summary') } }, ...bench);
    expect(await call.ended).toBe(2);
    expect(call.stderr()).toMatch(/^error: \S+no\/summary can't be written: .*\(\$GITHUB_STEP_SUMMARY\)\n/);
    expect(existsSync(path.join(folder, 'lab-results'))).toBe(false);
  });
});
