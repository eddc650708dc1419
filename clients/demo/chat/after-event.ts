import type { TransportName } from '../../../servers/protocol/transport-name.ts';
import type { Millis } from '../../../servers/protocol/units.ts';
import type { PhoneEvent } from '../phone/phone.ts';
import { advanced, ownLine, withChanged } from './conversation.ts';
import { type Conversations, NO_CONVERSATIONS, withConversation, withNewLine, withRemark } from './conversations.ts';
import type { OwnLine } from './line.ts';
import { received } from './received.ts';

type Of<Kind extends PhoneEvent['kind']> = Extract<PhoneEvent, { kind: Kind }>;

/** What is there after something happened on the phone. */
export function afterEvent(before: Conversations, event: PhoneEvent): Conversations {
  switch (event.kind) {
    case 'signed-in':
      return signedIn(before, event);
    case 'status':
      return onTransport(before, event.status.transport, event.at);
    case 'sending':
      return sending(before, event);
    case 'stored':
      return answered(before, event.id, (line) => ({ ...advanced(line, 'stored'), online: event.receipt.online }));
    case 'refused': {
      const refusal = { code: event.code, message: event.message };
      return answered(before, event.id, (line) =>
        line.progress === 'sending' ? { ...line, progress: 'refused', refusal } : line,
      );
    }
    case 'received':
      return received(before, event.item, event.at);
    case 'signed-out':
    case 'gave-up':
    case 'trace':
  }
  return before;
}

/** What was said by somebody else is not there for who signs in now. */
function signedIn(before: Conversations, { address, transport }: Of<'signed-in'>): Conversations {
  const { keys, isInSight } = before;
  const kept = address === before.me ? before : { ...NO_CONVERSATIONS, keys, isInSight };
  return { ...kept, me: address, transport, signIns: before.signIns + 1 };
}

function onTransport(before: Conversations, transport: TransportName, at: Millis): Conversations {
  if (transport === before.transport) return before;
  const after = { ...before, transport };
  return before.transport === null || before.shown === null
    ? after
    : withRemark(after, before.shown, { code: 'switched', transport }, at);
}

/** One that is sent again stands where it is sent, not where it was refused. */
function sending(before: Conversations, { id, to, body, at }: Of<'sending'>): Conversations {
  const conversation = before.all.get(to);
  const lines = conversation?.lines.filter((line) => line.kind !== 'own' || line.id !== id) ?? [];
  const cleared = conversation === undefined ? before : withConversation(before, { ...conversation, lines });
  const unanswered = new Map(before.unanswered).set(id, to);
  const line = { kind: 'own', id, body, at, progress: 'sending', has: [], online: null, refusal: null } as const;
  return withNewLine({ ...cleared, unanswered }, to, (key) => ({ ...line, key }), at);
}

function answered(before: Conversations, id: string, change: (line: OwnLine) => OwnLine): Conversations {
  const conversation = before.all.get(before.unanswered.get(id) ?? '');
  const unanswered = new Map(before.unanswered);
  unanswered.delete(id);
  const after = { ...before, unanswered };
  const line = conversation === undefined ? undefined : ownLine(conversation, id);
  if (conversation === undefined || line === undefined) return after;
  return withConversation(after, withChanged(conversation, change(line)));
}
