import { signal } from '@preact/signals';

/** The parts of the page. */
export const TABS = ['race', 'chat', 'breaking', 'lessons', 'class'] as const;
export type Tab = (typeof TABS)[number];

/** Where in the page somebody is, as its address says after the `#`: `#race`, `#lesson=4&seed=7`. */
export interface Place {
  /** Null where the address names none: the page then chooses what to begin with. */
  readonly tab: Tab | null;
  readonly settings: URLSearchParams;
}

export const place = signal<Place>(readPlace(location.hash));

addEventListener('hashchange', () => {
  place.value = readPlace(location.hash);
});

function readPlace(hash: string): Place {
  const settings = new URLSearchParams(hash.slice(1));
  const named = TABS.find((tab) => settings.has(tab));
  return { tab: named ?? (settings.has('lesson') ? 'lessons' : null), settings };
}
