import type { Bytes } from '../../../servers/protocol/units.ts';
import { NotHttpError } from './not-http-error.ts';

/** Finds the end of a body in what follows its head. */
export interface HttpBody {
  readonly isOver: boolean;
  /**
   * @param keep Called with what of these bytes is content.
   * @returns How many of them belong to the body.
   * @throws {NotHttpError}
   */
  read(bytes: Buffer, keep: (content: Buffer) => void): Bytes;
}

/** A body of a length that was said before; Infinity for one without an end. */
export class SizedBody implements HttpBody {
  #left: Bytes;

  constructor(length: Bytes) {
    this.#left = length;
  }

  get isOver(): boolean {
    return this.#left === 0;
  }

  read(bytes: Buffer, keep: (content: Buffer) => void): Bytes {
    const content = bytes.subarray(0, this.#left);
    keep(content);
    this.#left -= content.length;
    return content.length;
  }
}

const LINE_FEED = 0x0a;
const SIZE = /^([\da-f]{1,12})[ \t]*(?:;.*)?$/i;
/** Of the line before a chunk, and of all that follows the last. */
const MOST_LINE_BYTES: Bytes = 16 * 1024;

/** A body in chunks (RFC 9112, section 7.1). */
export class ChunkedBody implements HttpBody {
  #expected: 'size' | 'end-of-chunk' | 'trailer' | 'nothing' = 'size';
  /** Of the chunk. */
  #left: Bytes = 0;
  #line = '';
  #trailers: Bytes = 0;

  get isOver(): boolean {
    return this.#expected === 'nothing';
  }

  read(bytes: Buffer, keep: (content: Buffer) => void): Bytes {
    let at = 0;
    while (at < bytes.length && !this.isOver) {
      const end = this.#left > 0 ? at + this.#left : lineEnd(bytes, at);
      const part = bytes.subarray(at, end);
      if (this.#left > 0) {
        keep(part);
        this.#left -= part.length;
      } else {
        this.#takeLine(part);
      }
      at += part.length;
    }
    return at;
  }

  #takeLine(part: Buffer): void {
    this.#line += part.toString('latin1');
    if (this.#trailers + this.#line.length > MOST_LINE_BYTES) throw new NotHttpError('too long a line');
    if (part.at(-1) !== LINE_FEED) return;
    const line = this.#line.replace(/\r?\n$/, '');
    this.#line = '';
    if (this.#expected === 'size') {
      const size = SIZE.exec(line)?.[1];
      if (size === undefined) throw new NotHttpError('no size of a chunk');
      this.#left = Number.parseInt(size, 16);
      this.#expected = this.#left === 0 ? 'trailer' : 'end-of-chunk';
    } else if (this.#expected === 'end-of-chunk') {
      if (line !== '') throw new NotHttpError('a chunk that does not end');
      this.#expected = 'size';
    } else if (line === '') {
      this.#expected = 'nothing';
    } else {
      this.#trailers += line.length;
    }
  }
}

/** Behind the next line feed, or the last byte. */
function lineEnd(bytes: Buffer, from: number): number {
  const at = bytes.indexOf(LINE_FEED, from);
  return at === -1 ? bytes.length : at + 1;
}
