import type { Position } from '../../servers/protocol/cursor.ts';
import type { Message } from '../../servers/protocol/message.ts';
import type { GapReason, Page } from '../../servers/protocol/page.ts';
import { sleep } from './abort.ts';
import { TransportFault } from './fault.ts';
import type { Now, Random } from './ports.ts';
import type { StateMachine } from './receiver-state.ts';
import type { RetryPolicy } from './retry-policy.ts';
import type { ClientTransport } from './transport.ts';

/**
 * What a receiver is given: a message, or the announcement that some were lost – because the server no longer has them,
 * or because it left some out (`missed`; a fault of the server's, which dense seqs give away).
 */
export type Received =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'gap'; readonly reason: GapReason | 'missed' };

/** How far a client has read. Outlives attempts, transports and receivers. */
export interface Bookmark {
  /** Everything up to here was handled. */
  position: Position;
  /** Seq of the last message that was handled; null where that is not known, at the start and after a gap. */
  seq: number | null;
  /** Messages that came again and were dropped. */
  duplicates: number;
  /** Gaps announced. */
  gaps: number;
  /** Pages received, and those of them that held nothing. */
  pages: number;
  emptyPages: number;
}

/** The bookmark of somebody who has read nothing yet. */
export function newBookmark(): Bookmark {
  return { position: 'start', seq: null, duplicates: 0, gaps: 0, pages: 0, emptyPages: 0 };
}

export interface ReceiveOptions {
  readonly transport: ClientTransport;
  readonly bookmark: Bookmark;
  readonly state: StateMachine;
  readonly retry: RetryPolicy;
  readonly now: Now;
  readonly random: Random;
  /** Ends the iteration. */
  readonly signal: AbortSignal;
}

/**
 * The one receiving loop, above every transport: takes pages, retries, reads on from where it was, drops what it has
 * seen, announces what was lost. The bookmark moves only when the next item is asked for, which is when the last one was
 * handled; what is not handled when the reader goes away comes again.
 *
 * @throws {TransportFault} that the retry policy gives up on.
 */
export async function* receive(options: ReceiveOptions): AsyncGenerator<Received, void, void> {
  const { transport, bookmark, state, retry, now, random, signal } = options;
  let failures = 0;
  try {
    while (!signal.aborted) {
      state.go('connecting');
      let worksSince: number | undefined;
      const works = (): boolean => worksSince !== undefined && now() - worksSince >= transport.traits.stableAfterMs;
      try {
        for await (const page of transport.pages(bookmark.position, signal)) {
          worksSince ??= now();
          bookmark.pages += 1;
          if (page.kind === 'empty') bookmark.emptyPages += 1;
          if (page.kind === 'gap' || (page.kind === 'messages' && page.more)) state.go('catching-up');
          yield* itemsOf(page, bookmark);
          bookmark.position = page.cursor;
          if (page.kind === 'empty' || (page.kind === 'messages' && !page.more)) state.go('live');
        }
      } catch (fault) {
        if (signal.aborted) return;
        if (!(fault instanceof TransportFault)) throw fault;
        if (works()) failures = 0;
        const delayMs = fault.kind === 'fatal' ? null : retry.delayMs(failures, fault, random);
        if (delayMs === null) throw fault;
        failures += 1;
        state.go('waiting');
        await sleep(delayMs, signal).catch(() => {});
      }
    }
  } finally {
    state.go('stopped');
  }
}

function* itemsOf(page: Page, bookmark: Bookmark): Generator<Received, void, void> {
  if (page.kind === 'empty') return;
  if (page.kind === 'gap') {
    bookmark.gaps += 1;
    yield { kind: 'gap', reason: page.reason };
    bookmark.seq = null;
    return;
  }
  for (const message of page.messages) {
    if (bookmark.seq !== null && message.seq <= bookmark.seq) {
      bookmark.duplicates += 1;
      continue;
    }
    if (bookmark.seq !== null && message.seq > bookmark.seq + 1) {
      bookmark.gaps += 1;
      yield { kind: 'gap', reason: 'missed' };
    }
    yield { kind: 'message', message };
    bookmark.seq = message.seq;
  }
}
