import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { inLanguage } from '../words/language.ts';
import { chatWords } from './chat-words.ts';
import { Composer } from './composer.tsx';
import { FaultLine } from './fault-line.tsx';
import { LineView } from './line-view.tsx';
import type { Messenger } from './messenger.ts';
import { nameIn } from './names.ts';
import { Presence } from './presence.tsx';
import { useAttempt } from './use-attempt.ts';

/** So far from its end a list is still taken to be read at its end, in CSS pixels. */
const NEAR_THE_END = 40;

/** One conversation: what was said, and where to say more. */
export function Talk({ messenger, address }: { messenger: Messenger; address: string }): JSX.Element {
  const words = inLanguage(chatWords);
  const [fault, attempt] = useAttempt();
  const lines = messenger.conversations.value.all.get(address)?.lines ?? [];
  const list = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const last = lines.at(-1);

  function keepAtEnd(element: HTMLElement): void {
    if (isAtEnd.current) element.scrollTop = element.scrollHeight;
  }

  useLayoutEffect(() => keepAtEnd(list.current!), [last, address]);
  useLayoutEffect(() => {
    const element = list.current!;
    // A phone that was out of sight has forgotten where its list was.
    const observer = new ResizeObserver(() => keepAtEnd(element));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return (
    <>
      <header class="chat-talk-head">
        <button type="button" class="chat-icon" aria-label={words.back} onClick={() => messenger.look(null)}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M10 3L5 8l5 5" />
          </svg>
        </button>
        <div>
          <h3>{nameIn(address)}</h3>
          {address.startsWith('group:') ? (
            <GroupHead messenger={messenger} group={address} attempt={attempt} />
          ) : (
            <Presence messenger={messenger} address={address} />
          )}
        </div>
      </header>
      <div
        ref={list}
        class="chat-lines"
        role="log"
        aria-label={words.talkWith(nameIn(address))}
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
        }}
      >
        {lines.length === 0 && <p class="chat-remark">{words.sayHello}</p>}
        {lines.map((line) => (
          <LineView
            key={line.key}
            line={line}
            sendAgain={({ body, id }) => void attempt(() => messenger.sendAgain(address, body, id))}
          />
        ))}
      </div>
      <FaultLine fault={fault} />
      <Composer
        to={address}
        isToy={messenger.isToy}
        send={(body) => {
          isAtEnd.current = true;
          void attempt(() => messenger.send(address, body));
        }}
      />
    </>
  );
}

interface GroupHeadProps {
  readonly messenger: Messenger;
  readonly group: string;
  readonly attempt: (act: () => Promise<void>) => Promise<void>;
}

function GroupHead({ messenger, group, attempt }: GroupHeadProps): JSX.Element {
  const words = inLanguage(chatWords);
  const listing = messenger.surroundings.contacts.value.groups.find(({ address }) => address === group);
  const members =
    messenger.surroundings.members.value?.group === group ? messenger.surroundings.members.value.addresses : [];
  if (listing?.member !== true) {
    return (
      <button
        type="button"
        onClick={() =>
          void attempt(() => (listing === undefined ? messenger.makeGroup(nameIn(group)) : messenger.joinGroup(group)))
        }
      >
        {listing === undefined ? words.makeAgain : words.join}
      </button>
    );
  }
  return (
    <details class="chat-members">
      <summary>{words.membersOf(listing.members)}</summary>
      <ul aria-label={words.members}>
        {members.map((member) => (
          <li key={member}>
            {nameIn(member)}
            {member === messenger.conversations.value.me && ` (${words.you})`}
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => void attempt(() => messenger.leaveGroup(group))}>
        {words.leave}
      </button>
    </details>
  );
}
