/*
 * Takes apart what went over a connection, by RFC 9112 and RFC 6455 alone: nothing of the lab's, of Node's or of ws's
 * reading of the two has a part in it.
 */

/** An HTTP message or a WebSocket frame. */
export interface WirePart {
  readonly kind: 'http' | 'text' | 'close' | 'ping' | 'pong';
  /** Of an HTTP message all of it, of a frame its payload; a character for each byte. */
  readonly text: string;
  /** Headers included, those of frames too. */
  readonly bytes: number;
}

/**
 * The parts of what one side sent over a connection: HTTP messages, and, after an upgrade, frames.
 *
 * @throws where bytes are left over that are not a whole part.
 */
export function wireParts(bytes: Buffer): WirePart[] {
  const parts: WirePart[] = [];
  let isUpgraded = false;
  for (let at = 0; at < bytes.length; at += parts.at(-1)!.bytes) {
    const rest = bytes.subarray(at);
    const part = isUpgraded ? firstFrame(rest) : firstMessage(rest);
    if (part.bytes > rest.length) throw new Error(`the connection ends within ${JSON.stringify(part)}`);
    isUpgraded ||= /^Upgrade: websocket\r$/im.test(part.text);
    parts.push(part);
  }
  return parts;
}

function firstMessage(bytes: Buffer): WirePart {
  const headEnd = bytes.indexOf('\r\n\r\n') + 4;
  if (headEnd < 4) throw new Error(`no end of the headers in ${JSON.stringify(bytes.toString())}`);
  const head = bytes.subarray(0, headEnd).toString();
  const size = headEnd + bodyLength(head, bytes.subarray(headEnd));
  return { kind: 'http', text: bytes.subarray(0, size).toString('latin1'), bytes: size };
}

function bodyLength(head: string, rest: Buffer): number {
  const length = /^Content-Length: (\d+)\r$/im.exec(head)?.[1];
  if (length !== undefined) return Number(length);
  if (!/^Transfer-Encoding: chunked\r$/im.test(head)) return 0;
  for (let at = 0; ;) {
    const sizeEnd = rest.indexOf('\r\n', at);
    const size = Number.parseInt(rest.subarray(at, sizeEnd).toString(), 16);
    at = sizeEnd + 2 + size + 2;
    if (size === 0) return at;
  }
}

const OPCODES: Readonly<Record<number, WirePart['kind']>> = { 1: 'text', 8: 'close', 9: 'ping', 10: 'pong' };

function firstFrame(bytes: Buffer): WirePart {
  // A final frame without extensions: the lab sends no others.
  const kind = OPCODES[bytes[0]! ^ 0x80];
  if (kind === undefined) throw new Error(`no frame begins with ${bytes[0]}`);
  const isMasked = bytes[1]! >= 0x80;
  const short = bytes[1]! & 0x7f;
  const [length, lengthEnd] =
    short === 127 ? [Number(bytes.readBigUInt64BE(2)), 10] : short === 126 ? [bytes.readUInt16BE(2), 4] : [short, 2];
  const start = isMasked ? lengthEnd + 4 : lengthEnd;
  const payload = Buffer.from(bytes.subarray(start, start + length));
  if (isMasked) for (let i = 0; i < payload.length; i += 1) payload[i]! ^= bytes[lengthEnd + (i % 4)]!;
  return { kind, text: payload.toString('latin1'), bytes: start + length };
}
