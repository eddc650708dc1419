import { MAX_BATCH } from '../../servers/protocol/limits.ts';
import type { Draft, Outcome, Receipt } from '../../servers/protocol/message.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import { closed, refusedBy, TransportFault } from './fault.ts';
import type { Random } from './ports.ts';
import type { RetryPolicy } from './retry-policy.ts';
import type { TransportInUse } from './transport.ts';

/** Drafts that may be on their way at once over a transport that pipelines. */
const MAX_UNANSWERED = 1000;
/** Characters of text in one batch; well within what a server takes. */
const MAX_BATCH_TEXT = 16 * 1024;
/** Drafts that may wait, for a sender that does not. */
const MAX_WAITING = 100_000;

interface Waiting {
  readonly draft: Draft;
  /** Place in the order of sending. */
  readonly ordinal: number;
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (failure: unknown) => void;
}

export interface OutboxOptions {
  readonly inUse: () => TransportInUse;
  readonly retry: RetryPolicy;
  readonly random: Random;
  /** Ends everything that waits. */
  readonly signal: AbortSignal;
  /** Told of each fault that is not one of a single message. */
  readonly failed: (fault: TransportFault) => void;
  /** Told when there is more or less to send. */
  readonly changed: () => void;
}

/**
 * The one sending loop, above every transport: keeps the order, sends again – under the same id, so that the server can
 * tell – what was not answered, and gives up only on what the server refuses for good.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #queue: Waiting[] = [];
  #ordinal = 0;
  /** What is on its way over the transport in use. */
  readonly #batches = new Set<readonly Waiting[]>();
  /** Ids of what is on its way. The same id again waits: over a transport that pipelines the answers are told apart by it. */
  readonly #inFlight = new Set<string>();
  #failures = 0;
  #maxBatch = MAX_BATCH;
  /** What is sent without a hitch is one run. What the hitch was about, and all after it, goes again in the next. */
  #run = 0;
  /** The run of which a batch was taken. Until it is this one, one goes alone: two that wait for a connection might change places. */
  #provenRun = -1;
  #pause: { readonly timer: ReturnType<typeof setTimeout>; readonly isAskedFor: boolean } | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
    options.signal.addEventListener('abort', () => this.#abandon(), { once: true });
  }

  /** Drafts without a receipt yet. */
  get size(): number {
    return this.#queue.length + this.#inFlight.size;
  }

  /**
   * Sends a draft and resolves with its receipt: it is in the receiver's mailbox.
   *
   * @throws {TransportFault} where the server refuses it, the retry policy gives up, or this client is closed.
   */
  publish(draft: Draft): Promise<Receipt> {
    return new Promise((resolve, reject) => {
      const refusal = this.#refusal();
      if (refusal !== undefined) {
        reject(refusal);
        return;
      }
      this.#ordinal += 1;
      this.#queue.push({ draft, ordinal: this.#ordinal, resolve, reject });
      this.#pump();
      this.#options.changed();
    });
  }

  /**
   * Another transport is in use: all that has no answer goes again, over that one, and whatever the one before still
   * reports is ignored.
   *
   * What is on its way over the one before may arrive all the same, before, after or between what goes over the other:
   * frames that a socket still sends, a request that is read only now. The order holds, and nothing is waited for – not
   * the end of a line that may be dead –, because:
   *
   * - Each transport gets the messages in order, beginning with the oldest that has no answer. So a message reaches the
   *   server either after every one before it over the same way, or when those were answered, and are there.
   * - Where the server refuses one for now, it refuses all that come after it on that way: those of the same `run` on the
   *   socket, those of the same request. What the socket was refused must not free it to take what comes later, so what
   *   goes again is another run.
   * - The server takes an id once. Of what comes over both ways only the first counts: wherever that is, what was before
   *   it on that way was taken before it.
   */
  switched(): void {
    const unanswered = [...this.#batches].flat();
    this.#batches.clear();
    this.#inFlight.clear();
    this.#run += 1;
    this.#putBack(unanswered);
    if (this.#pause?.isAskedFor === true) return;
    this.#failures = 0;
    // A moment later: who receives over the new transport has then opened what serves for sending too.
    clearTimeout(this.#pause?.timer);
    this.#pauseFor(0, false);
  }

  /** Why a draft is not even tried. */
  #refusal(): TransportFault | undefined {
    if (this.#options.signal.aborted) return closed();
    if (this.#queue.length < MAX_WAITING) return undefined;
    return new TransportFault('fatal', 'outbox-full', `${MAX_WAITING} messages are waiting already`);
  }

  #pump(): void {
    while (this.#queue.length > 0 && this.#pause === undefined) {
      const inUse = this.#options.inUse();
      const { traits, isReady } = inUse.transport;
      const pipelines = traits.pipelines && isReady && this.#provenRun === this.#run;
      if (this.#batches.size > 0 && (!pipelines || this.#inFlight.size >= MAX_UNANSWERED)) return;
      const batch = this.#takeBatch();
      if (batch.length === 0) return;
      void this.#send(inUse, batch);
    }
  }

  #takeBatch(): Waiting[] {
    let text = 0;
    let length = 0;
    for (const { draft } of this.#queue) {
      text += draft.body.length;
      if (length >= this.#maxBatch || (length > 0 && text > MAX_BATCH_TEXT) || this.#inFlight.has(draft.id)) break;
      this.#inFlight.add(draft.id);
      length += 1;
    }
    return this.#queue.splice(0, length);
  }

  async #send({ transport, signal }: TransportInUse, batch: readonly Waiting[]): Promise<void> {
    this.#batches.add(batch);
    const run = this.#run;
    try {
      const drafts = batch.map(({ draft }) => draft);
      const outcomes = await transport.publish(drafts, signal, run);
      if (this.#batches.has(batch)) this.#settle(batch, outcomes, run);
    } catch (failure) {
      if (this.#batches.has(batch)) {
        this.#run = run + 1;
        this.#failed(batch, failure);
      }
    }
    // Otherwise it was taken back meanwhile, and its ids may be on their way again.
    if (!this.#batches.delete(batch)) return;
    for (const { draft } of batch) this.#inFlight.delete(draft.id);
    this.#pump();
    this.#options.changed();
  }

  #settle(batch: readonly Waiting[], outcomes: readonly Outcome[], run: number): void {
    const again: Waiting[] = [];
    let refusedAgain: TransportFault | undefined;
    batch.forEach((waiting, index) => {
      const outcome = outcomes[index]!;
      if ('receipt' in outcome) {
        waiting.resolve(outcome.receipt);
        return;
      }
      const refusal = refusedBy(outcome.error);
      if (refusal.kind === 'fatal') {
        waiting.reject(refusal);
        return;
      }
      again.push(waiting);
      refusedAgain ??= refusal;
    });
    if (again.length < batch.length) this.#failures = 0;
    if (refusedAgain === undefined) {
      this.#provenRun = run;
    } else {
      this.#run = run + 1;
      this.#sendAgain(again, refusedAgain);
    }
  }

  #failed(batch: readonly Waiting[], failure: unknown): void {
    if (failure instanceof TransportFault && failure.code === 'too-large' && batch.length > 1) {
      // The server takes less at a time than this client thought; one message may be too large, together they were.
      this.#maxBatch = Math.ceil(batch.length / 2);
      this.#putBack(batch);
    } else if (failure instanceof TransportFault) {
      this.#sendAgain(batch, failure);
    } else {
      for (const { reject } of batch) reject(failure);
    }
  }

  #sendAgain(batch: readonly Waiting[], fault: TransportFault): void {
    // Several batches of one run fail together; the first counts, and sets the pause.
    if (this.#pause === undefined || fault.kind === 'fatal') {
      const { retry, random } = this.#options;
      const delayMs = fault.kind === 'fatal' ? null : retry.delayMs(this.#failures, fault, random);
      this.#options.failed(fault);
      if (delayMs === null) {
        for (const { reject } of batch) reject(fault);
        return;
      }
      this.#failures += 1;
      this.#pauseFor(delayMs, fault.afterMs !== undefined);
    }
    this.#putBack(batch);
  }

  /** @param isAskedFor Whether the server named the time: then it holds whatever the transport. */
  #pauseFor(ms: Millis, isAskedFor: boolean): void {
    const timer = setTimeout(() => {
      this.#pause = undefined;
      this.#pump();
    }, ms);
    this.#pause = { timer, isAskedFor };
  }

  #putBack(batch: readonly Waiting[]): void {
    this.#queue = [...batch, ...this.#queue].toSorted((a, b) => a.ordinal - b.ordinal);
  }

  #abandon(): void {
    clearTimeout(this.#pause?.timer);
    for (const { reject } of [...this.#batches].flat()) reject(closed());
    this.#batches.clear();
    this.#inFlight.clear();
    for (const { reject } of this.#queue.splice(0)) reject(closed());
  }
}
