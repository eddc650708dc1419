import type { Bytes, Millis } from '../../../servers/protocol/units.ts';

/** Which way something goes: from a client to the server, or back. */
export type Direction = 'up' | 'down';

/** One request, as it stands on the wire but for what is secret: each character of that is a `•`. */
export interface RequestContent {
  readonly kind: 'request';
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** First line and headers, without the empty line that ends them. */
  readonly head: string;
  /** Of one that is longer than 64 KiB its beginning. */
  readonly body: string;
  /** With the empty line. */
  readonly headBytes: Bytes;
  readonly bodyBytes: Bytes;
}

/** One answer, likewise. */
export interface AnswerContent {
  readonly kind: 'answer';
  readonly status: number;
  readonly head: string;
  readonly body: string;
  readonly headBytes: Bytes;
  readonly bodyBytes: Bytes;
  /** Number of the piece that it answers; null where that was not seen. */
  readonly answers: number | null;
}

/** One WebSocket frame (RFC 6455, section 5.2). */
export interface FrameContent {
  readonly kind: 'frame';
  /** 0 one more of a message, 1 text, 2 binary, 8 close, 9 ping, 10 pong. */
  readonly opcode: number;
  readonly final: boolean;
  readonly masked: boolean;
  /**
   * The payload, unmasked; of a close frame `CODE REASON`; of a binary one in hexadecimal. Of one that is longer than 64 KiB
   * its beginning.
   */
  readonly text: string;
  /** What frames it: 2 to 14 bytes. */
  readonly headerBytes: Bytes;
  readonly payloadBytes: Bytes;
}

export type Content = RequestContent | AnswerContent | FrameContent;

interface At {
  /** Name of the phone whose connection it is. */
  readonly phone: string;
  /** Number of the connection, from 1, for each phone. */
  readonly connection: number;
  /** Unix time, in ms with fractions. */
  readonly at: Millis;
}

/**
 * One thing that went over the wire, or did not come through. A piece – a request, an answer, a frame – is `sent` when its
 * last byte has left one side, and later `arrived` when that byte has reached the other, or `lost`. What only one side was
 * there to see, a page without the lab's link, has no other end: `isOneSided`, and nothing more is heard of it.
 */
export type WireEvent =
  /** Told just before the first piece of the connection, with the time at which it was opened. */
  | (At & { readonly kind: 'opened' })
  | (At & {
      readonly kind: 'sent';
      /** From 1, for each phone. */
      readonly piece: number;
      readonly direction: Direction;
      readonly content: Content;
      readonly isOneSided?: boolean;
    })
  | (At & { readonly kind: 'arrived' | 'lost'; readonly piece: number })
  | (At & {
      readonly kind: 'closed';
      /** Who ended the connection first; `link` where it was broken on the way. */
      readonly by: 'client' | 'server' | 'link';
    });
