import type { ComponentChildren, JSX } from 'preact';
import { inLanguage } from '../words/language.ts';
import { Avatar } from './avatar.tsx';
import { chatWords } from './chat-words.ts';
import type { Conversation } from './conversation.ts';
import type { Messenger } from './messenger.ts';
import { nameIn } from './names.ts';

interface RowProps {
  readonly messenger: Messenger;
  readonly address: string;
  /** Whether there is nothing to look at yet. */
  readonly isClosed?: boolean;
  readonly children: ComponentChildren;
}

/** One party or group: who it is, what was said last, how much of it is unread. */
export function Row({ messenger, address, isClosed = false, children }: RowProps): JSX.Element {
  const words = inLanguage(chatWords);
  const conversation = messenger.conversations.value.all.get(address);
  const unread = conversation?.unread ?? 0;
  return (
    <li class="chat-row">
      <button type="button" class="chat-row-open" disabled={isClosed} onClick={() => messenger.look(address)}>
        <Avatar address={address} />
        <span class="chat-row-text">
          <strong>{nameIn(address)}</strong>
          <span class="chat-row-last">{lastWords(conversation)}</span>
        </span>
        {unread > 0 && (
          <span class="chat-unread">
            <span aria-hidden="true">{unread}</span>
            <span class="heard">{words.unread(unread)}</span>
          </span>
        )}
      </button>
      <div class="chat-row-about">{children}</div>
    </li>
  );
}

function lastWords(conversation: Conversation | undefined): string {
  return conversation?.lines.findLast((line) => line.kind !== 'remark')?.body ?? '';
}
