import { expect, test } from '@jest/globals';
import http from 'node:http';
import { WebSocket } from 'ws';
import { cleanUp } from '../harness/clean-up.ts';
import { ownServer, sharedServer, signIn } from './peer.ts';

const server = sharedServer();

/** A status that a page of this origin gets. Not by fetch, which lets nobody set `Origin` or `Host`. */
function asked(method: string, path: string, headers: Record<string, string>, url = server.url): Promise<number> {
  return new Promise((resolve, reject) => {
    const req = http.request(url + path, { method, headers }, (res) => {
      res.resume();
      res.once('end', () => resolve(res.statusCode!));
    });
    req.once('error', reject);
    req.end();
  });
}

function upgraded(origin: string | undefined, token: string, url = server.url): Promise<number> {
  return new Promise((resolve, reject) => {
    const ws = new WebSocket(`${url.replace('http', 'ws')}/websocket`, ['transport-lab.1', `token.${token}`], {
      origin,
    });
    cleanUp(() => ws.terminate());
    ws.once('open', () => resolve(101));
    ws.once('unexpected-response', (_, { statusCode }) => resolve(statusCode!));
    ws.once('error', reject);
  });
}

const foreign = ['https://evil.example', 'null', 'http://127.0.0.1', 'http://localhost:1', 'HTTP://LOCALHOST'];

test.each(foreign)('P37 X1 a page from %j is refused at every door, token or not', async (Origin) => {
  const { token } = await signIn(server.url);
  const headers = { Origin, Authorization: `Bearer ${token}` };
  expect([
    await asked('POST', '/messages', headers),
    await asked('POST', '/sessions', headers),
    await asked('DELETE', '/sessions', headers),
    await asked('GET', '/short-polling/messages?after=start', headers),
    await asked('GET', '/long-polling/messages?after=start&hold=0', headers),
    await asked('GET', '/healthz', headers),
    await asked('GET', '/nowhere', headers),
    await upgraded(Origin, token),
  ]).toEqual(Array.from({ length: 8 }, () => 403));
});

test('P37 X1 the host that a page claims the server has is not believed', async () => {
  expect(await asked('GET', '/healthz', { Origin: 'http://evil.example', Host: 'evil.example' })).toBe(403);
});

test("P37 X1 the server's own pages are let in, and whatever is no page", async () => {
  const { port } = new URL(server.url);
  const { token } = await signIn(server.url);
  for (const Origin of [`http://127.0.0.1:${port}`, `http://localhost:${port}`, `http://[::1]:${port}`]) {
    expect(await asked('GET', '/healthz', { Origin })).toBe(200);
    expect(await upgraded(Origin, token)).toBe(101);
  }
  expect(await upgraded(undefined, token)).toBe(101);
});

test('X1 further origins are allowed by name, exactly', async () => {
  const { url } = await ownServer('--allow-origin', 'https://lab.example', '--allow-origin', 'http://other:8080');
  for (const [Origin, status] of [
    ['https://lab.example', 200],
    ['http://other:8080', 200],
    ['http://lab.example', 403],
    ['https://lab.example:444', 403],
    ['https://lab.example.evil', 403],
  ] as const)
    expect([Origin, await asked('GET', '/healthz', { Origin }, url)]).toEqual([Origin, status]);
});
