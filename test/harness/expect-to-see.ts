import { expect } from '@jest/globals';
import type { Locator } from 'playwright-core';

/** Waits until somebody who looks at the page sees this, once; fails with where it was looked for. */
export async function expectToSee(what: Locator): Promise<void> {
  await what.waitFor();
  expect(await what.count()).toBe(1);
}
