import { isCursor, type Position } from '../../servers/protocol/cursor.ts';
import type { Message } from '../../servers/protocol/message.ts';
import type { GapReason, Page } from '../../servers/protocol/page.ts';
import { linkSignals, sleep } from './abort.ts';
import { type Attempts, judge } from './attempts.ts';
import { TransportFault } from './fault.ts';
import type { Habits } from './habits.ts';
import { LatelyHandled } from './lately-handled.ts';
import type { Now, Random } from './ports.ts';
import type { StateMachine } from './receiver-state.ts';
import type { RetryPolicy } from './retry-policy.ts';
import type { TransportInUse } from './transport.ts';

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
  /** Where seqs can't tell what was handled, this can. */
  latelyHandled: LatelyHandled;
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
  return {
    position: 'start',
    seq: null,
    latelyHandled: new LatelyHandled(),
    duplicates: 0,
    gaps: 0,
    pages: 0,
    emptyPages: 0,
  };
}

/** Puts a bookmark elsewhere: what comes from there is wanted, also where it was handled before. */
export function moveTo(bookmark: Bookmark, position: Position): void {
  Object.assign(bookmark, { position, seq: null, latelyHandled: new LatelyHandled() });
}

export interface ReceiveOptions {
  /** Asked before each attempt. When its signal is aborted, so is the attempt, and the next is made at once. */
  readonly inUse: () => TransportInUse;
  readonly bookmark: Bookmark;
  readonly attempts: Attempts;
  readonly state: StateMachine;
  readonly habits: Pick<Habits, 'resume' | 'dropSeen'>;
  readonly retry: RetryPolicy;
  readonly now: Now;
  readonly random: Random;
  /** Ends the iteration. */
  readonly signal: AbortSignal;
  /** Told of each fault. */
  readonly failed: (fault: TransportFault) => void;
  /** Told when the bookmark has moved. */
  readonly changed: () => void;
}

/**
 * The one receiving loop, above every transport: takes pages, retries, reads on from where it was, drops what it has
 * seen – by its seq, and after a gap by its sender and id too –, announces what was lost. The bookmark moves only when the next item is asked for, which is when the last one was
 * handled; what is not handled when the reader goes away comes again.
 *
 * When another transport is taken into use, what is left of the page at hand is given out, and the other goes on from
 * there: it is asked for what comes after the bookmark, and nothing more is taken from the one before.
 *
 * @throws {TransportFault} that the retry policy gives up on.
 */
export async function* receive(options: ReceiveOptions): AsyncGenerator<Received, void, void> {
  const { inUse, bookmark, attempts, state, habits, retry, now, random, signal, changed } = options;
  const from = (): Position => (habits.resume ? bookmark.position : 'end');
  // Who went away in the middle of the first page knows a seq, but not of which log.
  if (!isCursor(bookmark.position)) forgetSeq(bookmark);
  try {
    while (!signal.aborted) {
      const { transport, signal: using } = inUse();
      const attempt = linkSignals([signal, using]);
      let worksSince: number | undefined;
      let fault: TransportFault | undefined;
      attempts.nextAt = undefined;
      state.go('connecting');
      try {
        for await (const page of transport.pages(from, attempt.signal)) {
          worksSince ??= now();
          bookmark.pages += 1;
          if (page.kind === 'empty') bookmark.emptyPages += 1;
          if (page.kind === 'gap' || (page.kind === 'messages' && page.more)) state.go('catching-up');
          // Who does not know from where it reads can't tell by seqs either what it missed.
          if (!habits.resume) forgetSeq(bookmark);
          yield* itemsOf(page, bookmark, habits);
          bookmark.position = page.cursor;
          changed();
          if (page.kind === 'empty' || (page.kind === 'messages' && !page.more)) state.go('live');
          if (attempt.signal.aborted) break;
        }
      } catch (failure) {
        // Late news of an attempt that was ended from here.
        if (attempt.signal.aborted) continue;
        if (!(failure instanceof TransportFault)) throw failure;
        fault = judge(failure, attempts, now());
      } finally {
        attempt.release();
        if (fault?.code !== 'superseded') attempts.endedAt = now();
      }
      if (fault === undefined) continue;
      if (worksSince !== undefined && now() - worksSince >= transport.traits.stableAfterMs) attempts.failures = 0;
      options.failed(fault);
      const delayMs = fault.kind === 'fatal' ? null : retry.delayMs(attempts.failures, fault, random);
      if (delayMs === null) throw fault;
      attempts.failures += 1;
      attempts.nextAt = now() + delayMs;
      state.go('waiting');
      // How long this side waits of its own accord has to do with the transport; a time that the server named has not.
      const waiting = linkSignals(fault.afterMs === undefined ? [signal, using] : [signal]);
      await sleep(delayMs, waiting.signal).catch(() => {});
      waiting.release();
    }
  } finally {
    attempts.nextAt = undefined;
    state.go('stopped');
  }
}

function* itemsOf(page: Page, bookmark: Bookmark, habits: ReceiveOptions['habits']): Generator<Received, void, void> {
  if (page.kind === 'empty') return;
  if (page.kind === 'gap') {
    bookmark.gaps += 1;
    yield { kind: 'gap', reason: page.reason };
    forgetSeq(bookmark);
    return;
  }
  const { latelyHandled } = bookmark;
  for (const message of page.messages) {
    const { seq } = bookmark;
    const isHandled = seq !== null && message.seq <= seq;
    if (seq !== null && message.seq > seq + 1) {
      bookmark.gaps += 1;
      yield { kind: 'gap', reason: 'missed' };
    }
    if (habits.dropSeen && (isHandled || latelyHandled.has(message))) {
      bookmark.duplicates += 1;
    } else {
      yield { kind: 'message', message };
      latelyHandled.add(message);
    }
    if (!isHandled) bookmark.seq = message.seq;
  }
}

function forgetSeq(bookmark: Bookmark): void {
  bookmark.seq = null;
  bookmark.latelyHandled.seqsBeginAnew();
}
