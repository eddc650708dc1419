import type { Millis } from '../../../servers/protocol/units.ts';
import type { ClientStatus } from '../../core/client.ts';
import type { PhoneEvent } from '../phone/phone.ts';
import type { Side } from '../race/seat.ts';

/** What became of the messages that A sent to B since the count began. */
export interface LedgerCount {
  readonly sent: number;
  /** In B's mailbox, as far as A has heard. */
  readonly stored: number;
  readonly received: number;
  /** The server would not have them. */
  readonly refused: number;
  /** Came to B's client again and were not shown. */
  readonly droppedAgain: number;
  readonly shownTwice: number;
  /** Shown after one that was sent later. */
  readonly outOfOrder: number;
  readonly lostAnnounced: number;
  readonly lostSilently: number;
  /** Stored and not received, and nobody knows yet whether they are lost. */
  readonly missing: number;
  /** When A was told that the oldest of those is stored; null where there is none. */
  readonly missingSince: Millis | null;
}

/** How it stands, at a glance: `idle` before anything was sent. */
export type Verdict = 'idle' | 'good' | 'waiting' | 'announced' | 'bad';

interface Entry {
  storedAt: Millis | null;
  fate: 'due' | 'received' | 'lost';
  /** Of a lost one: whether B was told that something is. */
  isAnnounced: boolean;
  /** Of a lost one: whether a later one was received. Otherwise it was only waited for in vain. */
  isOvertaken: boolean;
}

/** Messages that are remembered; who sends more than that within what is watched loses sight of the oldest. */
export const ENTRIES_KEPT = 2000;

/** What the server says so long after a message was stored, it says behind that message. */
const MARGIN_MS: Millis = 3000;

/** Between storing and showing some time passes anyway: a poll's interval, the way. */
const USUAL_MS: Millis = 2500;

/** Who waits for longer than every timeout of the clients has a right to complain. */
const TOO_LONG_MS: Millis = 30_000;

/**
 * Keeps book of one lane's messages, from the events of its two phones; O(1) for each but for what is lost. A message
 * counts as lost when a later one was received without it, or when B has heard from the server that there is nothing more
 * though it was stored well before. If it does come after all, it is no longer.
 */
export class Ledger {
  readonly #entries = new Map<string, Entry>();
  /** Ids of what is neither received nor refused nor lost, in the order of sending. */
  readonly #due = new Set<string>();
  #refused = 0;
  #sent = 0;
  #stored = 0;
  #received = 0;
  #droppedAgain = 0;
  #shownTwice = 0;
  #outOfOrder = 0;
  #lostAnnounced = 0;
  #lostSilently = 0;
  /** Whether B was told that something is lost since it last received something new. */
  #gapSince = false;
  #before: ClientStatus | null = null;

  add(side: Side, event: PhoneEvent): void {
    if (side === 'a') this.#sender(event);
    else this.#receiver(event);
  }

  get count(): LedgerCount {
    let missing = 0;
    let missingSince: Millis | null = null;
    for (const id of this.#due) {
      const { storedAt } = this.#entries.get(id)!;
      if (storedAt === null) continue;
      missing += 1;
      missingSince ??= storedAt;
    }
    return {
      sent: this.#sent,
      stored: this.#stored,
      received: this.#received,
      refused: this.#refused,
      droppedAgain: this.#droppedAgain,
      shownTwice: this.#shownTwice,
      outOfOrder: this.#outOfOrder,
      lostAnnounced: this.#lostAnnounced,
      lostSilently: this.#lostSilently,
      missing,
      missingSince,
    };
  }

  #sender(event: PhoneEvent): void {
    if (event.kind === 'sending') {
      if (this.#entries.has(event.id)) return;
      this.#entries.set(event.id, { storedAt: null, fate: 'due', isAnnounced: false, isOvertaken: false });
      this.#due.add(event.id);
      this.#sent += 1;
      if (this.#entries.size > ENTRIES_KEPT) this.#forget(this.#entries.keys().next().value!);
    } else if (event.kind === 'stored') {
      const entry = this.#entries.get(event.id);
      if (entry === undefined || entry.storedAt !== null) return;
      entry.storedAt = event.at;
      this.#stored += 1;
    } else if (event.kind === 'refused' && this.#due.delete(event.id)) {
      this.#entries.delete(event.id);
      this.#refused += 1;
    }
  }

  #receiver(event: PhoneEvent): void {
    if (event.kind === 'received') {
      if (event.item.kind === 'gap') this.#gapSince = true;
      else if (event.item.message.notice === undefined) this.#shown(event.item.message.id);
    } else if (event.kind === 'signed-in') {
      this.#before = null;
    } else if (event.kind === 'status') {
      this.#status(event.status, event.at);
    }
  }

  #shown(id: string): void {
    const entry = this.#entries.get(id);
    // Sent before the count began.
    if (entry === undefined) return;
    if (entry.fate === 'received') {
      this.#shownTwice += 1;
      return;
    }
    this.#received += 1;
    if (entry.fate === 'lost') {
      if (entry.isAnnounced) this.#lostAnnounced -= 1;
      else this.#lostSilently -= 1;
      if (entry.isOvertaken) this.#outOfOrder += 1;
    } else {
      for (const due of this.#due) {
        if (due === id) break;
        this.#lose(due, true);
      }
      this.#due.delete(id);
      this.#gapSince = false;
    }
    entry.fate = 'received';
  }

  #status(status: ClientStatus, at: Millis): void {
    const before = this.#before;
    this.#before = status;
    // A new client counts from 0; what one that was there already had counted is none of ours.
    if (before !== null && status.duplicates > before.duplicates) {
      this.#droppedAgain += status.duplicates - before.duplicates;
    }
    if (before === null || status.state !== 'live') return;
    const toldUntil = saidNothingNew(before, status, at);
    if (toldUntil === null) return;
    for (const id of this.#due) {
      const { storedAt } = this.#entries.get(id)!;
      if (storedAt === null || storedAt > toldUntil) break;
      this.#lose(id, false);
    }
  }

  #lose(id: string, isOvertaken: boolean): void {
    const entry = this.#entries.get(id)!;
    this.#due.delete(id);
    entry.fate = 'lost';
    entry.isAnnounced = this.#gapSince;
    entry.isOvertaken = isOvertaken;
    if (entry.isAnnounced) this.#lostAnnounced += 1;
    else this.#lostSilently += 1;
  }

  #forget(id: string): void {
    this.#entries.delete(id);
    this.#due.delete(id);
  }
}

/**
 * Until when everything that was stored would have been received by now, for since then the server has said that there is
 * nothing more: by an empty answer, or by a sign of life on the connection on which all comes in order. Null where it has
 * said no such thing since `before`.
 */
function saidNothingNew(before: ClientStatus, status: ClientStatus, at: Millis): Millis | null {
  const { connection } = status;
  if (connection.kind === 'polls') return status.emptyPages > before.emptyPages ? at - MARGIN_MS : null;
  if (before.connection.kind !== 'socket' || connection.silentMs === null) return null;
  const { heartbeats } = connection;
  const { heartbeats: earlier } = before.connection;
  if (heartbeats.received === earlier.received && heartbeats.answered === earlier.answered) return null;
  return at - connection.silentMs - Math.max(MARGIN_MS, heartbeats.roundTripMs ?? 0);
}

/** @param now On the clock of the events. */
export function verdictOf(count: LedgerCount, now: Millis): Verdict {
  const { lostSilently, shownTwice, outOfOrder, lostAnnounced, refused, sent, missingSince } = count;
  const waitMs = missingSince === null ? 0 : now - missingSince;
  if (lostSilently + shownTwice + outOfOrder > 0 || waitMs > TOO_LONG_MS) return 'bad';
  if (waitMs > USUAL_MS) return 'waiting';
  if (lostAnnounced + refused > 0) return 'announced';
  return sent === 0 ? 'idle' : 'good';
}
