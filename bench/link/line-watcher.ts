import type { Bytes } from '../../servers/protocol/units.ts';

/** Which way something goes: from a client to the server, or back. */
export type Direction = 'up' | 'down';

/**
 * Is told what becomes of the bytes of one connection through a link, in each direction in their order. It is called on
 * their way: it must be quick, and must not throw.
 */
export interface LineWatcher {
  /** One side has sent these. */
  entered(direction: Direction, bytes: Buffer): void;
  /** So many more of them were given to the other side. */
  left(direction: Direction, count: Bytes): void;
  /** What has entered and not left never will, whatever more may enter. */
  lost(direction: Direction): void;
  /**
   * The connection is over on both sides; or one side is gone, and the other can't hear of it.
   *
   * @param by Who ended it first; `link` where it was broken on the way.
   */
  closed(by: 'client' | 'server' | 'link'): void;
}
