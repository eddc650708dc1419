import type { IncomingMessage } from 'node:http';
import getRawBody from 'raw-body';
import { ProtocolError } from '../protocol/error-code.ts';
import type { Bytes } from '../protocol/units.ts';
import { refuseEncoded } from './refuse-encoded.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a request's body as JSON.
 *
 * @throws {ProtocolError} `not-json` for another content type or an encoding, `too-large` as soon as more than `limit` bytes are
 * announced or came, `bad-request` for what is no UTF-8, no JSON, or ends early.
 */
export async function readJson(req: IncomingMessage, limit: Bytes): Promise<unknown> {
  if (!isJson(req.headers['content-type'])) throw new ProtocolError('not-json');
  refuseEncoded(req);
  let bytes: Buffer;
  try {
    bytes = await getRawBody(req, { limit, length: req.headers['content-length'] ?? null });
  } catch (cause) {
    if (isTooLarge(cause)) {
      discardRest(req);
      throw new ProtocolError('too-large', `The request may be ${limit} bytes.`, { cause });
    }
    throw new ProtocolError('bad-request', 'The request ended before its body did.', { cause });
  }
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (cause) {
    throw new ProtocolError('bad-request', 'The body is not JSON in UTF-8.', { cause });
  }
}

function isJson(contentType: string | undefined): boolean {
  return contentType !== undefined && /^application\/json\s*(;|$)/i.test(contentType);
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'type' in error && error.type === 'entity.too.large';
}

/** Of a body that is refused, so much more is read: whoever is still sending it would miss the answer on a cut line. */
const MAX_DISCARDED: Bytes = 4 * 1024 * 1024;

function discardRest(req: IncomingMessage): void {
  let discarded = 0;
  req.on('data', (chunk: Buffer) => {
    discarded += chunk.length;
    if (discarded > MAX_DISCARDED) req.destroy();
  });
  // raw-body leaves what it refuses paused.
  req.resume();
}
