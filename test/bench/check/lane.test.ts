import { expect, test } from '@jest/globals';
import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { CHECK_SCENARIO } from '../../../bench/check/check-scenario.ts';
import { Lane } from '../../../bench/check/lane.ts';
import { now } from '../../../bench/clock.ts';
import { cleanUp } from '../../harness/clean-up.ts';
import { eventually } from '../../harness/eventually.ts';
import { fakeArm } from '../../harness/fake-arm.ts';

const signal = new AbortController().signal;
setMaxListeners(0, signal);

/** Sends one message that is carried so, and gives what is made of it. */
async function series(carry: Parameters<typeof fakeArm>[0], pollIntervalMs = 1000) {
  const plan = { size: 1, intendedAtMs: Float64Array.of(0), pair: Uint32Array.of(0) };
  const scenario = { ...CHECK_SCENARIO, pairs: 1, pollIntervalMs };
  const server = { url: 'fake:', stop: async () => {} };
  const arm = fakeArm((id, arrive) => (id === 'first' ? arrive() : carry(id, arrive)));
  const lane = new Lane('candidate', arm, server, plan, scenario);
  cleanUp(() => lane.close());
  await lane.open(1, signal);
  const startAtMs = now();
  lane.begin(startAtMs, { fromMs: startAtMs, toMs: startAtMs + 1000 });
  lane.send(0);
  await eventually(() => expect(lane.recording.handledCount).toBe(1));
  const { index, atMs, excessMs } = lane.series();
  return { index: [...index], atMs: atMs[0]!, excessMs: excessMs[0]! };
}

test('what a message took is counted from its sending', async () => {
  const { index, atMs, excessMs } = await series((_, arrive) => setTimeout(arrive, 60));
  expect(index).toEqual([0]);
  expect(atMs).toBeLessThan(30);
  expect(excessMs).toBeGreaterThan(55);
});

test('its wait for the poll that brings it is not, and puts it where the poll was', async () => {
  const { atMs, excessMs } = await series((_, arrive) =>
    setTimeout(() => {
      const askedAt = now();
      setTimeout(() => arrive({ askedAt }), 40);
    }, 300),
  );
  expect(atMs).toBeGreaterThan(280);
  expect(excessMs).toBeGreaterThan(35);
  expect(excessMs).toBeLessThan(200);
});

test('where it was slow to be stored, it is put where it was sent', async () => {
  const { atMs, excessMs } = await series(async (_, arrive) => {
    await delay(100);
    setTimeout(() => {
      const askedAt = now();
      setTimeout(() => arrive({ askedAt }), 20);
    }, 200);
  });
  expect(atMs).toBeLessThan(30);
  expect(excessMs).toBeGreaterThan(110);
  expect(excessMs).toBeLessThan(200);
});

test('but for what is more than the interval: a poll came late', async () => {
  const { excessMs } = await series((_, arrive) => setTimeout(() => arrive({ askedAt: now() }), 300), 100);
  expect(excessMs).toBeGreaterThan(180);
  expect(excessMs).toBeLessThan(290);
});

test('of a poll that was on its way when the message was stored there was no wait', async () => {
  const askedAt = now();
  const { atMs, excessMs } = await series((_, arrive) => setTimeout(() => arrive({ askedAt }), 60));
  expect(atMs).toBeLessThan(30);
  expect(excessMs).toBeGreaterThan(55);
});
