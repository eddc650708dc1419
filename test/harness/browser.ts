import { afterAll, beforeAll, expect, jest } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { chromiumPath } from './chromium.ts';
import { cleanUp } from './clean-up.ts';
import { eventually } from './eventually.ts';
import { pageFaults } from './page-faults.ts';
import { commandLineOf, processesNaming, processesWith } from './processes.ts';

/** A Chromium for the tests of one file. */
export interface TestBrowser {
  /**
   * Opens a page that shares nothing with any other: storage, cache, connections. After the test it is closed, and the
   * test fails where anything was wrong with it: an error on its console or thrown in it, a request that failed, or that
   * went to another host than this one.
   */
  open(url: string, options?: PageOptions): Promise<Page>;
}

export interface PageOptions extends BrowserContextOptions {
  /** What the test means to provoke: faults that one of these matches are none. */
  readonly expected?: readonly RegExp[];
  /** What is done to the context before there is a page in it. */
  readonly prepare?: (context: BrowserContext) => Promise<void>;
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** How long a page may take for what it is asked to do: less than a test has, so that the failure says what it was. */
const PATIENCE_MS = 10_000;

/** How long a test in a browser may take: a page, its frames, a lab and a server start in each. */
const TEST_TIMEOUT_MS = 40_000;

/** Starts a Chromium before the tests of the file that calls this, and ends it after them: nothing of it may be left. */
export function useBrowser(): TestBrowser {
  jest.setTimeout(TEST_TIMEOUT_MS);
  let browser: Browser;
  let folder: string;
  let profile: string;
  const mark = `TEST_BROWSER=${crypto.randomUUID()}`;

  beforeAll(async () => {
    // What it writes to its user's folders is no part of a profile.
    folder = mkdtempSync(path.join(tmpdir(), 'transport-lab-chromium-'));
    const [name, id] = mark.split('=') as [string, string];
    browser = await chromium.launch({
      executablePath: chromiumPath(),
      args: FLAGS,
      env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder, [name]: id },
    });
    profile = profileOf(mark);
    // Where there is no Chromium yet, the time is that of a package's installation.
  }, 300_000);

  afterAll(async () => {
    await browser.close();
    await eventually(() => expect([...processesWith(mark), ...processesNaming(profile)]).toEqual([]));
    expect(existsSync(profile)).toBe(false);
    rmSync(folder, { recursive: true });
  });

  return {
    async open(url, { expected = [], prepare, ...options } = {}) {
      const context = await browser.newContext({ locale: 'en-GB', ...options });
      context.setDefaultTimeout(PATIENCE_MS);
      const faults = pageFaults(context);
      cleanUp(async () => {
        // What closing breaks off is nobody's fault.
        const before = [...faults];
        await context.close();
        expect(before.filter((fault) => !expected.some((pattern) => pattern.test(fault)))).toEqual([]);
      });
      await prepare?.(context);
      const page = await context.newPage();
      await page.goto(url);
      return page;
    },
  };
}

function profileOf(mark: string): string {
  const profiles = processesWith(mark).flatMap((pid) => /--user-data-dir=([^\0]+)/.exec(commandLineOf(pid))?.[1] ?? []);
  if (profiles.length === 0) throw new Error('the browser has no profile that could be looked for later');
  return profiles[0]!;
}
