import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { idleText } from '../../bench/reporters/idle-text.ts';
import { TRANSPORT_NAMES } from '../../servers/protocol/transport-name.ts';
import { callLabWith } from '../harness/cli.ts';
import { temporaryFolder } from '../harness/temporary-folder.ts';
import { readIdle } from './schemas.ts';

const RECEIVERS = 5;

test('tells of each transport what idle receivers cost, as text and as JSON', async () => {
  const folder = temporaryFolder();
  const flags = '--duration 2s --hold 500ms --poll-interval 200ms --no-keep-alive --seed 7'.split(' ');
  const call = callLabWith({ cwd: folder }, 'bench', '--idle', String(RECEIVERS), ...flags);
  expect(await call.ended).toBe(0);
  expect(call.running()).toEqual([]);
  expect(call.stderr()).toBe(
    [
      'short polling  5 receivers, nothing sent for 2s',
      'long polling   5 receivers, nothing sent for 2s',
      'WebSocket      5 receivers, nothing sent for 2s',
      'Written: lab-results/idle.json\n',
    ].join('\n'),
  );
  expect(readdirSync(path.join(folder, 'lab-results'))).toEqual(['idle.json']);

  const result = readIdle(readFileSync(path.join(folder, 'lab-results/idle.json'), 'utf8'));
  expect(result.scenario).toEqual({
    transports: TRANSPORT_NAMES,
    receivers: RECEIVERS,
    durationMs: 2000,
    pollIntervalMs: 200,
    pollDiscipline: 'fixed-delay',
    holdMs: 500,
    keepAlive: false,
    seed: 7,
  });
  expect(result.findings.map(({ transport }) => transport)).toEqual(TRANSPORT_NAMES);
  for (const { receivers, before, after, idleMs, cpuMillisPerSecond, ...finding } of result.findings) {
    expect(receivers).toBe(RECEIVERS);
    for (const { rssBytes, heldBytes } of [before, after]) {
      // A Node process; what it counts itself is a part of what is resident.
      expect(rssBytes).toBeGreaterThan(20e6);
      expect(heldBytes).toBeGreaterThan(1e6);
      expect(heldBytes).toBeLessThan(rssBytes);
    }
    expect(finding.rssBytesPerReceiver).toBeCloseTo((after.rssBytes - before.rssBytes) / (RECEIVERS - 1));
    expect(finding.heldBytesPerReceiver).toBeCloseTo((after.heldBytes - before.heldBytes) / (RECEIVERS - 1));
    expect(cpuMillisPerSecond).toBeGreaterThan(0);
    expect(cpuMillisPerSecond).toBeLessThan(2000);
    expect(idleMs).toBeGreaterThanOrEqual(1999);
  }
  const [polling, holding, pushing] = result.findings;
  // One every 200 ms and an answer; one every 500 ms. A machine under load makes them fewer, none makes them more.
  expect(polling!.requestsPerHour).toBeGreaterThan(5000);
  expect(polling!.requestsPerHour).toBeLessThanOrEqual(20_000);
  expect(holding!.requestsPerHour).toBeGreaterThan(2000);
  expect(holding!.requestsPerHour).toBeLessThan(polling!.requestsPerHour);
  expect(pushing!.requestsPerHour).toBe(0);
  // Headers up and down of each request.
  for (const { bytesPerHour, requestsPerHour } of [polling!, holding!]) {
    expect(bytesPerHour / requestsPerHour).toBeGreaterThan(200);
  }
  expect([polling!.waits, pushing!.waits]).toEqual([0, RECEIVERS]);
  // Now and then one is just asking anew.
  expect(holding!.waits).toBeGreaterThan(0);
  expect(holding!.waits).toBeLessThanOrEqual(RECEIVERS);
  expect(pushing!.connections).toBe(RECEIVERS);

  expect(call.stdout()).toBe(`${idleText(result)}\n`);
  expect(call.stdout()).toMatch(/^5 receivers on each transport, nothing sent for 2s · a poll every 200ms · /);
  expect(call.stdout()).toMatch(/^ +short polling +long polling +WebSocket$/m);
  expect(call.stdout()).toMatch(/^open connections +\d +\d +5$/m);
  expect(call.stdout()).toMatch(/Resident memory leaves out what the kernel keeps for a connection/);
  expect(call.stdout()).toContain('So few receivers say little of memory');
}, 60_000);

test('interrupted, it leaves nothing behind', async () => {
  const folder = temporaryFolder();
  const call = callLabWith({ cwd: folder }, 'bench', '--idle', '2', '--transports', 'websocket');
  await call.server();
  call.interrupt();
  expect(await call.ended).toBe(130);
  expect(call.stdout()).toBe('');
  expect(call.stderr()).toMatch(/^WebSocket +2 receivers, nothing sent for 21s\nInterrupted: no result\.\n$/);
  expect(call.running()).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
}, 20_000);
