import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { CHAT_PHONES } from '../lab/lab-frames.ts';
import { place } from '../shell/place.ts';
import type { Stage } from '../stage/stage.ts';
import { inLanguage } from '../words/language.ts';
import { ChatPhone } from './chat-phone.tsx';
import { chatWords } from './chat-words.ts';
import type { Messenger } from './messenger.ts';
import { messengerOf } from './messengers.ts';
import { nameIn } from './names.ts';
import type { OtherPhone } from './pairing.tsx';
import { useMedia } from './use-media.ts';
import './chat.css';

type PhoneName = (typeof CHAT_PHONES)[number];

const NARROW = '(max-width: 48rem)';
const NAMES: Readonly<Record<PhoneName, string>> = { 'chat-a': 'alice', 'chat-b': 'bob' };

/** Two phones side by side, or one of them: `#chat&phone=one`. */
export function Chat({ stage }: { stage: Stage }): JSX.Element {
  const words = inLanguage(chatWords);
  const isNarrow = useMedia(NARROW);
  const asked = place.value.settings.get('phone');
  const isOne = asked === null ? isNarrow : asked === 'one';
  const a = useMessenger(stage, 'chat-a');
  const b = useMessenger(stage, 'chat-b');
  const [front, setFront] = useState<PhoneName>('chat-a');
  const phones = { 'chat-a': a, 'chat-b': b };
  const isInSight = (name: PhoneName): boolean => (isOne ? name === 'chat-a' : !isNarrow || name === front);
  useInSight(a, isInSight('chat-a'));
  useInSight(b, isInSight('chat-b'));
  return (
    <div class="chat" data-phones={isOne ? 'one' : 'two'}>
      <div class="chat-bar">
        <nav class="chat-layout" aria-label={words.layout}>
          <a href="#chat&phone=two" aria-current={isOne ? undefined : 'true'}>
            {words.both}
          </a>
          <a href="#chat&phone=one" aria-current={isOne ? 'true' : undefined}>
            {words.one}
          </a>
        </nav>
        {!isOne && <Start a={a} b={b} />}
      </div>
      {!isOne && isNarrow && <Front phones={phones} front={front} choose={setFront} />}
      <div class="chat-phones">
        {CHAT_PHONES.filter((name) => !isOne || name === 'chat-a').map((name) => (
          <section key={name} class="chat-phone" aria-label={words.phones[name]} hidden={!isInSight(name)}>
            <h2 class="heard">{words.phones[name]}</h2>
            <Screen
              messenger={phones[name]}
              suggestion={NAMES[name]}
              other={
                isOne ? null : otherOf(name === 'chat-a' ? b : a, words.phones[name === 'chat-a' ? 'chat-b' : 'chat-a'])
              }
            />
          </section>
        ))}
        {!isOne && (
          <aside class="chat-tries sheet">
            <h2>{words.tryTitle}</h2>
            <ol>
              {words.tries.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ol>
          </aside>
        )}
      </div>
    </div>
  );
}

interface StartProps {
  readonly a: Messenger | null;
  readonly b: Messenger | null;
}

/** One click to the first message: signs both phones in and opens their talk. */
function Start({ a, b }: StartProps): JSX.Element | null {
  const words = inLanguage(chatWords);
  if (a === null || b === null || (isIn(a) && isIn(b))) return null;

  async function start(one: Messenger, other: Messenger): Promise<void> {
    await Promise.all([signInUnless(one, NAMES['chat-a']), signInUnless(other, NAMES['chat-b'])]);
    const [me, you] = [one.conversations.value.me, other.conversations.value.me];
    if (!isIn(one) || !isIn(other) || me === null || you === null) return;
    one.look(you);
    other.look(me);
  }

  return (
    <p class="chat-start">
      <button type="button" class="primary" onClick={() => void start(a, b)}>
        {words.start}
      </button>
      <span class="soft">{words.startWhy}</span>
    </p>
  );
}

interface FrontProps {
  readonly phones: Readonly<Record<PhoneName, Messenger | null>>;
  readonly front: PhoneName;
  readonly choose: (name: PhoneName) => void;
}

/** Where there is room for one phone: which of the two is in front. */
function Front({ phones, front, choose }: FrontProps): JSX.Element {
  const words = inLanguage(chatWords);
  return (
    <fieldset class="chat-segments">
      <legend class="heard">{words.layout}</legend>
      {CHAT_PHONES.map((name) => (
        <label key={name}>
          <input type="radio" name="phone in front" checked={name === front} onChange={() => choose(name)} />
          <span>{labelOf(phones[name], words.phones[name])}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface ScreenProps {
  readonly messenger: Messenger | null;
  readonly suggestion: string;
  readonly other: OtherPhone | null;
}

function Screen({ messenger, ...rest }: ScreenProps): JSX.Element {
  if (messenger === null) return <p class="chat-remark">{inLanguage(chatWords).preparing}</p>;
  return <ChatPhone messenger={messenger} {...rest} />;
}

function useMessenger(stage: Stage, name: PhoneName): Messenger | null {
  const [messenger, setMessenger] = useState<Messenger | null>(null);
  useEffect(() => {
    void messengerOf(stage, name).then(setMessenger);
  }, [stage, name]);
  return messenger;
}

/** Has a phone know whether it can be seen; where it is not shown at all, it can't. */
function useInSight(messenger: Messenger | null, isInSight: boolean): void {
  useEffect(() => {
    messenger?.putInSight(isInSight);
    return () => messenger?.putInSight(false);
  }, [messenger, isInSight]);
}

function otherOf(messenger: Messenger | null, label: string): OtherPhone | null {
  if (messenger === null) return null;
  return {
    label,
    async become({ address, key }, owner) {
      await messenger.signIn({ user: nameIn(address), kind: 'toy', secret: key }, 'websocket');
      messenger.look(owner);
    },
  };
}

async function signInUnless(messenger: Messenger, name: string): Promise<void> {
  if (!isIn(messenger)) await messenger.signInLike(name, 'websocket');
}

function isIn({ account }: Messenger): boolean {
  return account.value.is === 'in';
}

function labelOf(messenger: Messenger | null, label: string): string {
  if (messenger === null || !isIn(messenger)) return label;
  const { me, all } = messenger.conversations.value;
  const unread = [...all.values()].reduce((sum, conversation) => sum + conversation.unread, 0);
  return `${label} · ${nameIn(me ?? '')}${unread === 0 ? '' : ` (${unread})`}`;
}
