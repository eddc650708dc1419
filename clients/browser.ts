import { CLOSE } from '../servers/protocol/close-code.ts';
import { Client, type ClientOptions } from './core/client.ts';
import type { HttpAnswer, HttpRequest, OpenSocket, PendingRequest, Ports, Visibility } from './core/ports.ts';

export interface BrowserClientOptions extends ClientOptions {
  /** Where the server is. Default: where the page came from. */
  readonly url?: string;
  /** Whether anybody can see it. Default: {@link pageVisibility}. */
  readonly visibility?: Visibility;
}

/** Whether this page can be seen; of a frame, the page that it is in. */
export const pageVisibility: Visibility = {
  get isHidden() {
    return document.hidden;
  },
  observe(listener) {
    document.addEventListener('visibilitychange', listener);
    return () => document.removeEventListener('visibilitychange', listener);
  },
};

/** A client that runs in a page: on `fetch` and the page's own `WebSocket`. */
export function createClient(options: BrowserClientOptions): Client {
  return new Client(createBrowserPorts(options), options);
}

function createBrowserPorts({ url = location.origin, visibility = pageVisibility }: BrowserClientOptions): Ports {
  const base = url.replace(/\/$/, '');

  function request(asked: HttpRequest): PendingRequest {
    const controller = new AbortController();
    return { answer: ask(asked, controller.signal), abort: () => controller.abort() };
  }

  async function ask({ method, path, headers, body }: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    // Who leaves the page signs out last of all: that request outlives the page.
    const keepalive = method === 'DELETE';
    const init: RequestInit = { method, headers, signal, cache: 'no-store', credentials: 'omit', keepalive };
    const response = await fetch(base + path, body === undefined ? init : { ...init, body });
    return {
      status: response.status,
      text: await response.text(),
      retryAfter: response.headers.get('Retry-After') ?? undefined,
    };
  }

  const openSocket: OpenSocket = (path, protocols, events) => {
    const ws = new WebSocket(base.replace(/^http/, 'ws') + path, [...protocols]);
    ws.addEventListener('open', () => events.opened());
    ws.addEventListener('message', (event: MessageEvent<unknown>) => events.received(String(event.data)));
    ws.addEventListener('close', (event) => events.closed(event.code, event.reason));
    return {
      get readyState() {
        return ws.readyState;
      },
      send(text) {
        // What is sent over a closing socket is lost in any case, and a browser complains of it on the console.
        if (ws.readyState === WebSocket.OPEN) ws.send(text);
      },
      // A page may only give 1000 or one of its own as the code.
      close: (code, reason) => (code === CLOSE.normal.code || code >= 3000 ? ws.close(code, reason) : ws.close()),
      // A page can't cut a connection; it lets go of this one, which times out by itself.
      terminate: () => ws.close(),
    };
  };

  return { request, openSocket, visibility, close() {} };
}
