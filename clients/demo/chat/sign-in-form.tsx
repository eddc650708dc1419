import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { isName, MAX_NAME_LENGTH } from '../../../servers/protocol/address.ts';
import type { TransportName } from '../../../servers/protocol/transport-name.ts';
import type { Identity } from '../../core/credentials.ts';
import { faultWords } from '../words/fault-words.ts';
import { inLanguage } from '../words/language.ts';
import { Avatar } from './avatar.tsx';
import { chatWords } from './chat-words.ts';
import { type Fault, isTaken, type Messenger } from './messenger.ts';
import { namesLike } from './names.ts';

interface SignInFormProps {
  readonly messenger: Messenger;
  /** The name to begin with. */
  readonly suggestion: string;
  readonly transport: TransportName;
}

/** Where nobody is signed in: who wants to be, as a person or as a toy. */
export function SignInForm({ messenger, suggestion, transport }: SignInFormProps): JSX.Element {
  const words = inLanguage(chatWords);
  const id = useId();
  const [name, setName] = useState(suggestion);
  const [kind, setKind] = useState<'user' | 'toy'>('user');
  const [secret, setSecret] = useState('');
  const account = messenger.account.value;
  const isBusy = account.is === 'signing-in';
  const fault = account.is === 'out' ? account.fault : null;
  const isGood = isName(name.normalize('NFC'));

  function submit(event: Event): void {
    event.preventDefault();
    const identity: Identity = { user: name.normalize('NFC'), kind, ...(secret === '' ? {} : { secret }) };
    void messenger.signIn(identity, transport);
  }

  return (
    <form class="chat-sign-in" onSubmit={submit}>
      <Avatar address={`${kind}:${name}`} />
      <h3>{words.signIn}</h3>
      <fieldset class="chat-segments">
        <legend class="heard">{words.signInAs}</legend>
        {(['user', 'toy'] as const).map((each) => (
          <label key={each}>
            <input type="radio" name={`${id} kind`} checked={kind === each} onChange={() => setKind(each)} />
            <span>{each === 'user' ? words.person : words.toy}</span>
          </label>
        ))}
      </fieldset>
      <label>
        {words.name}
        <input
          value={name}
          required
          maxLength={MAX_NAME_LENGTH}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          aria-invalid={name !== '' && !isGood}
          aria-describedby={`${id} name`}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <p class="soft" id={`${id} name`} hidden={name === '' || isGood}>
        {words.nameHint}
      </p>
      <label>
        {kind === 'toy' ? words.key : words.password}
        <input
          type="password"
          value={secret}
          required={kind === 'toy'}
          maxLength={128}
          autocomplete="off"
          aria-describedby={`${id} secret`}
          onInput={({ currentTarget }) => setSecret(currentTarget.value)}
        />
      </label>
      <p class="soft" id={`${id} secret`}>
        {kind === 'toy' ? words.keyHint : words.passwordHint}
      </p>
      {fault !== null && <Why fault={fault} />}
      {kind === 'user' && isTaken(fault) && isGood && (
        <button
          type="button"
          disabled={isBusy}
          onClick={() => void messenger.signInLike(after(name.normalize('NFC')), transport)}
        >
          {words.insteadAs(after(name))}
        </button>
      )}
      <button type="submit" class="primary" disabled={isBusy || !isGood}>
        {isBusy ? words.signingIn : words.signIn}
      </button>
    </form>
  );
}

function Why({ fault }: { fault: Fault }): JSX.Element {
  const words = inLanguage(chatWords);
  const special: Partial<Record<Fault['code'], string>> = { 'name-taken': words.taken, superseded: words.superseded };
  return (
    <p class="chat-fault" role="alert">
      {special[fault.code] ?? inLanguage(faultWords)[fault.code]}
    </p>
  );
}

/** The next name like this one. */
function after(name: string): string {
  const names = namesLike(name);
  names.next();
  return names.next().value!;
}
