import type { BrowserContext, Page } from 'playwright-core';

const LOOPBACK = /^(127(\.\d+){3}|\[::1\]|localhost)$/;

/**
 * All that goes wrong in the pages of a context from now on, a line each: errors on the console or thrown, requests that
 * failed, and whatever was asked of another host than this one.
 */
export function pageFaults(context: BrowserContext): readonly string[] {
  const faults: string[] = [];
  const noteHost = (url: string): void => {
    const { hostname } = new URL(url);
    // Without a host, as in data:, nothing leaves the page.
    if (hostname !== '' && !LOOPBACK.test(hostname)) faults.push(`another host: ${url}`);
  };
  context.on('console', (said) => {
    if (said.type() === 'error') faults.push(`console: ${said.text()} (${said.location().url})`);
  });
  context.on('weberror', (thrown) => faults.push(`thrown: ${thrown.error().stack ?? thrown.error().message}`));
  context.on('request', (request) => noteHost(request.url()));
  context.on('requestfailed', (request) => {
    const { errorText } = request.failure()!;
    // The page itself broke it off, which it may.
    if (errorText !== 'net::ERR_ABORTED') faults.push(`request: ${errorText} ${request.method()} ${request.url()}`);
  });
  const watch = (page: Page): void => {
    page.on('websocket', (socket) => noteHost(socket.url()));
    page.on('crash', () => faults.push('crashed'));
  };
  context.pages().forEach(watch);
  context.on('page', watch);
  return faults;
}
