import { afterEach } from '@jest/globals';

type Step = () => Promise<void> | void;

let steps: Step[] = [];

/** Has `step` done after this test, whatever becomes of it; the last one given is done first. What it throws fails the test. */
export function cleanUp(step: Step): void {
  steps.push(step);
}

afterEach(async () => {
  const due = steps.toReversed();
  steps = [];
  const failures: unknown[] = [];
  for (const step of due) {
    try {
      await step();
    } catch (failure) {
      failures.push(failure);
    }
  }
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) throw new AggregateError(failures, 'cleaning up failed');
});
