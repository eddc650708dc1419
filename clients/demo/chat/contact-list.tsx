import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { inLanguage, language } from '../words/language.ts';
import { chatWords } from './chat-words.ts';
import type { Conversation } from './conversation.ts';
import { Row } from './contact-row.tsx';
import { FaultLine } from './fault-line.tsx';
import type { Messenger } from './messenger.ts';
import { NamedForm } from './named-form.tsx';
import { type OtherPhone, Pairing } from './pairing.tsx';
import { Presence } from './presence.tsx';
import { timeOfDay } from './time-of-day.ts';
import { useAttempt } from './use-attempt.ts';

interface ContactListProps {
  readonly messenger: Messenger;
  /** The phone beside this one, which may become a toy of this one's. */
  readonly other: OtherPhone | null;
}

/** Whom one can talk to: people, groups, toys; each with what was said last. */
export function ContactList({ messenger, other }: ContactListProps): JSX.Element {
  const words = inLanguage(chatWords);
  const [fault, attempt] = useAttempt();
  const { lastGap } = messenger.conversations.value;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Who came back from a talk by the keyboard goes on from here.
    if (document.activeElement === document.body) list.current?.querySelector('button')?.focus({ preventScroll: true });
  }, []);
  return (
    <div ref={list} class="chat-list">
      {lastGap !== null && (
        <p class="chat-remark" data-code="gap">
          {words.lost(words.gaps[lastGap.reason])} {timeOfDay(lastGap.at, language.value)}
        </p>
      )}
      <People messenger={messenger} />
      {!messenger.isToy && <Groups messenger={messenger} attempt={attempt} />}
      {!messenger.isToy && <Pairing messenger={messenger} other={other} attempt={attempt} />}
      <FaultLine fault={fault} />
    </div>
  );
}

function People({ messenger }: { messenger: Messenger }): JSX.Element {
  const words = inLanguage(chatWords);
  const { me, all } = messenger.conversations.value;
  const { parties } = messenger.surroundings.contacts.value;
  const addresses = new Set([...all.keys(), ...parties.keys()].filter((address) => address.startsWith('user:')));
  addresses.delete(me ?? '');
  const people = [...addresses].toSorted(
    (a, b) => lastChange(all.get(b)) - lastChange(all.get(a)) || a.localeCompare(b),
  );
  return (
    <section>
      <h3>{messenger.isToy ? words.owner : words.people}</h3>
      {people.length === 0 && <p class="soft">{words.nobody}</p>}
      <ul>
        {people.map((address) => (
          <Row key={address} messenger={messenger} address={address}>
            <Presence messenger={messenger} address={address} />
          </Row>
        ))}
      </ul>
    </section>
  );
}

interface SectionProps {
  readonly messenger: Messenger;
  readonly attempt: (act: () => Promise<void>) => Promise<void>;
}

function Groups({ messenger, attempt }: SectionProps): JSX.Element {
  const words = inLanguage(chatWords);
  const { groups } = messenger.surroundings.contacts.value;
  const { all } = messenger.conversations.value;
  const listed = new Set<string>(groups.map(({ address }) => address));
  const forgotten = [...all.keys()].filter((address) => address.startsWith('group:') && !listed.has(address));
  return (
    <section>
      <h3>{words.groups}</h3>
      {groups.length + forgotten.length === 0 && <p class="soft">{words.noGroups}</p>}
      <ul>
        {groups.map(({ address, members, member }) => (
          <Row key={address} messenger={messenger} address={address} isClosed={!member}>
            <span class="soft">{words.membersOf(members)}</span>
            {!member && (
              <button type="button" onClick={() => void attempt(() => messenger.joinGroup(address))}>
                {words.join}
              </button>
            )}
          </Row>
        ))}
        {forgotten.map((address) => (
          <Row key={address} messenger={messenger} address={address}>
            <span class="soft">{words.remarks['group-gone']}</span>
          </Row>
        ))}
      </ul>
      <NamedForm
        label={words.newGroup}
        action={words.makeGroup}
        act={(name) => void attempt(() => messenger.makeGroup(name))}
      />
    </section>
  );
}

function lastChange(conversation: Conversation | undefined): number {
  return conversation?.changedAt ?? 0;
}
