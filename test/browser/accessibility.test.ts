import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { barriers } from '../harness/axe.ts';
import { useBrowser } from '../harness/browser.ts';
import { startDemoProcess } from '../harness/demo.ts';
import { eventually } from '../harness/eventually.ts';
import { startTalk } from './chat-phone.ts';

const browser = useBrowser();

/** Goes through the parts of the page, one after the other, and has `look` look at each. */
async function throughAllTabs(page: Page, look: (tab: string) => Promise<void>): Promise<void> {
  const links = page.getByRole('navigation', { name: 'Parts of the lab' }).getByRole('link');
  for (const name of await links.allTextContents()) {
    const link = links.filter({ hasText: name });
    await link.click();
    await eventually(async () => expect(await link.getAttribute('aria-current')).toBe('page'));
    await look(name);
  }
}

test.each(['light', 'dark'] as const)('no part of the page keeps anybody out, in %s colours', async (colorScheme) => {
  const page = await browser.open((await startDemoProcess()).url, { colorScheme });
  await throughAllTabs(page, async (tab) => expect([tab, await barriers(page)]).toEqual([tab, []]));
});

test('a talk keeps nobody out, whichever way it is shown', async () => {
  const { page, alice, bob } = await startTalk(browser, (await startDemoProcess()).url);
  await alice.say('hello');
  await bob.say('hi');
  await alice.log.getByText('hi', { exact: true }).waitFor();
  await bob.screen.getByRole('button', { name: 'Back to the list' }).click();
  for (const [language, colours] of [
    ['English', 'light'],
    ['中文', 'dark'],
    ['English', 'projector'],
  ] as const) {
    await page.getByRole('combobox', { name: /^(Language|语言)$/ }).selectOption(language);
    await page.getByRole('combobox', { name: /^(Colours|配色)$/ }).selectOption({ value: colours });
    expect([language, colours, await barriers(page)]).toEqual([language, colours, []]);
  }
});

test('no part of the page is scrolled sideways, on a phone or on a tablet', async () => {
  const page = await browser.open((await startDemoProcess()).url, { hasTouch: true });
  await throughAllTabs(page, async (tab) => {
    for (const width of [320, 390, 768]) {
      await page.setViewportSize({ width, height: 700 });
      const widths = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]');
      expect([tab, widths]).toEqual([tab, [width, width]]);
    }
  });
});

test('the keyboard alone goes from part to part', async () => {
  const page = await browser.open((await startDemoProcess()).url);
  const chat = page.getByRole('link', { name: 'Chat' });
  await chat.waitFor();
  const focused = chat.and(page.locator(':focus'));
  for (let presses = 0; presses < 5 && !(await focused.isVisible()); presses += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await eventually(async () => expect(await chat.getAttribute('aria-current')).toBe('page'));
});

test('who wants little motion sees nothing move by itself', async () => {
  const { page, alice } = await startTalk(browser, (await startDemoProcess()).url, { reducedMotion: 'reduce' });
  await alice.say('hello');
  await alice.log.getByText('hello').waitFor();
  expect(await page.evaluate('document.getAnimations().length')).toBe(0);
});
