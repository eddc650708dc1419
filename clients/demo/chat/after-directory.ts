import type { GroupListing } from '../../../servers/protocol/group.ts';
import type { Message } from '../../../servers/protocol/message.ts';
import type { Millis } from '../../../servers/protocol/units.ts';
import { type Conversation, newConversation, ownLine, withEarlier } from './conversation.ts';
import { type Conversations, withConversation, withRemark } from './conversations.ts';
import type { Line } from './line.ts';

/** What is there when a page of a group's history came: of what the phone has already, nothing is added. */
export function afterHistory(before: Conversations, group: string, messages: readonly Message[]): Conversations {
  const conversation = before.all.get(group) ?? newConversation(group, messages[0]?.at ?? 0);
  const missing = messages.filter(
    ({ from, id, notice }) => notice === undefined && !isThere(conversation, from, id, before.me),
  );
  const lines = missing.map((message, index) => fromHistory(message, before.keys + index + 1, before.me));
  return { ...withConversation(before, withEarlier(conversation, lines)), keys: before.keys + lines.length };
}

/** What is there when the server listed its groups: of those that one was in, and is not, it is said. */
export function afterGroups(before: Conversations, groups: readonly GroupListing[], at: Millis): Conversations {
  const listed = new Map(groups.map((group) => [group.address as string, group]));
  let after = before;
  for (const { address, lines } of before.all.values()) {
    if (!address.startsWith('group:') || listed.get(address)?.member === true) continue;
    const last = lines.at(-1);
    const code = listed.has(address) ? 'not-a-member' : 'group-gone';
    if (last?.kind === 'remark' && last.remark.code === code) continue;
    after = withRemark(after, address, { code }, at);
  }
  return after;
}

function isThere(conversation: Conversation, from: string, id: string, me: string | null): boolean {
  if (from === me) return ownLine(conversation, id) !== undefined;
  return conversation.lines.some((line) => line.kind === 'theirs' && line.id === id && line.from === from);
}

function fromHistory({ id, from, at, body }: Message, key: number, me: string | null): Line {
  return from === me
    ? { kind: 'own', key, at, id, body, progress: 'stored', has: [], online: null, refusal: null }
    : { kind: 'theirs', key, at, id, from, body, heardIn: null, isRepeat: false };
}
