import type { Page } from 'playwright-core';
import type { Bytes } from '../../servers/protocol/units.ts';

/** What a page still holds in memory when all garbage is gone; of its frames too where they share its process. */
export async function heldBytes(page: Page): Promise<Bytes> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}
