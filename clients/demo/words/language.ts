import { effect, signal } from '@preact/signals';
import type { Language, Words } from './define-words.ts';

const KEPT_AS = 'transport-lab.language';

/** The language of the page: as chosen last time, else the browser's, else English. */
export const language = signal<Language>(firstLanguage());

effect(() => {
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
  localStorage.setItem(KEPT_AS, language.value);
});

/** The words in the language of the page. Whoever shows them is shown anew when it changes. */
export function inLanguage<T>(words: Words<T>): T {
  return words[language.value];
}

function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT_AS);
  if (kept === 'en' || kept === 'zh') return kept;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
