import { describe, expect, jest, test } from '@jest/globals';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AdapterError, loadAdapter } from '../../bench/arms/arms.ts';
import type { RunResult } from '../../bench/result.ts';
import { cleanUp } from '../harness/clean-up.ts';
import { callLab } from '../harness/cli.ts';
import { startServerProcess } from '../harness/server-process.ts';
import { temporaryFolder } from '../harness/temporary-folder.ts';

// A machine that stands still for a while spoils what is measured on it, and the lab then says so.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

const example = fileURLToPath(new URL('../../bench/arms/example.mjs', import.meta.url));
const short = '--rounds 1 --duration 1s --warmup 200ms --pairs 5 --rate 10/s --json - --no-progress --no-save'.split(
  ' ',
);

async function run(...flags: string[]): Promise<RunResult> {
  const call = callLab('bench', ...short, ...flags);
  await call.ended;
  return JSON.parse(call.stdout()) as RunResult;
}

function fileWith(source: string): string {
  const file = join(temporaryFolder(), 'adapter.mjs');
  writeFileSync(file, source);
  return file;
}

describe('a stack of somebody else', () => {
  test('runs in the same rounds as the transports, and is reported like them', async () => {
    const { summary, scenario } = await run('--transports', 'websocket', '--adapter', example);
    expect(scenario.transports).toEqual(['websocket', 'sse']);
    const [websocket, sse] = summary;
    expect(sse!.completeness).toMatchObject({ lost: 0, duplicatedShown: 0, outOfOrder: 0 });
    expect(sse!.completeness.sent).toBe(websocket!.completeness.sent);
    expect(sse!.deliveryLegMs!.p50).toBeLessThan(50);
    expect(sse!.cost.bytesDownPerMessage).toBeGreaterThan(100);
    expect(sse!.cost.serverCpuMicrosPerMessage).toBeGreaterThan(1);
    expect([sse!.theory, sse!.difference]).toEqual([null, null]);
    expect(websocket!.theory).not.toBeNull();
  }, 40_000);

  test('what it loses is found', async () => {
    // Every fifth message, but none of those by which a pair finds out that its line works.
    const source = readFileSync(example, 'utf8').replace(
      'streams.get(req.url)',
      'if (Number(message.id) % 5 !== 4) streams.get(req.url)',
    );
    const { summary } = await run('--transports', 'none', '--adapter', fileWith(source));
    expect(summary[0]).toMatchObject({ valid: false });
    expect(summary[0]!.completeness.lost).toBeGreaterThan(0);
  }, 60_000);

  test.each([
    ['no default export', 'export const name = 1;', /default export/],
    ['no name', 'export default { connect() {} };', /name/],
    ['no connect', "export default { name: 'x' };", /connect/],
    ['a startServer that is no function', "export default { name: 'x', connect() {}, startServer: 1 };", /startServer/],
    ['one that does not load', 'import "no-such-package";', /can't be loaded/],
  ])('%s is told from an arm', async (_, source, message) => {
    const loading = loadAdapter(fileWith(source));
    await expect(loading).rejects.toThrow(AdapterError);
    await expect(loading).rejects.toThrow(message);
  });
});

test('the bare relays run as arms of the same rounds', async () => {
  const { summary } = await run('--transports', 'websocket', '--with-floor');
  expect(summary.map(({ transport }) => transport)).toEqual(['websocket', 'bare-http', 'bare-ws']);
  for (const { completeness, cost } of summary) {
    expect(completeness).toMatchObject({ lost: 0, duplicatedShown: 0, outOfOrder: 0 });
    expect(cost.serverCpuMicrosPerMessage).toBeGreaterThan(1);
  }
}, 60_000);

describe('where --url leads to no server of the lab, the words say so', () => {
  async function failure(url: string): Promise<string> {
    const call = callLab('bench', ...short, '--transports', 'websocket', '--url', url);
    expect(await call.ended).toBe(98);
    expect(call.stdout()).toBe('');
    return call.stderr();
  }

  test('but to another one', async () => {
    const server = http.createServer((_, res) => res.writeHead(404).end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanUp(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await failure(url)).toBe(`Nothing could be measured: POST /sessions was answered 404 at ${url}.\n`);
  });

  test('or to nobody', async () => {
    const server = await startServerProcess();
    await server.stop();
    expect(await failure(server.url)).toBe(
      `Nothing could be measured: POST /sessions found no server at ${server.url}.\n`,
    );
  });
});

test('a server that runs already is measured where it is, again and again', async () => {
  const { url } = await startServerProcess('--max-sends', 'unlimited');
  for (let i = 0; i < 2; i += 1) {
    const { summary, scenario } = await run('--transports', 'long-polling,websocket', '--url', url);
    expect(scenario.url).toBe(url);
    for (const { completeness, latencyMs, deliveryLegMs, cost } of summary) {
      expect(completeness).toMatchObject({ lost: 0, duplicatedShown: 0, outOfOrder: 0 });
      expect(latencyMs!.p50).toBeLessThan(50);
      // Its clock is another one.
      expect(deliveryLegMs).toBeNull();
      expect(cost.serverCpuMicrosPerMessage).toBeGreaterThan(1);
    }
  }
}, 60_000);
