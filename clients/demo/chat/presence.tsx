import type { JSX } from 'preact';
import { inLanguage, language } from '../words/language.ts';
import { presenceWords } from '../words/presence-words.ts';
import { chatWords } from './chat-words.ts';
import type { Messenger } from './messenger.ts';
import { timeOfDay } from './time-of-day.ts';

const NOT_SEEN = { online: false, sign: { state: 'gone' } } as const;

/** Whether somebody is there, and how the server knows; as of when, where it can't be asked now. */
export function Presence({ messenger, address }: { messenger: Messenger; address: string }): JSX.Element {
  const words = inLanguage(chatWords);
  const { parties, toys, askedAt } = messenger.surroundings.contacts.value;
  const { online, sign } = parties.get(address) ?? toys.find((toy) => toy.address === address) ?? NOT_SEEN;
  const isOld = messenger.standing.value?.status.state === 'waiting' && askedAt !== null;
  return (
    <span class="chat-presence" data-online={online && !isOld}>
      <svg viewBox="0 0 10 10" aria-hidden="true">
        <circle cx="5" cy="5" r="3.5" />
      </svg>
      <span>
        {online ? words.online : words.offline}
        <span class="soft">
          {' · '}
          {isOld ? words.asOf(timeOfDay(askedAt, language.value)) : inLanguage(presenceWords).sign(sign)}
        </span>
      </span>
    </span>
  );
}
