import type { Palette } from './palette.ts';
import { type Ink, INKS } from './shape.ts';

/** The page's palette as it is now: that of its theme. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    colours: Object.fromEntries(INKS.map((ink) => [ink, read(ink)])) as Record<Ink, string>,
    font: read('font'),
  };
}
