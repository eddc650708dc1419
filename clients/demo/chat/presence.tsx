import type { JSX } from 'preact';
import type { PartyPresence } from '../../../servers/protocol/presence.ts';
import { inLanguage } from '../words/language.ts';
import { presenceWords } from '../words/presence-words.ts';
import { chatWords } from './chat-words.ts';

const NOT_SEEN = { online: false, sign: { state: 'gone' } } as const;

/** Whether somebody is there, and how the server knows. */
export function Presence({ party }: { party: PartyPresence | undefined }): JSX.Element {
  const words = inLanguage(chatWords);
  const { online, sign } = party ?? NOT_SEEN;
  return (
    <span class="chat-presence" data-online={online}>
      <svg viewBox="0 0 10 10" aria-hidden="true">
        <circle cx="5" cy="5" r="3.5" />
      </svg>
      <span>
        {online ? words.online : words.offline}
        <span class="soft"> · {inLanguage(presenceWords).sign(sign)}</span>
      </span>
    </span>
  );
}
