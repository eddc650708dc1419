import type { JSONSchemaType } from 'ajv';
import type { ClientFrame } from '../protocol/frame.ts';
import { type Accept, accept } from './accept.ts';
import { draftMembers } from './drafts.ts';

/** A frame that the protocol does not know; the message says what is wrong with it. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
  readonly code = 'bad-frame';
}

type Frame<Type extends ClientFrame['type']> = Extract<ClientFrame, { type: Type }>;

const n = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;

// Ajv's types take no member as optional that may not be null; this one may not.
const run = { ...n, nullable: true, not: { type: 'null' } } as const;

const publish: JSONSchemaType<Frame<'publish'>> = {
  type: 'object',
  properties: { type: { type: 'string', const: 'publish' }, ...draftMembers, run },
  required: ['type', 'id', 'to', 'body'],
  additionalProperties: false,
};

const ping: JSONSchemaType<Frame<'ping'>> = {
  type: 'object',
  properties: { type: { type: 'string', const: 'ping' }, n },
  required: ['type', 'n'],
  additionalProperties: false,
};

const pong: JSONSchemaType<Frame<'pong'>> = {
  type: 'object',
  properties: { type: { type: 'string', const: 'pong' }, n },
  required: ['type', 'n'],
  additionalProperties: false,
};

// By type, so that what is said of a bad frame is about the frame that it was meant to be.
const acceptors: ReadonlyMap<unknown, Accept<ClientFrame>> = new Map<ClientFrame['type'], Accept<ClientFrame>>([
  ['publish', accept(publish)],
  ['ping', accept(ping)],
  ['pong', accept(pong)],
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
