import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
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

/** How often the server is asked who is there, in ms. */
const LOOK_EVERY_MS = 2000;

interface ChatPhoneProps {
  readonly messenger: Messenger;
  /** Name to sign in under, unless another is chosen. */
  readonly suggestion: string;
  readonly other: OtherPhone | null;
}

/** What is on the screen of one phone. */
export function ChatPhone({ messenger, suggestion, other }: ChatPhoneProps): JSX.Element {
  const words = inLanguage(chatWords);
  useLookingAround(messenger);
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

/** Asks who is there, for as long as the phone is on the screen. */
function useLookingAround(messenger: Messenger): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) void messenger.lookAround();
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [messenger]);
}
