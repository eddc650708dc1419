import type { GapReason } from '../../../servers/protocol/page.ts';
import type { TransportName } from '../../../servers/protocol/transport-name.ts';
import type { Millis } from '../../../servers/protocol/units.ts';
import { type Conversation, newConversation, withLine } from './conversation.ts';
import type { Line, Remark } from './line.ts';

/** Conversations kept; the one that has rested longest goes first. */
const MAX_CONVERSATIONS = 100;

/** Everything that was said on one phone since its owner signed in first, as far as it is kept. */
export interface Conversations {
  /** Address of who is signed in, or was last; null before anybody was. */
  readonly me: string | null;
  /** How often somebody signed in. */
  readonly signIns: number;
  readonly transport: TransportName | null;
  readonly all: ReadonlyMap<string, Conversation>;
  /** Address of the conversation that is looked at; null where none is. */
  readonly shown: string | null;
  /** Whether the phone itself can be seen: what is shown on one that can't is not read. */
  readonly isInSight: boolean;
  /** Of each message without a receipt, by its id: what it was sent to. */
  readonly unanswered: ReadonlyMap<string, string>;
  /** The last time that messages were lost on the way to this phone. */
  readonly lastGap: { readonly reason: GapReason | 'missed'; readonly at: Millis } | null;
  /** Keys given to lines so far. */
  readonly keys: number;
}

export const NO_CONVERSATIONS: Conversations = {
  me: null,
  signIns: 0,
  transport: null,
  all: new Map(),
  shown: null,
  isInSight: true,
  unanswered: new Map(),
  lastGap: null,
  keys: 0,
};

/** What is there when somebody looks at a conversation, or, with null, at none: what is looked at is read. */
export function afterLook(before: Conversations, address: string | null, at: Millis): Conversations {
  if (address === null) return { ...before, shown: null };
  const conversation = before.all.get(address) ?? newConversation(address, at);
  return { ...withConversation(before, { ...conversation, unread: 0 }), shown: address };
}

/** What is there when the phone is put where it can be seen, or where it can't. */
export function afterSight(before: Conversations, isInSight: boolean, at: Millis): Conversations {
  const after = { ...before, isInSight };
  return isInSight ? afterLook(after, before.shown, at) : after;
}

/** What is there when a conversation was put away. */
export function afterEnd(before: Conversations, address: string): Conversations {
  const all = new Map(before.all);
  all.delete(address);
  return { ...before, all, shown: before.shown === address ? null : before.shown };
}

/** The same with `conversation` in its place. */
export function withConversation(before: Conversations, conversation: Conversation): Conversations {
  const all = new Map(before.all).set(conversation.address, conversation);
  if (all.size > MAX_CONVERSATIONS) {
    const resting = [...all.values()].filter(({ address }) => address !== before.shown);
    all.delete(resting.reduce((one, other) => (other.changedAt < one.changedAt ? other : one)).address);
  }
  return { ...before, all };
}

/** The same with something said in the middle of a conversation. */
export function withRemark(
  before: Conversations,
  address: string,
  remark: Remark,
  at: Millis,
  id: string | null = null,
): Conversations {
  return withNewLine(before, address, (key) => ({ kind: 'remark', key, at, id, remark }), at);
}

/** The same with one line more in a conversation, which begins with it where there was none. */
export function withNewLine(
  before: Conversations,
  address: string,
  line: (key: number) => Line,
  at: Millis,
): Conversations {
  const keys = before.keys + 1;
  const conversation = before.all.get(address) ?? newConversation(address, at);
  return { ...withConversation(before, withLine(conversation, line(keys), at)), keys };
}
