import { describe, expect, test } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { callLab } from '../harness/cli.ts';
import { eventually } from '../harness/eventually.ts';
import { commandLineOf } from '../harness/processes.ts';
import { BIN } from '../harness/server-process.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const example = fileURLToPath(new URL('../../bench/arms/example.mjs', import.meta.url));
const serve = `"${process.execPath}" "${BIN}" serve --port 0`;

test.each([
  [['--transports', 'pigeon']],
  [['--transports', 'none']],
  [['--boots', '2']],
  [['--alpha', '0']],
  [['--max-regression', 'p99=1ms']],
  [['--max-time', '90']],
  [['--sensitivity', 'extreme']],
  [['--ledger', 'no-such-file.json']],
  [['--junit', '/no/such/folder/x.xml']],
  [['--base', root, '--candidate', example]],
  [['--trend', 'no-such-folder']],
  [['--self-test', '--json', 'result.json']],
  [['--trend', '.', '--self-test']],
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
    ['there is no such commit', ['--base', 'no-such-commit'], '"no-such-commit" is no folder, no file and no commit'],
    ['the base ends at once', ['--base-command', 'true'], 'the base, "true", did not start'],
    ['the candidate does', ['--base', root, '--candidate-command', 'false'], 'the candidate, "false", did not start'],
  ])('%s', async (_, args, why) => {
    const call = callLab('check', '--candidate', root, ...args);
    expect(await call.ended).toBe(98);
    expect(call.stderr()).toContain(why);
    expect(call.stdout()).toBe('');
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
