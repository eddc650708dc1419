import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { inLanguage } from '../words/language.ts';
import { lessonsWords } from './lessons-words.ts';

interface ShareProps {
  /** From 0. */
  readonly index: number;
  readonly seed: number;
}

/** A link that sets the same scene for everybody. */
export function Share({ index, seed }: ShareProps): JSX.Element {
  const words = inLanguage(lessonsWords);
  const field = useRef<HTMLInputElement>(null);
  const isCopied = useSignal(false);
  const hash = `#lesson=${index + 1}&seed=${seed}`;
  const link = `${location.origin}${location.pathname}${hash}`;

  async function copy(): Promise<void> {
    // Seen from another machine the page is not one that may write to the clipboard; by hand it is always possible.
    field.current!.select();
    await navigator.clipboard?.writeText(link);
    isCopied.value = true;
  }

  return (
    <div class="lesson-bar lesson-share">
      <label>
        {words.share}{' '}
        <input ref={field} readOnly value={link} onFocus={({ currentTarget }) => currentTarget.select()} />
      </label>
      <button type="button" onClick={() => void copy().catch(() => {})}>
        {words.copy}
      </button>
      <span role="status">{isCopied.value ? words.copied : ''}</span>
      <label>
        {words.seed}{' '}
        <input
          type="number"
          min={1}
          max={999_999}
          value={seed}
          title={words.seedHelp}
          onChange={({ currentTarget }) => {
            isCopied.value = false;
            location.hash = `#lesson=${index + 1}&seed=${currentTarget.valueAsNumber || 1}`;
          }}
        />
      </label>
      <span class="soft">{words.seedHelp}</span>
    </div>
  );
}
