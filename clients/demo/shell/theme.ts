import { effect, signal } from '@preact/signals';

/** `auto` is what the system asks for; `projector` is light, large and of high contrast. */
export const THEMES = ['auto', 'light', 'dark', 'projector'] as const;
export type Theme = (typeof THEMES)[number];

const KEPT_AS = 'transport-lab.theme';

export const theme = signal<Theme>(THEMES.find((name) => name === localStorage.getItem(KEPT_AS)) ?? 'auto');

effect(() => {
  document.documentElement.dataset['theme'] = theme.value;
  localStorage.setItem(KEPT_AS, theme.value);
});
