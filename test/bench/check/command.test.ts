import { expect, test } from '@jest/globals';
import { setMaxListeners } from 'node:events';
import { CHECK_SCENARIO } from '../../../bench/check/check-scenario.ts';
import { commandContender } from '../../../bench/check/contenders/command.ts';
import { eventually } from '../../harness/eventually.ts';
import { processesNaming } from '../../harness/processes.ts';

const signal = new AbortController().signal;
setMaxListeners(0, signal);

const start = (command: string, patienceMs = 10_000) =>
  commandContender(command, [], patienceMs).start(CHECK_SCENARIO, signal);

/** Something to sleep for that nobody else sleeps for. */
const longTime = (): string => `600.${Math.random().toFixed(9).slice(2)}`;

test.each([
  ['that come together', `printf 'a banner\\nlistening on http://127.0.0.1:81/\\n'`, 'http://127.0.0.1:81'],
  ['of which one names the documentation', `echo see https://example.org; echo http://[::1]:82`, 'http://[::1]:82'],
  ['on standard error', `echo at http://localhost:83. >&2`, 'http://localhost:83'],
  ['in colour', String.raw`printf '\033[1mhttp://127.0.0.1:85/\033[0m\n'`, 'http://127.0.0.1:85'],
  ['that say it listens everywhere', `echo http://0.0.0.0:84`, 'http://127.0.0.1:84'],
])('a server is found by the lines that its command prints: %s', async (_, print, url) => {
  const time = longTime();
  const server = await start(`${print}; exec sleep ${time}`);
  expect(server.url).toBe(url);
  await server.stop();
  expect(processesNaming(time)).toEqual([]);
});

test('what a command leaves running behind it ends with it', async () => {
  const time = longTime();
  const server = await start(`sleep ${time} & echo http://127.0.0.1:81`);
  expect(processesNaming(time)).not.toEqual([]);
  await server.stop();
  expect(processesNaming(time)).toEqual([]);
});

test('one that names no URL in time is told so, and ended', async () => {
  const time = longTime();
  await expect(start(`exec sleep ${time}`, 300)).rejects.toThrow('it printed no line with its URL within 0.3 s');
  expect(processesNaming(time)).toEqual([]);
});

test('one that ends before is told so, with what it said last', async () => {
  const command = `for word in one two three 'no such file'; do echo $word; done; exit 3`;
  await expect(start(command)).rejects.toThrow('it ended with exit code 3; its last words: two | three | no such file');
});

test('one that ends by itself later says how, and while it runs nothing', async () => {
  const server = await start('echo http://127.0.0.1:81; sleep 0.2; echo enough; exit 7');
  expect(server.ending!()).toBeNull();
  await eventually(() =>
    expect(server.ending!()).toBe('with exit code 7; its last words: http://127.0.0.1:81 | enough'),
  );
  await server.stop();
});

test('an interrupt ends the wait', async () => {
  const time = longTime();
  const interrupted = new AbortController();
  const starting = commandContender(`exec sleep ${time}`, [], 60_000).start(CHECK_SCENARIO, interrupted.signal);
  interrupted.abort(new Error('interrupted'));
  await expect(starting).rejects.toThrow('interrupted');
  expect(processesNaming(time)).toEqual([]);
});
