import type { Bytes } from '../../../servers/protocol/units.ts';
import { NotHttpError } from './not-http-error.ts';

/** What the head of a request, or of an answer, says of itself and of what follows. */
export interface HttpHead {
  /** Of a request; the empty string in an answer. */
  readonly method: string;
  readonly path: string;
  /** Of an answer; 0 in a request. */
  readonly status: number;
  /** What follows on the connection are WebSocket frames, or will be if the server agrees. */
  readonly isUpgrade: boolean;
  /** How long the body is; Infinity for as long as the connection lasts. */
  readonly body: Bytes | 'chunked';
}

const REQUEST_LINE = /^([A-Z-]{1,20}) (\S+) HTTP\/1\.[01]$/;
const STATUS_LINE = /^HTTP\/1\.[01] (\d{3})(?: .*)?$/;
/** More digits than these lose their last ones. */
const LENGTH = /^\d{1,15}$/;
const SWITCHING_PROTOCOLS = 101;

/**
 * Reads a head (RFC 9112). Strictly: this is told what anybody in a network may have made up, and two that read a length
 * differently lose each other.
 *
 * @param head Without the empty line that ends it.
 * @throws {NotHttpError}
 */
export function readHead(side: 'client' | 'server', head: string): HttpHead {
  const [first = '', ...lines] = head.split(/\r?\n/);
  const headers = readHeaders(lines);
  const isWebSocket = /\bupgrade\b/i.test(headers.get('connection') ?? '') && isOf(headers, 'upgrade', 'websocket');
  const body = readBody(headers);
  if (side === 'client') {
    const [, method, path] = REQUEST_LINE.exec(first) ?? [];
    if (method === undefined || path === undefined) throw new NotHttpError('no request line');
    return { method, path, status: 0, isUpgrade: isWebSocket, body: body ?? 0 };
  }
  const status = Number(STATUS_LINE.exec(first)?.[1] ?? Number.NaN);
  if (Number.isNaN(status)) throw new NotHttpError('no status line');
  const isUpgrade = isWebSocket && status === SWITCHING_PROTOCOLS;
  return { method: '', path: '', status, isUpgrade, body: isWithoutBody(status) ? 0 : (body ?? Infinity) };
}

function readHeaders(lines: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1 || /\s/.test(line[0]!)) throw new NotHttpError('a header without a name');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return headers;
}

/** Undefined where nothing is said. */
function readBody(headers: ReadonlyMap<string, string>): HttpHead['body'] | undefined {
  if (headers.has('transfer-encoding')) {
    if (!isOf(headers, 'transfer-encoding', 'chunked')) throw new NotHttpError('an unknown transfer coding');
    return 'chunked';
  }
  const length = headers.get('content-length');
  if (length === undefined) return undefined;
  if (!LENGTH.test(length)) throw new NotHttpError('no length');
  return Number(length);
}

function isOf(headers: ReadonlyMap<string, string>, name: string, value: string): boolean {
  return headers.get(name)?.toLowerCase() === value;
}

function isWithoutBody(status: number): boolean {
  return status < 200 || status === 204 || status === 304;
}
