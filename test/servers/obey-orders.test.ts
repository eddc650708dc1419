import { expect, test } from '@jest/globals';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { cleanUp } from '../harness/clean-up.ts';
import { BIN } from '../harness/server-process.ts';

/** A server that was started over an IPC channel. */
async function forkServer(): Promise<{
  url: string;
  child: ChildProcess;
  order: (message: object) => Promise<unknown>;
}> {
  const child = fork(BIN, ['serve', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const exited = once(child, 'exit');
  cleanUp(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
  const order = async (message: object): Promise<unknown> => {
    const answered = once(child, 'message');
    child.send(message);
    return ((await answered) as unknown[])[0];
  };
  return { url: /http:\S+/.exec(line)![0], child, order };
}

const status = (url: string): Promise<number | 'away'> =>
  fetch(`${url}/healthz`).then(
    (answer) => answer.status,
    () => 'away',
  );

test('a server goes away and comes back where it was, when it is told to', async () => {
  const { url, order } = await forkServer();
  expect(await order({ order: 'go-away' })).toEqual({ done: true });
  expect(await status(url)).toBe('away');
  expect(await order({ order: 'come-back', settings: {} })).toEqual({ done: true });
  expect(await status(url)).toBe(200);
  // Though it is not away.
  expect(await order({ order: 'come-back', settings: { holdMs: 0 } })).toEqual({ done: true });
  expect(await status(url)).toBe(200);
});

test.each([
  [{ order: 'dance' }, 'go-away or come-back'],
  [{ order: 'come-back' }, 'settings'],
  [{ order: 'go-away', more: 1 }, 'more'],
  [{ order: 'come-back', settings: { holdMs: -1 } }, 'holdMs'],
  [{ order: 'come-back', settings: { heartbeatMs: 0 } }, 'heartbeatMs'],
  [{ order: 'come-back', settings: { keepMessages: null } }, 'keepMessages'],
  [{ order: 'come-back', settings: { port: 80 } }, 'port'],
])('what is no order is refused, and nothing is changed: %j', async (message, why) => {
  const { url, order } = await forkServer();
  expect(await order(message)).toEqual({ failed: expect.stringContaining(why) });
  expect(await status(url)).toBe(200);
});

test('a message to somebody else is none of its business, and an end while it is away is an end', async () => {
  const { url, child, order } = await forkServer();
  const answers: unknown[] = [];
  child.on('message', (answer) => answers.push(answer));
  child.send('collect');
  child.send([]);
  expect(await order({ order: 'go-away' })).toEqual({ done: true });
  expect(answers).toEqual([{ done: true }]);
  expect(await status(url)).toBe('away');
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});
