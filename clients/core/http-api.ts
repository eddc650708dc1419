import { type ErrorBody, isErrorCode } from '../../servers/protocol/error-code.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import { refusedBy, TransportFault } from './fault.ts';
import type { HttpAnswer, HttpRequest, SendRequest } from './ports.ts';

export interface Call<Answer> {
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly token?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** How long the server may hold the answer on top of what any answer may take. Default 0. */
  readonly holdMs?: Millis;
  /** Whether what a 2xx answer holds is what was asked for. */
  readonly expects: (value: object) => value is Answer & object;
}

/** JSON over HTTP as the lab's server speaks it: an answer of the expected form, or a {@link TransportFault}. */
export class HttpApi {
  readonly #request: SendRequest;
  readonly #settings: { readonly answerTimeoutMs: Millis };

  /** @param settings How long an answer may take: looked up at each request. */
  constructor(request: SendRequest, settings: { readonly answerTimeoutMs: Millis }) {
    this.#request = request;
    this.#settings = settings;
  }

  async call<Answer>(call: Call<Answer>, signal: AbortSignal): Promise<Answer> {
    const answer = await this.#answerTo(call, signal);
    const value = parseObject(answer.text);
    if (answer.status < 200 || answer.status > 299) throw refusal(call, answer, value);
    if (call.expects(value)) return value;
    throw new TransportFault(
      'fatal',
      'bad-answer',
      `${name(call)} was answered ${answer.status}, but not by a server of the lab`,
    );
  }

  /** The answer, within its time. When it is there nothing is left behind on `signal`. */
  async #answerTo(call: Call<unknown>, signal: AbortSignal): Promise<HttpAnswer> {
    signal.throwIfAborted();
    const timeoutMs = this.#settings.answerTimeoutMs + (call.holdMs ?? 0);
    const { answer, abort } = this.#request(toRequest(call));
    let late: TransportFault | undefined;
    const timer = setTimeout(() => {
      late = new TransportFault('retry', 'timeout', `${name(call)} was not answered within ${timeoutMs} ms`);
      abort(late);
    }, timeoutMs);
    const leave = (): void => abort(signal.reason as Error);
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await answer;
    } catch (cause) {
      // Whatever the platform makes of an aborted request, the reason is the signal's.
      signal.throwIfAborted();
      throw late ?? new TransportFault('retry', 'network', `${name(call)} found no server`, { cause });
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
    }
  }
}

/** Expects nothing: for calls of which only the status matters. */
export function anything(_value: object): _value is object {
  return true;
}

function toRequest({ method, path, token, body }: Call<unknown>): HttpRequest {
  const headers: Record<string, string> = {};
  if (token !== undefined) headers['Authorization'] = `Bearer ${token}`;
  if (body === undefined) return { method, path, headers };
  headers['Content-Type'] = 'application/json';
  return { method, path, headers, body: JSON.stringify(body) };
}

/** The fault for an answer that is not 2xx: the server's own words, or, from whatever stands between, the status. */
function refusal(call: Call<unknown>, { status, retryAfter }: HttpAnswer, value: object): TransportFault {
  if ('error' in value && isErrorBody(value.error)) return refusedBy(value.error);
  const mayPass = status === 408 || status === 429 || status >= 500;
  const seconds = Number(retryAfter);
  return new TransportFault(mayPass ? 'retry' : 'fatal', 'bad-answer', `${name(call)} was answered ${status}`, {
    afterMs: Number.isFinite(seconds) ? seconds * 1000 : undefined,
  });
}

function isErrorBody(value: unknown): value is ErrorBody {
  if (typeof value !== 'object' || value === null || !('code' in value && 'message' in value)) return false;
  return typeof value.code === 'string' && isErrorCode(value.code);
}

/** The call as a person names it: without the query, which is long and different each time. */
function name({ method, path }: Call<unknown>): string {
  return `${method} ${path.split('?', 1)[0]!}`;
}

/** An object that nothing is expected of where the text is no JSON object. */
export function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
