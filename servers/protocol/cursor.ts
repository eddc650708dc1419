/** A place in one mailbox: "I have everything up to and including `seq` of the log called `epoch`". */
export interface Place {
  /** Random name of the log; another one whenever the log lost its memory. */
  readonly epoch: string;
  /** Dense number of the last message held, from 1; 0 before the first. */
  readonly seq: number;
}

/** A {@link Place} as opaque text, for whoever reads a mailbox to keep and to hand back. Checked by {@link isCursor}. */
export type Cursor = string & { readonly brand: 'Cursor' };

/** Where to read from: after a cursor, from the oldest message ever sent, or only what comes from now on. */
export type Position = Cursor | 'start' | 'end';

// Fifteen digits: every such number is exact in a double.
const CURSOR = /^[A-Za-z0-9_-]{1,40}\.(0|[1-9]\d{0,14})$/;

export function formatCursor(epoch: string, seq: number): Cursor {
  return `${epoch}.${seq}` as Cursor;
}

export function isCursor(text: string): text is Cursor {
  return CURSOR.test(text);
}

/** The place a cursor stands for. */
export function placeOf(cursor: Cursor): Place {
  const dot = cursor.indexOf('.');
  return { epoch: cursor.slice(0, dot), seq: Number(cursor.slice(dot + 1)) };
}

/** Whether `text` says from where to read: a cursor, `start` or `end`. */
export function isPosition(text: string): text is Position {
  return text === 'start' || text === 'end' || isCursor(text);
}
