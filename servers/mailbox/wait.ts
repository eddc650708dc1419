import type { Address } from '../protocol/address.ts';
import type { Position } from '../protocol/cursor.ts';
import type { Page } from '../protocol/page.ts';
import type { Mailboxes, WaitOptions } from './mailboxes.ts';

/**
 * {@link Mailboxes.wait} for any store that can read and watch. Looks; where there is nothing, registers, looks once
 * more – what came between the two looks is found by the second – and only then sleeps.
 */
export async function wait(
  mailboxes: Pick<Mailboxes, 'read' | 'watch' | 'unwatch'>,
  box: Address,
  from: Position,
  options: WaitOptions,
): Promise<Page> {
  const { waiter, holdMs } = options;
  const first = await mailboxes.read(box, from, options);
  waiter.throwIfEnded();
  if (first.kind !== 'empty') return first;

  // From here on by cursor: `end` would mean something else at each look.
  const after = first.cursor;
  mailboxes.watch(box, waiter);
  try {
    const second = await mailboxes.read(box, after, options);
    waiter.throwIfEnded();
    if (second.kind !== 'empty') return second;
    await waiter.sleep(holdMs);
    return await mailboxes.read(box, after, options);
  } finally {
    mailboxes.unwatch(box, waiter);
  }
}
