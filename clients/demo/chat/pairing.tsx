import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { PairedToy } from '../../core/directory.ts';
import { inLanguage } from '../words/language.ts';
import { chatWords } from './chat-words.ts';
import { Row } from './contact-row.tsx';
import type { Messenger } from './messenger.ts';
import { NamedForm } from './named-form.tsx';
import { nameIn } from './names.ts';
import { Presence } from './presence.tsx';

/** A phone that may be told to become a toy. */
export interface OtherPhone {
  readonly label: string;
  readonly become: (toy: PairedToy, owner: string) => Promise<void>;
}

interface PairingProps {
  readonly messenger: Messenger;
  readonly other: OtherPhone | null;
  readonly attempt: (act: () => Promise<void>) => Promise<void>;
}

/** One's own toys, and how to get another. */
export function Pairing({ messenger, other, attempt }: PairingProps): JSX.Element {
  const words = inLanguage(chatWords);
  const [paired, setPaired] = useState<PairedToy | null>(null);
  const { toys } = messenger.surroundings.contacts.value;
  return (
    <section>
      <h3>{words.toys}</h3>
      {toys.length === 0 && <p class="soft">{words.noToys}</p>}
      <ul>
        {toys.map((toy) => (
          <Row key={toy.address} messenger={messenger} address={toy.address}>
            <Presence messenger={messenger} address={toy.address} />
            <button type="button" onClick={() => void attempt(() => messenger.unpairToy(toy.address))}>
              {words.unpair}
            </button>
          </Row>
        ))}
      </ul>
      {paired !== null && (
        <div class="chat-paired" role="status">
          <p>{words.paired(nameIn(paired.address))}</p>
          <code>{paired.key}</code>
          <div>
            {other !== null && (
              <button
                type="button"
                class="primary"
                onClick={() =>
                  void attempt(async () => {
                    await other.become(paired, messenger.conversations.value.me!);
                    setPaired(null);
                    messenger.look(paired.address);
                  })
                }
              >
                {words.letOtherBe(other.label, nameIn(paired.address))}
              </button>
            )}
            <button type="button" onClick={() => setPaired(null)}>
              {words.close}
            </button>
          </div>
        </div>
      )}
      <NamedForm
        label={words.newToy}
        action={words.pair}
        act={(name) => void attempt(async () => setPaired(await messenger.pairToy(name)))}
      />
    </section>
  );
}
