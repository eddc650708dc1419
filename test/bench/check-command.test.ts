import { describe, expect, test } from '@jest/globals';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { callLab, callLabWith } from '../harness/cli.ts';
import { eventually } from '../harness/eventually.ts';
import { commandLineOf } from '../harness/processes.ts';
import { BIN } from '../harness/server-process.ts';
import { temporaryFolder } from '../harness/temporary-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const example = fileURLToPath(new URL('../../bench/arms/example.mjs', import.meta.url));
/** What was broken into lines for a terminal. */
const unwrapped = (text: string): string => text.replaceAll(/\s+/g, ' ');
const serve = `"${process.execPath}" "${BIN}" serve --port 0`;

test.each([
  [['--transports', 'pigeon']],
  [['--transports', 'none']],
  [['--boots', '2']],
  [['--alpha', '0']],
  [['--max-regression', 'p99=10%']],
  [['--max-time', '90']],
  [['--sensitivity', 'extreme']],
  [['--ledger', 'no-such-file.json']],
  [['--junit', '/no/such/folder/x.xml']],
  [['--base', root, '--candidate', example]],
  [['--trend', 'no-such-folder']],
  [['--self-test', '--json', 'result.json']],
  [['--trend', '.', '--self-test']],
  [['--base', root, '--base-command', serve, '--candidate-command', serve]],
  [['--base-command', serve]],
  [['--candidate-command', serve]],
  [['--nonsense']],
  [['surplus']],
])('2 for bad usage: %j, with a line that says what is wrong', async (args) => {
  const call = callLab('check', ...args);
  expect(await call.ended).toBe(2);
  expect(call.stderr()).toMatch(/^error: /);
  expect(call.stdout()).toBe('');
});

describe('98, and why, where', () => {
  test.each<[string, string[], string]>([
    [
      'there is no such commit',
      ['--base', 'no-such-commit', '--candidate', root],
      '"no-such-commit" is no folder, no file and no commit',
    ],
    ['the base ends at once', ['--base-command', 'true', '--candidate', root], 'The base, "true", did not start'],
    ['the candidate does', ['--base', root, '--candidate-command', 'false'], 'The candidate, "false", did not start'],
  ])('%s', async (_, args, why) => {
    const call = callLab('check', ...args);
    expect(await call.ended).toBe(98);
    expect(unwrapped(call.stdout())).toMatch(/^Invalid: nothing can be said of /);
    expect(unwrapped(call.stdout())).toContain(why);
    // Nobody is to take an earlier report for this one's.
    expect(call.stderr()).toContain('lab-results/check.json');
  });
});

test.each<[string, string[]]>([
  ['checkouts', ['--base', root, '--candidate', root]],
  ['commands', ['--base-command', serve, '--candidate-command', serve]],
])(
  '130 when interrupted, and nothing is left of %s',
  async (_, args) => {
    const call = callLab('check', ...args, '--transports', 'websocket');
    const servers = (): number[] => call.running().filter((pid) => commandLineOf(pid).includes('serve'));
    await eventually(() => expect(servers().length).toBeGreaterThanOrEqual(2), 10_000);
    call.interrupt();
    expect(await call.ended).toBe(130);
    expect(call.stderr()).toContain('Interrupted: no result.');
    expect(call.running()).toEqual([]);
  },
  30_000,
);

test('interrupted twice, it leaves nothing either', async () => {
  const call = callLab('check', '--base-command', serve, '--candidate-command', serve, '--transports', 'websocket');
  const servers = (): number[] => call.running().filter((pid) => commandLineOf(pid).includes('serve'));
  await eventually(() => expect(servers().length).toBeGreaterThanOrEqual(2), 10_000);
  call.interrupt();
  call.interrupt();
  // Where it had ended all already, the second one is the system's.
  expect([130, null]).toContain(await call.ended);
  await eventually(() => expect(call.running()).toEqual([]), 10_000);
}, 30_000);

test('a folder that is no checkout of the lab is left as it is', async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'package.json'), '{ "name": "other", "scripts": { "build": "touch built" } }');
  const call = callLabWith({ cwd: folder }, 'check', '--base-command', serve, '--candidate', '.', '--no-save');
  expect(await call.ended).toBe(98);
  expect(unwrapped(call.stdout())).toContain(
    'is no checkout of transport-lab; for a server of your own, give the command',
  );
  expect(readdirSync(folder)).toEqual(['package.json']);
}, 30_000);
