import type { JSX } from 'preact';
import { TRANSPORT_NAMES } from '../../../servers/protocol/transport-name.ts';
import { inLanguage } from '../words/language.ts';
import { transportWords } from '../words/transport-words.ts';
import { chatWords } from './chat-words.ts';
import type { Messenger } from './messenger.ts';
import { standingText } from './standing-text.ts';
import { useNow } from './use-now.ts';

const SHOWN_EVERY_MS = 100;

/** Which transport the phone uses, to be changed in mid-talk, and how its connection stands. */
export function TransportBar({ messenger }: { messenger: Messenger }): JSX.Element {
  const words = inLanguage(chatWords);
  const inUse = messenger.standing.value?.status.transport ?? messenger.conversations.value.transport;
  return (
    <div class="chat-transport" data-transport={inUse}>
      <fieldset class="chat-segments">
        <legend class="heard">{words.transport}</legend>
        {TRANSPORT_NAMES.map((name) => (
          <label key={name} data-transport={name}>
            <input
              type="radio"
              name={`transport of ${messenger.phone.name}`}
              checked={name === inUse}
              onChange={() => void messenger.use(name)}
            />
            <span>{inLanguage(transportWords)[name]}</span>
          </label>
        ))}
      </fieldset>
      <ConnectionState messenger={messenger} />
    </div>
  );
}

function ConnectionState({ messenger }: { messenger: Messenger }): JSX.Element {
  const words = inLanguage(chatWords);
  const now = useNow(SHOWN_EVERY_MS);
  const standing = messenger.standing.value;
  if (standing === null) return <p class="chat-state">{words.states.connecting}</p>;
  const { state, detail, share } = standingText(words, standing, now);
  const { unsent } = standing.status;
  return (
    <div class="chat-state" data-state={standing.status.state}>
      <p>
        <span role="status">{state}</span>
        <span class="soft chat-state-detail">
          {[detail, unsent > 0 ? words.unsent(unsent) : ''].filter(Boolean).join(' · ')}
        </span>
      </p>
      <span class="chat-share" aria-hidden="true">
        <span style={{ inlineSize: `${(share ?? 0) * 100}%` }} />
      </span>
    </div>
  );
}
