export const LANGUAGES = { en: 'English', zh: '中文' } as const;
export type Language = keyof typeof LANGUAGES;

/** What a part of the page says, in each language; each has the same words as the English one. */
export type Words<T> = Readonly<Record<Language, T>>;

export function defineWords<T>(en: T, zh: NoInfer<T>): Words<T> {
  return { en, zh };
}
