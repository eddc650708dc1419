import type { Bytes } from '../../../servers/protocol/units.ts';
import { Beginning, LONGEST_TEXT_BYTES } from './beginning.ts';
import { ChunkedBody, type HttpBody, SizedBody } from './http-body.ts';
import { type HttpHead, readHead } from './http-head.ts';
import { NotHttpError } from './not-http-error.ts';

/** A request, or an answer, as it stood on the wire. */
export interface HttpMessage extends Omit<HttpHead, 'body'> {
  /** First line and headers, without the empty line that ends them. */
  readonly head: string;
  readonly headBytes: Bytes;
  /** Of a longer body its beginning. */
  readonly body: string;
  /** As it went over the wire, chunk heads included. */
  readonly bodyBytes: Bytes;
  /** How many bytes of this side's were over with its last. */
  readonly end: Bytes;
}

/** A message whose head is read. */
interface Read {
  readonly head: HttpHead;
  readonly text: string;
  readonly body: HttpBody;
}

const NOTHING = Buffer.alloc(0);
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Reads what one side of a connection sends, however the bytes come in and whoever made them up: it never throws over them,
 * takes time in proportion to them, and keeps no more than a head and the beginning of a body.
 */
export class HttpReader {
  readonly #side: 'client' | 'server';
  readonly #told: (message: HttpMessage) => void;
  readonly #hasNoBody: () => boolean;
  readonly #head = new Beginning();
  readonly #content = new Beginning();
  /** Bytes of the head so far, and whether there is anything in the line that is coming, and in those before. */
  #headBytes: Bytes = 0;
  #isLineEmpty = true;
  #isHeadEmpty = true;
  #read: Read | undefined;
  #bodyBytes: Bytes = 0;
  #count: Bytes = 0;
  #isBroken = false;

  /**
   * @param told Called with each message when its last byte was read.
   * @param hasNoBody Whether the answer whose head was just read has no body, whatever its head says: it answers a `HEAD`.
   */
  constructor(side: 'client' | 'server', told: (message: HttpMessage) => void, hasNoBody = (): boolean => false) {
    this.#side = side;
    this.#told = told;
    this.#hasNoBody = hasNoBody;
  }

  /** @returns What is left of the bytes when the connection has been upgraded. From what is no HTTP on nothing is told. */
  read(bytes: Buffer): Buffer {
    if (this.#isBroken) return NOTHING;
    try {
      return this.#readAll(bytes);
    } catch (failure) {
      if (!(failure instanceof NotHttpError)) throw failure;
      this.#isBroken = true;
      this.#head.take();
      this.#content.take();
      return NOTHING;
    }
  }

  #readAll(bytes: Buffer): Buffer {
    let at = 0;
    while (at < bytes.length) {
      const rest = bytes.subarray(at);
      const count = this.#read === undefined ? this.#readHead(rest) : this.#readBody(rest, this.#read.body);
      at += count;
      this.#count += count;
      if (this.#read?.body.isOver !== true) continue;
      const { isUpgrade } = this.#read.head;
      this.#tell(this.#read);
      if (isUpgrade) return bytes.subarray(at);
    }
    return NOTHING;
  }

  /** Up to the end of the next line, which may be that of the head. */
  #readHead(bytes: Buffer): Bytes {
    const lineFeed = bytes.indexOf(LINE_FEED);
    const part = lineFeed === -1 ? bytes : bytes.subarray(0, lineFeed + 1);
    this.#head.add(part);
    this.#headBytes += part.length;
    if (this.#headBytes > LONGEST_TEXT_BYTES) throw new NotHttpError('too long a head');
    this.#isLineEmpty &&= part.every((byte) => byte === CARRIAGE_RETURN || byte === LINE_FEED);
    if (lineFeed === -1) return part.length;
    // Between two messages a line may be empty.
    if (this.#isLineEmpty && !this.#isHeadEmpty) this.#headRead();
    this.#isHeadEmpty &&= this.#isLineEmpty;
    this.#isLineEmpty = true;
    return part.length;
  }

  #headRead(): void {
    const text = this.#head.take().toString('latin1').trim();
    const head = readHead(this.#side, text);
    const body = head.body === 'chunked' ? new ChunkedBody() : new SizedBody(head.body);
    this.#read = { head, text, body: this.#hasNoBody() || head.isUpgrade ? new SizedBody(0) : body };
  }

  #readBody(bytes: Buffer, body: HttpBody): Bytes {
    const count = body.read(bytes, (content) => this.#content.add(content));
    this.#bodyBytes += count;
    return count;
  }

  #tell({ head: { method, path, status, isUpgrade }, text }: Read): void {
    const message = {
      method,
      path,
      status,
      isUpgrade,
      head: text,
      headBytes: this.#headBytes,
      body: this.#content.take().toString(),
      bodyBytes: this.#bodyBytes,
      end: this.#count,
    };
    this.#read = undefined;
    this.#headBytes = this.#bodyBytes = 0;
    this.#isHeadEmpty = true;
    this.#told(message);
  }
}
