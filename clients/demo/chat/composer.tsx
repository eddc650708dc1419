import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { inLanguage } from '../words/language.ts';
import { chatWords } from './chat-words.ts';
import { nameIn } from './names.ts';

interface ComposerProps {
  readonly to: string;
  /** Whether a toy speaks, which has sounds and faces. */
  readonly isToy: boolean;
  readonly send: (body: string) => void;
}

/** Where a message is written. */
export function Composer({ to, isToy, send }: ComposerProps): JSX.Element {
  const words = inLanguage(chatWords);
  const id = useId();
  const [body, setBody] = useState('');
  const isComposing = useRef(false);
  const field = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    // Where a keyboard is there; on a touch screen it would cover half the talk.
    if (document.activeElement === document.body && matchMedia('(pointer: fine)').matches) field.current?.focus();
  }, [to]);

  function submit(event: Event): void {
    event.preventDefault();
    if (body.trim() === '') return;
    send(body);
    setBody('');
    field.current?.focus();
  }

  function sendOnEnter(event: KeyboardEvent): void {
    if (event.key === 'Enter' && !event.shiftKey && !isComposing.current) submit(event);
  }

  /** Where the key that ends a composition comes after its end, it comes at once, and is still of it. */
  function endComposition(): void {
    setTimeout(() => (isComposing.current = false), 0);
  }

  return (
    <form class="chat-composer" onSubmit={submit}>
      {isToy && (
        <div class="chat-sounds" role="group" aria-label={words.soundsOf}>
          {words.sounds.map((sound) => (
            <button key={sound} type="button" onClick={() => send(sound)}>
              {sound}
            </button>
          ))}
        </div>
      )}
      <textarea
        ref={field}
        rows={1}
        value={body}
        placeholder={words.say}
        aria-label={words.sayTo(nameIn(to))}
        aria-describedby={`${id} hint`}
        enterkeyhint="send"
        onInput={({ currentTarget }) => setBody(currentTarget.value)}
        onCompositionStart={() => (isComposing.current = true)}
        onCompositionEnd={endComposition}
        onKeyDown={sendOnEnter}
      />
      <button type="submit" class="primary" disabled={body.trim() === ''}>
        {words.send}
      </button>
      <p class="heard" id={`${id} hint`}>
        {words.sendHint}
      </p>
    </form>
  );
}
