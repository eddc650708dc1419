import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import { callLab } from '../harness/cli.ts';
import { openFakePage, startDemoProcess } from '../harness/demo.ts';
import { eventually } from '../harness/eventually.ts';
import { startLab } from '../harness/lab.ts';

test('it says where the page is, which is there', async () => {
  const demo = await startDemoProcess();
  const page = await fetch(demo.url);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toContain(`connect-src 'self' ${demo.controls};`);
  expect(demo.stdout()).toMatch(/Open this page/);
  expect(demo.stdout()).toMatch(/Ctrl-C/);
  expect(demo.stdout()).not.toMatch(/build/);
});

test('each phone comes through its own link, and may send from there', async () => {
  const demo = await startDemoProcess();
  const { phones } = (await openFakePage(demo)).state();
  for (const { url } of phones) {
    const html = await fetch(`${url}/phone.html`);
    expect(html.headers.get('content-security-policy')).toContain(`frame-ancestors ${demo.url}`);
    const headers = { Origin: url, 'Content-Type': 'application/json' };
    const signIn = await fetch(`${url}/sessions`, { method: 'POST', headers, body: '{"user":"ann"}' });
    expect(signIn.status).toBe(url === phones[0]!.url ? 201 : 409);
  }
});

test('Ctrl-C ends it and all that it started, whatever was done to it', async () => {
  const demo = await startDemoProcess();
  const page = await openFakePage(demo);
  const gone = once(page.socket, 'close');
  await page.ask({ do: 'crowd', size: 20, transport: 'long-polling', jitter: true });
  await page.ask({ do: 'unplug' });
  page.socket.send(JSON.stringify({ n: 99, command: { do: 'restart', memory: 'kept', downMs: 600_000 } }));
  await eventually(() => expect(page.state().server.isUp).toBe(false));
  demo.interrupt();
  await gone;
  // Once more, for those who can't wait, and as npm does.
  demo.interrupt();
  expect(await demo.ended).toBe(0);
  expect(demo.running()).toEqual([]);
  expect(demo.stderr()).toBe('');
});

test('its server goes with it when it is killed', async () => {
  const demo = await startDemoProcess();
  const server = await demo.server();
  demo.child.kill('SIGKILL');
  await demo.ended;
  await eventually(() => expect(() => process.kill(server, 0)).toThrow('ESRCH'));
});

test('a port that is taken: 1, with what to do', async () => {
  const { port } = new URL((await startLab()).url);
  const call = callLab('demo', '--port', port);
  expect(await call.ended).toBe(1);
  expect(call.stderr()).toContain(`error: port ${port} is taken`);
  expect(call.stderr()).toContain(`npm start -- --port ${Number(port) + 1}`);
  expect(call.stdout()).toBe('');
});

test('its settings are those of the server', async () => {
  const flags = ['--hold', '2s', '--heartbeat', '3s', '--pong', '500ms', '--keep-messages', '7'];
  const page = await openFakePage(await startDemoProcess(...flags));
  const settings = { holdMs: 2000, heartbeatMs: 3000, pongMs: 500, keepMessages: 7 };
  expect(page.state().server.settings).toEqual(settings);
});
