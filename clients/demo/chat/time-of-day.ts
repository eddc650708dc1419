import type { Millis } from '../../../servers/protocol/units.ts';
import type { Language } from '../words/define-words.ts';

/** `14:03:07`, where the page is looked at. */
export function timeOfDay(at: Millis, language: Language): string {
  return new Date(at).toLocaleTimeString(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  });
}
