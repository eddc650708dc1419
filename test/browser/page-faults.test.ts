import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { useBrowser } from '../harness/browser.ts';
import { cleanUp } from '../harness/clean-up.ts';
import { eventually } from '../harness/eventually.ts';
import { pageFaults } from '../harness/page-faults.ts';

/* What the tests of the page rely on: that nothing goes wrong in it without a test failing. */

const browser = useBrowser();

/** Serves one page that does nothing. What else is asked for is not found, but `/cut` breaks off and `/held` hangs. */
async function startBlankSite(): Promise<string> {
  const server = http.createServer(({ url, socket }, response) => {
    response.setHeader('Content-Type', 'text/html');
    if (url === '/') response.end('<link rel="icon" href="data:,">');
    else if (url === '/cut') socket.destroy();
    else if (url !== '/held') response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test.each([
  ['an error on the console', `console.error('broken')`, /^console: broken/],
  ['what is thrown', `setTimeout(() => { throw new Error('thrown away') })`, /^thrown: Error: thrown away/],
  ['a promise rejected', `void Promise.reject(new Error('unheard'))`, /^thrown: Error: unheard/],
  ['a 404', `void fetch('/missing')`, /^console: .*404/],
  ['an answer that breaks off', `fetch('/cut').catch(() => {})`, /^request: net::ERR_EMPTY_RESPONSE GET http/],
  ['an image of another host', `new Image().src = 'http://example.invalid/a.png'`, /^another host: http:/],
  ['a WebSocket to another host', `new WebSocket('ws://example.invalid/')`, /^another host: ws:/],
])('%s is a fault', async (_, script, fault) => {
  const page = await browser.open(await startBlankSite(), { expected: [/./] });
  const faults = pageFaults(page.context());
  await page.evaluate(`{ ${script} }`);
  await eventually(() => expect(faults).toContainEqual(expect.stringMatching(fault)));
});

test('what the page breaks off itself is none, nor is what closing it breaks off', async () => {
  const page = await browser.open(await startBlankSite());
  const faults = pageFaults(page.context());
  const failed = page.waitForEvent('requestfailed');
  await page.evaluate(`{
    const controller = new AbortController();
    void fetch('/', { signal: controller.signal }).catch(() => {});
    controller.abort();
    void fetch('/held').catch(() => {});
  }`);
  await failed;
  expect(faults).toEqual([]);
});
