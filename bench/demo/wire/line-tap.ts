import type { Content, FrameContent, WireEvent } from '../../../clients/demo/wire/wire-event.ts';
import type { Bytes, Millis } from '../../../servers/protocol/units.ts';
import type { Direction, LineWatcher } from '../../link/line-watcher.ts';
import { unixTime } from '../unix-time.ts';
import { FrameReader } from './frame-reader.ts';
import { type HttpMessage, HttpReader } from './http-reader.ts';
import type { PhoneTap } from './phone-tap.ts';

/** What a phone loads to be there at all; that is none of what is shown. */
const OWN_FILES = /^\/(?:assets\/|phone\.html$|page\.json$|favicon\.ico$)/;

/** One direction of a connection. */
interface Way {
  /** Sent and not arrived yet, in order: number, and how many bytes were over with the last of it. */
  readonly pieces: { readonly number: number; readonly end: Bytes }[];
  left: Bytes;
  isLost: boolean;
  frames: FrameReader | undefined;
}

/** A request that waits for its answer. */
interface Asked {
  /** Null for one that is not told of. */
  readonly piece: number | null;
  readonly method: string;
}

/** Decodes what passes one connection of a phone, and tells of each piece what becomes of it. */
export class LineTap implements LineWatcher {
  readonly #tap: PhoneTap;
  readonly #openedAt = unixTime();
  /** Zero until there is something to tell of it. */
  #connection = 0;
  readonly #asked: Asked[] = [];
  readonly #ways: Readonly<Record<Direction, Way>> = { up: newWay(), down: newWay() };
  readonly #http: Readonly<Record<Direction, HttpReader>> = {
    up: new HttpReader('client', (message) => this.#requested(message)),
    down: new HttpReader(
      'server',
      (message) => this.#answered(message),
      () => this.#asked[0]?.method === 'HEAD',
    ),
  };

  constructor(tap: PhoneTap) {
    this.#tap = tap;
  }

  entered(direction: Direction, bytes: Buffer): void {
    const way = this.#ways[direction];
    const rest = way.frames === undefined ? this.#http[direction].read(bytes) : bytes;
    way.frames?.read(rest);
  }

  left(direction: Direction, count: Bytes): void {
    const way = this.#ways[direction];
    way.left += count;
    while (way.pieces.length > 0 && way.pieces[0]!.end <= way.left) {
      this.#report({ kind: 'arrived', ...this.#about(), piece: way.pieces.shift()!.number });
    }
  }

  lost(direction: Direction): void {
    const way = this.#ways[direction];
    way.isLost = true;
    for (const { number } of way.pieces.splice(0)) this.#tellLost(number);
  }

  closed(by: 'client' | 'server' | 'link'): void {
    this.lost('up');
    this.lost('down');
    if (this.#connection > 0) this.#report({ kind: 'closed', ...this.#about(), by });
  }

  #requested({ method, path, head, body, headBytes, bodyBytes, isUpgrade, end }: HttpMessage): void {
    const isOwn = OWN_FILES.test(path.replace(/\?.*$/s, ''));
    const { secrets } = this.#tap;
    const piece = isOwn
      ? null
      : this.#sent('up', end, {
          kind: 'request',
          method,
          path: secrets.hideTokens(path),
          head: secrets.hideInHead(head),
          body: secrets.hideInBody(body),
          headBytes,
          bodyBytes,
        });
    // What is lost is never answered, and may go on for as long as the line is dead.
    if (!this.#ways.up.isLost) this.#asked.push({ piece, method });
    if (isUpgrade) this.#beginFrames('up', end);
  }

  #answered({ status, head, body, headBytes, bodyBytes, isUpgrade, end }: HttpMessage): void {
    // Others of these go before the answer.
    const isFinal = status >= 200 || status === 101;
    const asked = isFinal ? this.#asked.shift() : this.#asked[0];
    const answers = asked === undefined ? null : asked.piece;
    if (asked !== undefined && answers === null) return;
    const { secrets } = this.#tap;
    this.#sent('down', end, {
      kind: 'answer',
      status,
      head: secrets.hideInHead(head),
      body: secrets.hideInBody(body),
      headBytes,
      bodyBytes,
      answers,
    });
    if (isUpgrade) this.#beginFrames('down', end);
  }

  #beginFrames(direction: Direction, before: Bytes): void {
    const told = (frame: FrameContent, end: Bytes): void => {
      this.#sent(direction, end, { ...frame, text: this.#tap.secrets.hideTokens(frame.text) });
    };
    this.#ways[direction].frames = new FrameReader(told, before);
  }

  /** Gives a piece its number, and tells that its last byte has left the one side. */
  #sent(direction: Direction, end: Bytes, content: Content): number {
    if (this.#connection === 0) {
      this.#connection = this.#tap.nextConnection();
      this.#report({ kind: 'opened', ...this.#about(), at: this.#openedAt });
    }
    const way = this.#ways[direction];
    const piece = this.#tap.nextPiece();
    this.#report({ kind: 'sent', ...this.#about(), piece, direction, content });
    if (way.isLost) this.#tellLost(piece);
    else way.pieces.push({ number: piece, end });
    return piece;
  }

  #tellLost(piece: number): void {
    this.#report({ kind: 'lost', ...this.#about(), piece });
  }

  #about(): { phone: string; connection: number; at: Millis } {
    return { phone: this.#tap.phone, connection: this.#connection, at: unixTime() };
  }

  #report(event: WireEvent): void {
    this.#tap.report(event);
  }
}

function newWay(): Way {
  return { pieces: [], left: 0, isLost: false, frames: undefined };
}
