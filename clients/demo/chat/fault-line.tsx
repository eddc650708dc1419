import type { JSX } from 'preact';
import { faultWords } from '../words/fault-words.ts';
import { inLanguage } from '../words/language.ts';
import { chatWords } from './chat-words.ts';
import type { Fault } from './messenger.ts';

/** Why something that was asked for did not work; nothing where it did. */
export function FaultLine({ fault }: { fault: Fault | null }): JSX.Element | null {
  if (fault === null) return null;
  return (
    <p class="chat-fault" role="alert">
      {inLanguage(chatWords).failed} {inLanguage(faultWords)[fault.code]}
    </p>
  );
}
