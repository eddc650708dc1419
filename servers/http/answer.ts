import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { STATUS_CODES } from 'node:http';
import { ProtocolError } from '../protocol/error-code.ts';
import type { Millis } from '../protocol/units.ts';

/** What a check of input refuses with. */
export function badRequest(why: string): ProtocolError {
  return new ProtocolError('bad-request', why);
}

/** Answers with JSON that no cache may keep. */
export function answerJson(res: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  res.writeHead(status, headers(body));
  res.end(body);
}

/** Answers with an error; where the answer has begun, or nobody is there to have it, the connection just ends. */
export function answerError(res: ServerResponse, error: ProtocolError): void {
  if (res.headersSent || res.destroyed) {
    res.destroy();
    return;
  }
  const body = JSON.stringify({ error });
  res.writeHead(error.status, { ...headers(body), ...errorHeaders(error) });
  res.end(body);
}

/** Longer than anybody needs who means to read it. */
const REFUSAL_MS: Millis = 5000;

/** Refuses, on the bare socket, what has no response: an upgrade, or what is no request. The socket goes with it. */
export function refuseOn(socket: Duplex, error: ProtocolError): void {
  const body = JSON.stringify({ error });
  const lines = [`HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}`];
  // The only method that may be wrong here is that of an upgrade.
  const allow = error.status === 405 ? { Allow: 'GET' } : {};
  for (const [name, value] of Object.entries({
    ...headers(body),
    ...errorHeaders(error),
    ...allow,
    Connection: 'close',
  }))
    lines.push(`${name}: ${value}`);
  // Ended by this side alone it would stay half open for as long as the peer likes.
  socket.once('finish', () => socket.destroy());
  const deadline = setTimeout(() => socket.destroy(), REFUSAL_MS);
  socket.once('close', () => clearTimeout(deadline));
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

function headers(body: string): Record<string, string | number> {
  return {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
  };
}

/** What goes with some errors: when to come back, how to sign in, that this connection has no future. */
export function errorHeaders(error: ProtocolError): Record<string, string | number> {
  return {
    ...(error.retryAfterMs === undefined ? {} : { 'Retry-After': Math.ceil(error.retryAfterMs / 1000) }),
    ...(error.status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
    ...(error.status === 503 ? { Connection: 'close' } : {}),
  };
}

/** Any failure as the error a client may see: the server's own faults keep their text to the log. */
export function toProtocolError(failure: unknown): ProtocolError {
  return failure instanceof ProtocolError ? failure : new ProtocolError('internal', undefined, { cause: failure });
}
