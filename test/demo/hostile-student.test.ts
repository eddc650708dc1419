import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { cleanUp } from '../harness/clean-up.ts';
import { openFakePage, startDemoProcess } from '../harness/demo.ts';
import { eventually } from '../harness/eventually.ts';
import { raw } from '../harness/raw.ts';

/** Another address of this machine, as a network's would be. */
const CLASS_HOST = '127.0.0.2';

async function startClass() {
  const demo = await startDemoProcess('--class', CLASS_HOST);
  const page = await openFakePage(demo);
  const { urls, secret } = page.state().class!;
  return { demo, page, secret, classUrl: urls[0]! };
}

/** Status of the answer to somebody who comes as the teacher; null where there was none. */
async function comeAsTeacher(url: string, password?: string): Promise<number | null> {
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ user: 'teacher', password });
  try {
    const answer = await fetch(`${url}/sessions`, { method: 'POST', headers, body });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return null;
  }
}

test('nobody can be the teacher before the teacher, nor after a server that has forgotten everything', async () => {
  const { demo, page, secret, classUrl } = await startClass();
  expect(await comeAsTeacher(classUrl)).toBe(403);
  expect(await comeAsTeacher(classUrl, 'a password of mine')).toBe(403);
  const restarted = page.ask({ do: 'restart', memory: 'lost' });
  const seen = new Set<number | null>();
  do seen.add(await comeAsTeacher(classUrl)).add(await comeAsTeacher(classUrl, 'mine'));
  while (page.state().server.starts < 2);
  await restarted;
  expect([...seen].filter((status) => status !== null)).toEqual([403]);
  expect(await comeAsTeacher(demo.url, secret)).toBe(201);
});

test('where there is no class, the teacher’s name is like any other', async () => {
  const { url } = await startDemoProcess();
  expect(await comeAsTeacher(url)).toBe(201);
});

test('no request stops the lab', async () => {
  const { page, classUrl } = await startClass();
  const before = (length: number): string => `POST / HTTP/1.1\r\nContent-Length: -${length}\r\n\r\n`;
  const blanks = `GET / HTTP/1.1\r\nA: b\r\n${' '.repeat(60_000)}\r\n\r\n`;
  for (const bytes of [`${before(before(10).length)}x`, blanks]) {
    await raw(classUrl, bytes, 5000);
    const startedAt = performance.now();
    expect(await page.ask({ do: 'time' })).toMatchObject({ type: 'done' });
    expect(performance.now() - startedAt).toBeLessThan(1000);
  }
});

test('of what a class does the page is told how much it is, however much: neither what is said nor each piece', async () => {
  const { page, classUrl } = await startClass();
  const headers = { 'Content-Type': 'application/json' };
  const signedIn = await fetch(`${classUrl}/sessions`, { method: 'POST', headers, body: '{"user":"ann"}' });
  const { token } = (await signedIn.json()) as { token: string };
  const socket = new WebSocket(`${classUrl.replace('http', 'ws')}/websocket`, ['transport-lab.1', `token.${token}`]);
  cleanUp(() => socket.terminate());
  await once(socket, 'open');
  socket.send('{"type":"publish","id":"1","to":"user:ann","body":"between us"}');
  const pongs = 20_000;
  for (let i = 0; i < pongs; i += 1) socket.pong();
  const told = () => page.frames.all.flatMap((frame) => (frame.type === 'class-traffic' ? [frame.passed] : []));
  const frames = (): number => told().reduce((sum, passed) => sum + passed.frames, 0);
  // And the message, its receipt, and what the server says at first.
  await eventually(() => expect(frames()).toBe(pongs + 3), 20_000);
  expect(told().at(-1)!.connections).toBeGreaterThan(0);
  expect(page.wire()).toEqual([]);
  expect(JSON.stringify(page.frames.all)).not.toContain('between us');
  expect(page.socket.readyState).toBe(WebSocket.OPEN);
}, 30_000);
