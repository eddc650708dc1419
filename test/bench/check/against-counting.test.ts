import { expect, test } from '@jest/globals';
import { againstCounting } from '../../../bench/check/against-counting.ts';
import { CHECK_SCENARIO } from '../../../bench/check/check-scenario.ts';
import { Lane } from '../../../bench/check/lane.ts';
import { now } from '../../../bench/clock.ts';
import type { Reading } from '../../../bench/meter.ts';
import { cleanUp } from '../../harness/clean-up.ts';
import { fakeArm } from '../../harness/fake-arm.ts';

const signal = new AbortController().signal;
const MESSAGES = 40;

/** A boot in which all messages are sent so late, by a generator that is so busy. */
async function boot(lateMs: number, generatorShare: number) {
  const scenario = { ...CHECK_SCENARIO, pairs: 1 };
  const plan = {
    size: MESSAGES,
    intendedAtMs: Float64Array.from({ length: MESSAGES }, (_, i) => 500 - lateMs + i / 100),
    pair: new Uint32Array(MESSAGES),
  };
  const server = { url: 'fake:', stop: async () => {} };
  const lane = new Lane(
    'base',
    fakeArm((_, arrive) => arrive()),
    server,
    plan,
    scenario,
  );
  cleanUp(() => lane.close());
  await lane.open(1, signal);
  const startAtMs = now() - 500;
  lane.begin(startAtMs, { fromMs: startAtMs, toMs: startAtMs + 1000 });
  for (let i = 0; i < MESSAGES; i += 1) lane.send(i);
  while (lane.recording.handledCount < MESSAGES) await new Promise(setImmediate);
  const reading = (atMs: number, generatorMicros: number): Reading =>
    ({
      atMs,
      generatorMicros,
      machine: null,
      server: { cpuMicros: null, boot: 'one' },
    }) as unknown as Reading;
  const readings = [[reading(0, 0), reading(1000, 1e6 * generatorShare)]] as const;
  return againstCounting([lane], { readings, loopDelayP99Ms: 1 }, scenario).map(({ kind }) => kind);
}

test('a generator that sends in time counts', async () => {
  expect(await boot(0, 0.3)).toEqual([]);
});

test('one that had no more to give does not', async () => {
  expect(await boot(30, 0.99)).toEqual(['overload']);
});

test('one that was merely kept from the machine was so for both sides: that is a stall, which a check bears', async () => {
  expect(await boot(30, 0.3)).toEqual(['stall']);
});
