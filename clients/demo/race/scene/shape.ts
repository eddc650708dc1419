import type { Piece } from '../track.ts';

/** Colours by what they stand for; a palette says what they are. */
export const INKS = [
  'short-polling',
  'long-polling',
  'websocket',
  'error',
  'ink',
  'ink-soft',
  'line',
  'accent',
  'sheet',
] as const;
export type Ink = (typeof INKS)[number];

/** Shapes of the same look are painted together: looks are made once and compared by identity. */
export interface Look {
  readonly stroke?: Ink;
  /** Of the stroke, in px. Default 1. */
  readonly width?: number;
  readonly dash?: readonly number[];
  readonly fill?: Ink;
  /** Of the fill. Default 1. */
  readonly opacity?: number;
  /** Fills with stripes instead. */
  readonly isHatched?: boolean;
}

interface Shaped {
  readonly look: Look;
  /** What it stands for, to be looked into. */
  readonly piece?: Piece | undefined;
}

/** Points are x and y in turn, in px. */
export type Path = Shaped & { readonly form: 'path'; readonly points: readonly number[]; readonly isClosed: boolean };
export type Dot = Shaped & { readonly form: 'dot'; readonly x: number; readonly y: number; readonly r: number };
/** `x`, `y`: the text's anchor, on its baseline. */
export type Text = Shaped & {
  readonly form: 'text';
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly sizePx: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly isBold: boolean;
};
export type Shape = Path | Dot | Text;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What is to be painted, from the back to the front. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  /** Where time runs: what is `moving` is seen inside only. */
  readonly plot: Box;
  readonly still: readonly Shape[];
  readonly moving: readonly (readonly Shape[])[];
  readonly front: readonly Shape[];
}
