import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { isName, MAX_NAME_LENGTH } from '../../../servers/protocol/address.ts';

interface NamedFormProps {
  readonly label: string;
  readonly action: string;
  readonly act: (name: string) => void;
}

/** A name, and what is to be done with it. */
export function NamedForm({ label, action, act }: NamedFormProps): JSX.Element {
  const [text, setText] = useState('');
  const name = text.normalize('NFC');

  function submit(event: Event): void {
    event.preventDefault();
    if (!isName(name)) return;
    act(name);
    setText('');
  }

  return (
    <form class="chat-named" onSubmit={submit}>
      <input
        value={text}
        placeholder={label}
        aria-label={label}
        aria-invalid={text !== '' && !isName(name)}
        maxLength={MAX_NAME_LENGTH}
        autocomplete="off"
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <button type="submit" disabled={!isName(name)}>
        {action}
      </button>
    </form>
  );
}
