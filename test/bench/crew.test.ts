import { expect, test } from '@jest/globals';
import type { Arm } from '../../bench/arms/arm.ts';
import { assembleCrew } from '../../bench/crew.ts';
import { NothingToMeasureError } from '../../bench/nothing-to-measure-error.ts';
import { DEFAULT_SCENARIO } from '../../bench/scenario.ts';
import { cleanUp } from '../harness/clean-up.ts';
import { fakeArm } from '../harness/fake-arm.ts';

const signal = new AbortController().signal;
const scenario = { ...DEFAULT_SCENARIO, pairs: 3, pollIntervalMs: 100 };
const assemble = (carry: Parameters<typeof fakeArm>[0], handle = (): void => {}) =>
  assembleCrew(scenario, 'fake:', fakeArm(carry), 1, handle, signal, 200);

test('everybody has exchanged a message before it begins, which nobody else sees', async () => {
  const handled: unknown[] = [];
  const crew = await assemble(
    (_, arrive) => arrive(),
    () => handled.push('one'),
  );
  cleanUp(() => crew.close());
  expect([crew.senders.length, crew.receivers.length, handled]).toEqual([3, 3, []]);
});

test('an arm that brings nothing to anybody is told so', async () => {
  const assembling = assemble(() => {});
  await expect(assembling).rejects.toThrow(NothingToMeasureError);
  await expect(assembling).rejects.toThrow(/^after \d s no pair had exchanged a first message$/);
});

test('with what its parties say that went wrong', async () => {
  const arm = fakeArm(() => {});
  const knowing: Arm = {
    ...arm,
    connect: async (options) => ({ ...(await arm.connect(options)), lastFault: 'it was too much' }),
  };
  await expect(assembleCrew(scenario, 'fake:', knowing, 1, () => {}, signal, 200)).rejects.toThrow(
    /a first message; what last went wrong: it was too much$/,
  );
});

test('and one that brings it to some', async () => {
  let arrived = 0;
  const assembling = assemble((_, arrive) => {
    if ((arrived += 1) < 3) arrive();
  });
  await expect(assembling).rejects.toThrow(
    /^2 of 3 pairs exchanged a first message, then for \d s none; lower --pairs$/,
  );
});
