import { HTTPParser, methods, type OnHeadersCompleteParser } from 'http-parser-js';
import type { Bytes } from '../../../servers/protocol/units.ts';
import { Beginning } from './beginning.ts';

/** A request, or an answer, as it stood on the wire. */
export interface HttpMessage {
  /** First line and headers, without the empty line that ends them. */
  readonly head: string;
  readonly headBytes: Bytes;
  /** Of a longer body its beginning. */
  readonly body: string;
  /** As it went over the wire, chunk heads included. */
  readonly bodyBytes: Bytes;
  /** Of a request; the empty string in an answer. */
  readonly method: string;
  readonly path: string;
  /** Of an answer; 0 in a request. */
  readonly status: number;
  /** What follows on the connection is no HTTP. */
  readonly isUpgrade: boolean;
  /** How many bytes of this side's were over with its last. */
  readonly end: Bytes;
}

/** A request has no status, and an answer neither method nor path. */
type Info = Partial<Parameters<OnHeadersCompleteParser>[0]>;

const NOTHING = Buffer.alloc(0);

/** Reads what one side of a connection sends, however the bytes come in. */
export class HttpReader {
  readonly #parser: InstanceType<typeof HTTPParser>;
  readonly #told: (message: HttpMessage) => void;
  readonly #hasNoBody: () => boolean;
  readonly #head = new Beginning();
  readonly #body = new Beginning();
  #info: Info | undefined;
  #bytes: Buffer = NOTHING;
  /** Bytes that came before those that are being read now. */
  #before: Bytes = 0;
  /** Where in those what was not yet put to a head begins. */
  #unread = 0;
  #startedAt: Bytes = 0;
  #headEndedAt: Bytes = 0;
  #isUpgraded = false;
  #isBroken = false;

  /**
   * @param told Called with each message when its last byte was read.
   * @param hasNoBody Whether the answer whose head was just read has no body, whatever its head says: it answers a `HEAD`.
   */
  constructor(side: 'client' | 'server', told: (message: HttpMessage) => void, hasNoBody = (): boolean => false) {
    this.#told = told;
    this.#hasNoBody = hasNoBody;
    this.#parser = new HTTPParser(side === 'client' ? HTTPParser.REQUEST : HTTPParser.RESPONSE);
    this.#parser[HTTPParser.kOnHeadersComplete] = (info: Info) => this.#headRead(info);
    this.#parser[HTTPParser.kOnBody] = (chunk, offset, length) => {
      this.#body.add(chunk.subarray(offset, offset + length));
    };
    this.#parser[HTTPParser.kOnMessageComplete] = () => this.#messageRead();
  }

  /** @returns What is left of the bytes when the connection has been upgraded. From what is no HTTP on nothing is told. */
  read(bytes: Buffer): Buffer {
    if (this.#isBroken) return NOTHING;
    this.#bytes = bytes;
    this.#unread = 0;
    const count = this.#parser.execute(bytes);
    this.#bytes = NOTHING;
    if (typeof count !== 'number') {
      this.#isBroken = true;
      return NOTHING;
    }
    if (this.#isUpgraded) return bytes.subarray(count);
    if (this.#info === undefined) this.#head.add(bytes.subarray(this.#unread));
    this.#before += bytes.length;
    return NOTHING;
  }

  /** @returns Whether no body follows. */
  #headRead(info: Info): 0 | 1 {
    this.#info = info;
    this.#head.add(this.#bytes.subarray(this.#unread, this.#at));
    this.#headEndedAt = this.#before + this.#at;
    this.#isUpgraded = info.upgrade ?? false;
    return this.#hasNoBody() ? 1 : 0;
  }

  #messageRead(): void {
    const { method = -1, url = '', statusCode = 0 } = this.#info!;
    const end = this.#before + this.#at;
    this.#told({
      // Between two requests a line may be empty.
      head: this.#head.take().toString('latin1').trim(),
      headBytes: this.#headEndedAt - this.#startedAt,
      body: this.#body.take().toString(),
      bodyBytes: end - this.#headEndedAt,
      method: methods[method] ?? '',
      path: url,
      status: statusCode,
      isUpgrade: this.#isUpgraded,
      end,
    });
    this.#info = undefined;
    this.#startedAt = end;
    this.#unread = this.#at;
  }

  /** Up to where the parser has read; its types keep that to themselves. */
  get #at(): number {
    return (this.#parser as unknown as { readonly offset: number }).offset;
  }
}
