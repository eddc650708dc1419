import type { JSX } from 'preact';
import { inLanguage } from '../words/language.ts';
import { Avatar } from './avatar.tsx';
import { chatWords } from './chat-words.ts';
import { ContactList } from './contact-list.tsx';
import type { Messenger } from './messenger.ts';
import { nameIn } from './names.ts';
import type { OtherPhone } from './pairing.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { Talk } from './talk.tsx';
import { TransportBar } from './transport-bar.tsx';

interface ChatPhoneProps {
  readonly messenger: Messenger;
  /** Name to sign in under, unless another is chosen. */
  readonly suggestion: string;
  readonly other: OtherPhone | null;
}

/** What is on the screen of one phone. */
export function ChatPhone({ messenger, suggestion, other }: ChatPhoneProps): JSX.Element {
  const words = inLanguage(chatWords);
  const { me, shown } = messenger.conversations.value;
  if (messenger.account.value.is !== 'in' || me === null) {
    return <SignInForm messenger={messenger} suggestion={suggestion} transport="websocket" />;
  }
  return (
    <>
      <header class="chat-me">
        <Avatar address={me} />
        <strong>{nameIn(me)}</strong>
        {messenger.isToy && <span class="soft">{words.toy}</span>}
        <button type="button" class="chat-quiet" onClick={() => void messenger.signOut()}>
          {words.signOut}
        </button>
      </header>
      <TransportBar messenger={messenger} />
      {shown === null ? (
        <ContactList messenger={messenger} other={other} />
      ) : (
        <Talk key={shown} messenger={messenger} address={shown} />
      )}
    </>
  );
}
