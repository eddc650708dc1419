import type { Address } from '../protocol/address.ts';
import type { Position } from '../protocol/cursor.ts';
import type { Page } from '../protocol/page.ts';
import type { Mailboxes, WaitOptions } from './mailboxes.ts';

/**
 * {@link Mailboxes.wait} for any store that can read and watch. Registers, looks, and only where there is nothing sleeps:
 * what comes before the look is found by it, what comes after it keeps the sleep from beginning.
 */
export async function wait(
  mailboxes: Pick<Mailboxes, 'read' | 'watch' | 'unwatch'>,
  box: Address,
  from: Position,
  options: WaitOptions,
): Promise<Page> {
  const { waiter, holdMs } = options;
  mailboxes.watch(box, waiter);
  try {
    const page = await mailboxes.read(box, from, options);
    waiter.throwIfEnded();
    if (page.kind !== 'empty') return page;
    await waiter.sleep(holdMs);
    // By cursor: `end` would mean another end by now.
    return await mailboxes.read(box, page.cursor, options);
  } finally {
    mailboxes.unwatch(box, waiter);
  }
}
