import type { IncomingMessage } from 'node:http';
import { ProtocolError } from '../protocol/error-code.ts';

/**
 * Refuses a body that would have to be unpacked before it can be read: what it unpacks to has another size than what was
 * announced, and an unpacker that fails after its body was refused has nobody left to tell.
 *
 * @throws {ProtocolError} `not-json`.
 */
export function refuseEncoded(req: IncomingMessage): void {
  const encoding = req.headers['content-encoding'];
  if (encoding === undefined || encoding.toLowerCase() === 'identity') return;
  throw new ProtocolError('not-json', 'Send JSON as it is, without a Content-Encoding.');
}
