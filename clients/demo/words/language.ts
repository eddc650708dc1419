import { effect, signal } from '@preact/signals';

export const LANGUAGES = { en: 'English', zh: '中文' } as const;
export type Language = keyof typeof LANGUAGES;

const KEPT_AS = 'transport-lab.language';

/** The language of the page: as chosen last time, else the browser's, else English. */
export const language = signal<Language>(firstLanguage());

effect(() => {
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
  localStorage.setItem(KEPT_AS, language.value);
});

/** What a part of the page says, in each language; each has the same words as the English one. */
export type Words<T> = Readonly<Record<Language, T>>;

export function defineWords<T>(en: T, zh: NoInfer<T>): Words<T> {
  return { en, zh };
}

/** The words in the language of the page. Whoever shows them is shown anew when it changes. */
export function inLanguage<T>(words: Words<T>): T {
  return words[language.value];
}

function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT_AS);
  if (kept === 'en' || kept === 'zh') return kept;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
