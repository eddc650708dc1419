import type { Millis } from '../../servers/protocol/units.ts';
import { toSeconds } from '../../servers/protocol/units.ts';

/** All that an explanation may say, in one language. */
export interface ExplainWords {
  readonly signsIn: string;
  readonly asksIfSignedIn: string;
  readonly signsOut: string;
  readonly sendsOne: string;
  readonly sends: (messages: number) => string;
  /** `about` is the first part of a path, such as `groups`. */
  readonly looksUp: (about: string) => string;
  readonly addsTo: (about: string) => string;
  readonly follows: (about: string) => string;
  readonly ends: (about: string) => string;
  readonly looksBack: (about: string) => string;
  readonly asks: string;
  readonly asksToHold: (holdMs: Millis) => string;
  readonly asksForUpgrade: (after: string | null) => string;
  readonly upgraded: string;
  readonly noAnswer: (how: 'aborted' | 'failed', afterMs: Millis, why: string) => string;
  /** `code` null: not of the lab's. */
  readonly refused: (status: number, code: string | null) => string;
  readonly answered: (status: number) => string;
  readonly signedIn: (address: string | null) => string;
  readonly signedOut: string;
  readonly receipts: (receipts: number, refusals: readonly string[]) => string;
  readonly receipt: string;
  readonly emptyAfter: (ms: Millis) => string;
  readonly empty: string;
  readonly page: (messages: number, more: boolean) => string;
  readonly gap: (reason: string) => string;
  readonly opened: string;
  readonly hello: (heartbeatMs: Millis, silenceMs: Millis) => string;
  readonly refusedFrame: (code: string) => string;
  readonly aboutToClose: (code: string) => string;
  readonly closed: (code: number, why: string | null, by: 'client' | 'server' | 'link') => string;
  readonly unknownFrame: string;
}

export const ENGLISH: ExplainWords = {
  signsIn: 'signs in',
  asksIfSignedIn: 'asks whether it is signed in',
  signsOut: 'signs out',
  sendsOne: 'sends a message',
  sends: (messages) => `sends ${count(messages, 'message')}`,
  looksUp: (about) => `looks up ${about}`,
  addsTo: (about) => `adds to ${about}`,
  follows: (about) => `follows ${about}`,
  ends: (about) => `ends ${about}`,
  looksBack: (about) => `looks back in ${about}`,
  asks: 'asks',
  asksToHold: (holdMs) => `asks, server may hold ${agreed(holdMs)}`,
  asksForUpgrade: (after) => (after === null ? 'opens to send only' : `opens to follow after ${after}`),
  upgraded: 'open',
  noAnswer: (how, afterMs, why) => `${how} after ${measured(afterMs)}: ${why}`,
  refused: (status, code) => `refused ${status}${code === null ? ', not by a server of the lab' : ` ${code}`}`,
  answered: (status) => `answered ${status}`,
  signedIn: (address) => (address === null ? 'signed in' : `signed in as ${address}`),
  signedOut: 'signed out',
  receipts: (receipts, refusals) => {
    const refused = refusals.length === 0 ? '' : `, ${refusals.length} refused: ${[...new Set(refusals)].join(', ')}`;
    return count(receipts, 'receipt') + refused;
  },
  receipt: 'receipt',
  emptyAfter: (ms) => `empty after ${measured(ms)}`,
  empty: 'empty, caught up',
  page: (messages, more) => `page with ${count(messages, 'message')}${more ? ', more to come' : ''}`,
  gap: (reason) => `gap: ${reason}`,
  opened: 'open',
  hello: (heartbeatMs, silenceMs) =>
    `hello, pings every ${agreed(heartbeatMs)}, silence of ${agreed(silenceMs)} is the end`,
  refusedFrame: (code) => `refused ${code}`,
  aboutToClose: (code) => `about to close: ${code}`,
  closed: (code, why, by) => `closed ${code} ${why ?? 'no reason given'}${by === 'link' ? '' : ` by ${by}`}`,
  unknownFrame: 'no frame of the protocol',
};

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** A time that was taken. */
function measured(ms: Millis): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${toSeconds(ms).toFixed(1)} s`;
}

/** A time that was agreed. */
function agreed(ms: Millis): string {
  return `${toSeconds(ms)} s`;
}
