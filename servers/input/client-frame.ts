import { Type } from 'typebox';
import type { ClientFrame } from '../protocol/frame.ts';
import { type Accept, accept, strict } from './accept.ts';
import { draftMembers } from './drafts.ts';

/** A frame that the protocol does not know; the message says what is wrong with it. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
  readonly code = 'bad-frame';
}

const n = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

// By type, so that what is said of a bad frame is about the frame that it was meant to be.
const acceptors: ReadonlyMap<unknown, Accept<ClientFrame>> = new Map<unknown, Accept<ClientFrame>>([
  ['publish', accept(Type.Object({ type: Type.Literal('publish'), ...draftMembers }, strict))],
  ['ping', accept(Type.Object({ type: Type.Literal('ping'), n }, strict))],
  ['pong', accept(Type.Object({ type: Type.Literal('pong'), n }, strict))],
]);

/**
 * Reads one text frame of a client.
 *
 * @throws {FrameError}
 */
export function decodeClientFrame(text: string): ClientFrame {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch (cause) {
    throw new FrameError('the frame is not JSON', { cause });
  }
  const acceptFrame = acceptors.get((frame as { type?: unknown } | null)?.type);
  if (acceptFrame === undefined) throw new FrameError(`type: must be one of ${[...acceptors.keys()].join(', ')}`);
  return acceptFrame(frame, (why) => new FrameError(why));
}
