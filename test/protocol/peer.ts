import { afterAll, beforeAll, expect } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { cleanUp } from '../harness/clean-up.ts';
import { Recorder } from '../harness/recorder.ts';
import { type ServerProcess, spawnServer, startServerProcess } from '../harness/server-process.ts';

/*
 * A client of the protocol made of nothing but fetch and ws, so that the suite says what PROTOCOL.md says and not what the
 * lab's own client does. JSON is `any` here on purpose: what it holds is what is being tested.
 */

/** The server that all tests of a file talk to: that of LAB_URL, or one with the defaults and no bound on the rate. */
export function sharedServer(): { readonly url: string } {
  const shared = { url: process.env['LAB_URL'] ?? '' };
  let server: ServerProcess | undefined;
  beforeAll(async () => {
    if (shared.url !== '') return;
    server = await spawnServer('--max-sends', 'unlimited');
    shared.url = server.url;
  });
  afterAll(async () => {
    await server?.stop();
  });
  return shared;
}

/** A server of this test's own: for what shows only with other settings than the defaults. */
export { startServerProcess as ownServer };

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

export async function call(
  url: string,
  path: string,
  init: RequestInit & { token?: string; json?: unknown } = {},
): Promise<Answer> {
  const { token, json, ...rest } = init;
  const headers = new Headers(rest.headers);
  if (token !== undefined) headers.set('Authorization', `Bearer ${token}`);
  if (json !== undefined) headers.set('Content-Type', 'application/json');
  const body = json === undefined ? rest.body : JSON.stringify(json);
  const response = await fetch(url + path, { ...rest, headers, ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** A party that is signed in, under a name nobody else has. */
export interface Party {
  readonly address: string;
  readonly token: string;
  get(path: string): Promise<Answer>;
  ask(method: 'POST' | 'PUT' | 'DELETE', path: string, json?: unknown): Promise<Answer>;
  send(to: string, body: string, id?: string, confirm?: true): Promise<Answer>;
  /** A page by short polling. */
  read(after: string, limit?: number): Promise<any>;
  /** A page by long polling. */
  hold(after: string, holdSeconds: number, signal?: AbortSignal): Promise<Answer>;
  connect(query?: string): Promise<Talk>;
}

/** @param as Default: somebody of whom nobody has heard. */
export async function signIn(url: string, as?: object): Promise<Party> {
  const json = as ?? { user: uniqueName() };
  const { status, body } = await call(url, '/sessions', { method: 'POST', json });
  expect([status, body]).toEqual([201, expect.anything()]);
  const { address, token } = body;
  return {
    address,
    token,
    get: (path) => call(url, path, { token }),
    ask: (method, path, asked) => call(url, path, { method, token, ...(asked === undefined ? {} : { json: asked }) }),
    send: (to, text, id = randomUUID(), confirm) =>
      call(url, '/messages', { method: 'POST', token, json: { id, to, body: text, confirm } }),
    read: async (after, limit = 200) =>
      (await call(url, `/short-polling/messages?after=${after}&limit=${limit}`, { token })).body,
    hold: (after, holdSeconds, signal) =>
      call(url, `/long-polling/messages?after=${after}&hold=${holdSeconds}`, { token, ...(signal ? { signal } : {}) }),
    connect: async (query = '') => {
      const talk = new Talk(url, query, ['transport-lab.1', `token.${token}`]);
      await talk.opened;
      return talk;
    },
  };
}

export function uniqueName(): string {
  return `u${randomUUID().replaceAll('-', '').slice(0, 20)}`;
}

/** Sends any number, in order, up to 200 at once; what comes too fast for the server goes again when it may. */
export async function sendMany(
  url: string,
  token: string,
  drafts: readonly { id: string; to: string; body: string }[],
): Promise<void> {
  for (let done = 0; done < drafts.length;) {
    const json = drafts.slice(done, done + 200);
    const { body } = await call(url, '/messages', { method: 'POST', token, json });
    const taken = body.filter((outcome: object) => 'receipt' in outcome).length;
    done += taken;
    if (taken === json.length) continue;
    expect(body[taken].error).toMatchObject({ code: 'too-many-requests', retryAfterMs: expect.any(Number) });
    await sleep(body[taken].error.retryAfterMs);
  }
}

/** A WebSocket whose frames are recorded from the first moment, and that is gone after the test. */
export class Talk {
  readonly ws: WebSocket;
  /** What is under the WebSocket, once it is open. */
  socket!: Socket;
  readonly frames = new Recorder<any>();
  readonly opened: Promise<void>;
  readonly closed: Promise<{ code: number; reason: string }>;

  constructor(url: string, query: string, protocols: readonly string[]) {
    this.ws = new WebSocket(`${url.replace('http', 'ws')}/websocket${query}`, [...protocols]);
    this.opened = new Promise((resolve, reject) => {
      this.ws.once('open', resolve);
      this.ws.once('upgrade', ({ socket }) => (this.socket = socket));
      this.ws.once('error', reject);
    });
    this.opened.catch(() => {});
    this.ws.on('error', () => {});
    this.ws.on('message', (data: Buffer) => this.frames.put(JSON.parse(data.toString())));
    this.closed = new Promise((resolve) => {
      this.ws.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    cleanUp(() => this.ws.terminate());
  }

  send(frame: unknown): void {
    this.ws.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** The next frame of a type; those of other types before it are passed over. */
  next(type: string): Promise<any> {
    return this.frames.find((frame) => frame.type === type);
  }
}

/** What a refused upgrade is answered. */
export function refusedUpgrade(
  url: string,
  query: string,
  protocols: readonly string[],
): Promise<{ status: number; body: any }> {
  return new Promise((resolve, reject) => {
    const ws = new WebSocket(`${url.replace('http', 'ws')}/websocket${query}`, [...protocols]);
    ws.once('open', () => reject(new Error('the upgrade was not refused')));
    ws.on('error', () => {});
    ws.once('unexpected-response', (_request, response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
    });
  });
}

export async function sleep(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
