import { expect, test } from '@jest/globals';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { callLab } from '../harness/cli.ts';
import { type Lab, startLab } from '../harness/lab.ts';
import { raw } from '../harness/raw.ts';
import { temporaryFolder } from '../harness/temporary-folder.ts';

/** A built page, in a folder with something beside it that is nobody's business. */
function builtPage(): string {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'secret.txt'), 'secret');
  const page = path.join(folder, 'page');
  mkdirSync(path.join(page, 'assets'), { recursive: true });
  writeFileSync(path.join(page, 'index.html'), '<!doctype html><title>lab</title>');
  writeFileSync(path.join(page, 'phone.html'), '<!doctype html><title>phone</title>');
  writeFileSync(path.join(page, 'assets', 'main-4f3a.js'), 'export {};');
  return page;
}

const startWithPage = (options: { lab?: string; allowOrigins?: string[] } = {}): Promise<Lab> =>
  startLab({ pageFolder: builtPage(), ...options });

/** The policy of an answer, by directive. */
function policyOf({ headers }: Response): Record<string, string> {
  const directives = headers.get('content-security-policy')!.split('; ');
  return Object.fromEntries(directives.map((each) => [each.split(' ')[0]!, each.slice(each.indexOf(' ') + 1)]));
}

test('X6 the page is served at /, kept by no cache, taken for nothing else, and shown by nobody', async () => {
  const { url } = await startWithPage();
  const answer = await fetch(url);
  expect(await answer.text()).toContain('<title>lab</title>');
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  expect(policyOf(answer)).toEqual({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' data: blob:",
    'connect-src': "'self'",
    'font-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  });
});

test('in the lab it may speak with the controls and show the phones, which nothing else may', async () => {
  const links = ['http://127.0.0.1:4001', 'http://127.0.0.1:4002'];
  const { url } = await startWithPage({ lab: 'ws://127.0.0.1:4000', allowOrigins: links });
  expect(policyOf(await fetch(url))).toMatchObject({
    'connect-src': "'self' ws://127.0.0.1:4000",
    'frame-src': `'self' ${links.join(' ')}`,
    'frame-ancestors': "'none'",
  });
  const phone = policyOf(await fetch(`${url}/phone.html`));
  const { port } = new URL(url);
  expect(phone).toMatchObject({
    'connect-src': "'self'",
    'frame-ancestors': `http://127.0.0.1:${port} http://localhost:${port}`,
  });
  expect(phone).not.toHaveProperty('frame-src');
});

test('what has its content in its name may be kept for ever', async () => {
  const { url } = await startWithPage();
  const answer = await fetch(`${url}/assets/main-4f3a.js?v=1`);
  expect([answer.status, await answer.text()]).toEqual([200, 'export {};']);
  expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  const head = await fetch(`${url}/assets/main-4f3a.js`, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '10', '']);
});

test('nothing else may be done to it', async () => {
  const { url } = await startWithPage();
  const answer = await fetch(url, { method: 'POST', body: 'x' });
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});

test.each([
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/assets/..%5c..%5csecret.txt',
  '//secret.txt',
  '/assets',
  '/assets/',
  '/page.json/../../secret.txt',
])('no path leads out of its folder: %s', async (target) => {
  const { url } = await startWithPage();
  const answer = await raw(url, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, 500);
  expect(answer).toMatch(/^HTTP\/1.1 404 /);
  expect(answer).not.toContain('secret\r\n');
});

test('asked for parts, and after a build that left nothing of it, it is what it was', async () => {
  const pageFolder = builtPage();
  const { url } = await startLab({ pageFolder });
  rmSync(path.join(pageFolder, 'phone.html'));
  const answer = await fetch(`${url}/phone.html`, { headers: { Range: 'bytes=5-3' } });
  expect([answer.status, await answer.text()]).toEqual([200, '<!doctype html><title>phone</title>']);
});

test('where none is built, / says in words what the server is', async () => {
  const { url } = await startLab({ pageFolder: path.join(temporaryFolder(), 'page') });
  const answer = await fetch(url);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
  expect(policyOf(answer)).toEqual({ 'default-src': "'none'", 'frame-ancestors': "'none'" });
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});

test.each([[null], ['ws://127.0.0.1:4000']])('GET /page.json tells the page of its lab: %s', async (lab) => {
  const { url } = await startLab({ lab });
  const answer = await fetch(`${url}/page.json`);
  expect(await answer.json()).toEqual({ lab, isClass: false });
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

test.each(['http://127.0.0.1:4000', 'ws://127.0.0.1:4000/controls', "ws://127.0.0.1:4000; script-src 'unsafe-inline'"])(
  '--lab %s is bad usage',
  async (url) => {
    const call = callLab('serve', '--port', '0', '--lab', url);
    expect(await call.ended).toBe(2);
    expect(call.stderr()).toContain('--lab');
  },
);
