import { expect, test } from '@jest/globals';
import { callLab } from '../harness/cli.ts';
import { startLab } from '../harness/lab.ts';

test.each([
  ['--heartbeat', '600h', '576h'],
  ['--heartbeat', '0', 'above 0'],
  ['--pong', '0', 'above 0'],
  ['--keep-age', '0s', 'above 0'],
  ['--session-idle', '0', 'above 0'],
  ['--port', '99999', '65535'],
  ['--keep-mailboxes', '0', 'at least 1'],
])('%s %s is bad usage: 2, with a line that says what is wrong', async (flag, value, why) => {
  const call = callLab('serve', flag, value);
  expect(await call.ended).toBe(2);
  expect(call.stderr()).toMatch(/^error: /);
  expect(call.stderr()).toContain(flag);
  expect(call.stderr()).toContain(why);
  expect(call.stdout()).toBe('');
});

test('1 where the port is taken', async () => {
  const { port } = new URL((await startLab()).url);
  const call = callLab('serve', '--port', port);
  expect(await call.ended).toBe(1);
  expect(call.stderr()).toMatch(/^error: can't listen on .*EADDRINUSE/);
});

test('its help tells what an exit code says', async () => {
  const call = callLab('serve', '--help');
  expect(await call.ended).toBe(0);
  expect(call.stdout()).toMatch(/Exit codes:\n(?: {2}\d+ +\S.*\n){3}/);
});
