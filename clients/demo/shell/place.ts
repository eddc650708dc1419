import { signal } from '@preact/signals';

/** The parts of the page. */
export const TABS = ['chat', 'race', 'breaking', 'lessons', 'class'] as const;
export type Tab = (typeof TABS)[number];

/** Where in the page somebody is, as its address says after the `#`: `#race`, `#lesson=4&seed=7`. */
export interface Place {
  readonly tab: Tab;
  readonly settings: URLSearchParams;
}

export const place = signal<Place>(readPlace(location.hash));

addEventListener('hashchange', () => {
  place.value = readPlace(location.hash);
});

function readPlace(hash: string): Place {
  const settings = new URLSearchParams(hash.slice(1));
  const named = TABS.find((tab) => settings.has(tab));
  return { tab: named ?? (settings.has('lesson') ? 'lessons' : 'chat'), settings };
}
