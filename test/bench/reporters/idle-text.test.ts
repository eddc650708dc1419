import { expect, test } from '@jest/globals';
import type { IdleFinding, IdleResult } from '../../../bench/idle/idle-result.ts';
import { idleText } from '../../../bench/reporters/idle-text.ts';
import { ENVIRONMENT } from './fake-result.ts';

const memory = { rssBytes: 2 ** 26, heldBytes: 2 ** 24 };

function finding(transport: IdleFinding['transport'], requestsPerHour: number): IdleFinding {
  return {
    transport,
    receivers: 5000,
    before: memory,
    after: memory,
    rssBytesPerReceiver: 1024,
    heldBytesPerReceiver: 512,
    cpuMillisPerSecond: 1,
    requestsPerHour,
    bytesPerHour: 1,
    connections: 5000,
    waits: 0,
    idleMs: 21_000,
  };
}

function textOf(...findings: IdleFinding[]): string {
  const result: IdleResult = {
    schema: 1,
    kind: 'idle',
    environment: ENVIRONMENT,
    scenario: {
      transports: findings.map(({ transport }) => transport),
      receivers: 5000,
      durationMs: 21_000,
      pollIntervalMs: 1000,
      pollDiscipline: 'fixed-delay',
      holdMs: 15_000,
      keepAlive: true,
      seed: 1,
    },
    findings,
  };
  return idleText(result).replaceAll(/\s+/g, ' ');
}

test('receivers that asked less often than they were to are said to be more than the machine can drive', () => {
  const text = textOf(finding('short-polling', 1305), finding('long-polling', 240), finding('websocket', 0));
  expect(text).toContain('With short polling a receiver asked 1305 times an hour, and was to ask 3600 times');
  expect(text).not.toContain('With long polling');
  expect(text).not.toContain('With WebSocket');
});

test('of those that asked as often as they were to nothing is said', () => {
  expect(textOf(finding('short-polling', 3500), finding('long-polling', 233))).not.toContain('more than this machine');
});
