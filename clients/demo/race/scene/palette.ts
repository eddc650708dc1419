import type { Ink } from './shape.ts';

/** What is written on a canvas is written in these. */
export interface Palette {
  readonly colours: Readonly<Record<Ink, string>>;
  readonly font: string;
}
