import type { Message } from '../../../servers/protocol/message.ts';
import type { Notice } from '../../../servers/protocol/notice.ts';
import type { Millis } from '../../../servers/protocol/units.ts';
import type { Received } from '../../core/receive.ts';
import { advanced, type Conversation, ownLine, withChanged } from './conversation.ts';
import { type Conversations, withConversation, withNewLine, withRemark } from './conversations.ts';
import type { Line } from './line.ts';

type FateNotice = Extract<Notice, { ids: readonly string[] }>;

/** What is there when the client has handed something over. */
export function received(before: Conversations, item: Received, at: Millis): Conversations {
  if (item.kind === 'message') {
    const { message } = item;
    return message.notice === undefined ? said(before, message, at) : noticed(before, message, message.notice, at);
  }
  // Nobody knows from whom it was: it may have been from any of them.
  let after: Conversations = { ...before, lastGap: { reason: item.reason, at } };
  for (const address of before.all.keys()) after = withRemark(after, address, { code: 'gap', reason: item.reason }, at);
  return after;
}

function said(before: Conversations, message: Message, at: Millis): Conversations {
  const { id, from, body } = message;
  if (from === before.me) return saidToOneself(before, message, at);
  const address = message.to ?? from;
  const there = before.all
    .get(address)
    ?.lines.findLast(
      (line): line is Extract<Line, { kind: 'theirs' }> =>
        line.kind === 'theirs' && line.id === id && line.from === from,
    );
  // After another sign-in the mailbox is read anew, and in a group the history told it already: that is no fault.
  if (there !== undefined && there.heardIn !== before.signIns) {
    return withConversation(before, withChanged(before.all.get(address)!, { ...there, heardIn: before.signIns }));
  }
  const isRepeat = there !== undefined;
  const line = { kind: 'theirs', id, from, body, at: message.at, heardIn: before.signIns, isRepeat } as const;
  const after = withNewLine(before, address, (key) => ({ ...line, key }), at);
  return before.isInSight && before.shown === address ? after : withUnread(after, address);
}

/** A copy of what one sent to oneself; what this phone does not know of was sent from another. */
function saidToOneself(before: Conversations, { id, from, to, body, at: sentAt }: Message, at: Millis): Conversations {
  const address = to ?? from;
  const conversation = before.all.get(address);
  const line = conversation === undefined ? undefined : ownLine(conversation, id);
  if (conversation !== undefined && line !== undefined) {
    return withConversation(before, withChanged(conversation, { ...advanced(line, 'delivered'), has: [from] }));
  }
  const own = { kind: 'own', id, body, at: sentAt, progress: 'delivered', has: [from], online: true } as const;
  return withNewLine(before, address, (key) => ({ ...own, key, refusal: null }), at);
}

function noticed(before: Conversations, { id, at: saidAt }: Message, notice: Notice, at: Millis): Conversations {
  if (notice.code === 'presence') return before;
  const address = 'ids' in notice ? notice.to : notice.group;
  const conversation = before.all.get(address);
  const wasHeard = conversation?.lines.some((line) => line.kind === 'remark' && line.id === id && line.at === saidAt);
  if (wasHeard === true) return before;
  if (!('ids' in notice)) return withRemark(before, address, { code: notice.code, party: notice.party }, saidAt, id);
  if (conversation === undefined) return before;
  const after = withConversation(before, withFate(conversation, notice));
  const { code, party } = notice;
  if (code === 'delivered' || (code === 'recipient-offline' && isKnownToBeOffline(conversation, party))) return after;
  return withNewLine(after, address, (key) => ({ kind: 'remark', key, at: saidAt, id, remark: { code, party } }), at);
}

/** A notice may be quicker than the receipt: what it is about is stored for sure. */
function withFate(conversation: Conversation, { code, party, ids }: FateNotice): Conversation {
  let after = conversation;
  for (const id of ids) {
    const line = ownLine(after, id);
    if (line === undefined) continue;
    if (code === 'recipient-offline') after = withChanged(after, { ...advanced(line, 'stored'), online: false });
    else if (code === 'undeliverable') after = withChanged(after, advanced(line, 'undeliverable'));
    else if (!line.has.includes(party)) {
      after = withChanged(after, { ...advanced(line, 'delivered'), has: [...line.has, party] });
    }
  }
  return after;
}

/** It is said once, until there is a sign of life of that party. */
function isKnownToBeOffline({ lines }: Conversation, party: string): boolean {
  const last = lines.findLast((line) => {
    if (line.kind === 'theirs') return line.from === party;
    return line.kind === 'own' ? line.has.includes(party) : isOfflineRemark(line, party);
  });
  return last?.kind === 'remark';
}

function isOfflineRemark({ remark }: Extract<Line, { kind: 'remark' }>, party: string): boolean {
  return remark.code === 'recipient-offline' && remark.party === party;
}

function withUnread(before: Conversations, address: string): Conversations {
  const conversation = before.all.get(address)!;
  return withConversation(before, { ...conversation, unread: conversation.unread + 1 });
}
